import { Button, CloseButton, Group, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { whyQuery } from '../api/alignments'
import type { Draft, Why } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { toggled } from '../edit/draftPart'
import { costsShown, whyText } from '../edit/proof'
import { t } from '../i18n'
import { number } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { measureName } from './measures'
import card from './SelectionCard.module.css'
import table from './BeforeAfter.module.css'

interface Props {
  draft: Draft
  unit: number
  title: string
  onClose: () => void
}

/** WhyCard explains why a draft puts a unit where it does: what each area would cost, and which limits press. */
export function WhyCard({ draft, unit, title, onClose }: Props) {
  const { part, choose } = useDeskPart('part', 'choose')
  const why = useQuery(whyQuery(draft.id, unit))
  return (
    <section className={card.card} data-sheet aria-label={t('desk.whyUnitHere')}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={620} truncate>{title}</Text>
        <CloseButton aria-label={t('desk.closeExplanation')} onClick={onClose} />
      </Group>
      {draft.state === 'open' && draft.params.by !== 'boundary' && why.data && why.data.area !== why.data.present && (
        <Button size="compact-xs" variant={part.moves.includes(unit) ? 'filled' : 'light'} mt={4} aria-pressed={part.moves.includes(unit)} onClick={() => choose(toggled(part, 'moves', unit))}>
          {part.moves.includes(unit) ? t('desk.moveChosen') : t('desk.chooseMove')}
        </Button>
      )}
      <WhyAnswer draft={draft.id} unit={unit} />
    </section>
  )
}

/** WhyAnswer is the answer for one unit of a draft; of a draft that was accepted with where the unit has gone since. */
export function WhyAnswer({ draft, unit, now }: { draft: string; unit: number; now?: number }) {
  const why = useQuery(whyQuery(draft, unit))
  if (why.error) return <ProblemNote title={t('desk.noExplanation')} error={why.error} />
  if (!why.data) return <Skeleton height={90} mt={8} />
  return (
    <>
      {now !== undefined && now !== why.data.area && <Text size="sm" mt={6}>{t('desk.movedSinceOptimisation')}</Text>}
      <Answer why={why.data} />
    </>
  )
}

const most = 4

function Answer({ why }: { why: Why }) {
  const units = { km: t('common.km'), km2: 'km²', minutes: t('desk.minutes'), points: t('desk.points') }
  return (
    <>
      <Text size="sm" mt={2}>{whyText(why)}</Text>
      <table className={table.table} style={{ marginTop: 8 }}>
        <thead>
          <tr><th style={{ textAlign: 'left' }}>{t('desk.costIn', { unit: units[why.in] })}</th><th>{t('desk.travel')}</th><th>{t('desk.disruption')}</th><th>{t('desk.limits')}</th><th>{t('desk.total')}</th></tr>
        </thead>
        <tbody>
          {costsShown(why, most).map((cost) => (
            <tr key={cost.area}>
              <th scope="row">{cost.area === why.area ? t('desk.proposedArea', { name: cost.name }) : cost.area === why.present ? t('desk.presentArea', { name: cost.name }) : cost.name}</th>
              <td className="num">{number(cost.travel)}</td>
              <td className="num">{cost.disruption === 0 ? '–' : number(cost.disruption)}</td>
              <td className="num">{cost.press === 0 ? '–' : number(cost.press)}</td>
              <td className="num"><strong>{number(cost.total)}</strong></td>
            </tr>
          ))}
        </tbody>
      </table>
      {why.binding.length > 0 && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('desk.limitsThatPress', { limits: why.binding.slice(0, 4).map((b) => t(b.atMax ? 'desk.atItsMost' : 'desk.atItsLeast', { name: b.name, measure: measureName(b.measure) })).join('; ') })}
        </Text>
      )}
    </>
  )
}
