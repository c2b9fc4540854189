import { Button, CloseButton, Group, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { whyQuery } from '../api/alignments'
import type { Draft, Why } from '../api/types'
import { useDesk } from '../edit/desk'
import { toggled } from '../edit/draftPart'
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
  const { part, choose } = useDesk()
  const why = useQuery(whyQuery(draft.id, unit))
  return (
    <section className={card.card} aria-label="Why this unit is here">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={620} truncate>{title}</Text>
        <CloseButton aria-label="Close the explanation" onClick={onClose} />
      </Group>
      {draft.state === 'open' && why.data && why.data.area !== why.data.present && (
        <Button size="compact-xs" variant={part.units.includes(unit) ? 'filled' : 'light'} mt={4} aria-pressed={part.units.includes(unit)} onClick={() => choose(toggled(part, 'units', unit))}>
          {part.units.includes(unit) ? 'Move chosen' : 'Choose this move'}
        </Button>
      )}
      {why.isPending && <Skeleton height={90} mt={8} />}
      {why.error && <ProblemNote title="No explanation" error={why.error} />}
      {why.data && <Answer why={why.data} squared={draft.params.travel === 'squared'} />}
    </section>
  )
}

function Answer({ why, squared }: { why: Why; squared: boolean }) {
  const unit = squared ? 'km²' : 'km'
  return (
    <>
      <Text size="sm" mt={2}>{why.text}</Text>
      <table className={table.table} style={{ marginTop: 8 }}>
        <thead>
          <tr><th style={{ textAlign: 'left' }}>Cost in {unit}</th><th>Travel</th><th>Disruption</th><th>Limits</th><th>Total</th></tr>
        </thead>
        <tbody>
          {why.costs.slice(0, 4).map((cost) => (
            <tr key={cost.area}>
              <th scope="row">{cost.name}{cost.area === why.area ? ', proposed' : cost.area === why.present ? ', now' : ''}</th>
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
          Limits that press: {why.binding.slice(0, 4).map((b) => `${b.name} is at its ${b.atMax ? 'most' : 'least'} of ${measureName(b.measure)}`).join('; ')}.
        </Text>
      )}
    </>
  )
}
