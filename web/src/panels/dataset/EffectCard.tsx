import { Button, Group, Text } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { AlignmentEffect } from '../../api/refreshes'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { count } from '../../ui/format'
import { said } from '../../ui/said'
import { Scroll } from '../../ui/Scroll'
import { Stat, StatRow } from '../../ui/Stat'
import table from '../../ui/table.module.css'
import { markedCondition } from './ChangeReport'

/** Areas shown of an effect; the rest is counted. */
const most = 12

/** EffectCard tells what a move onto another snapshot does to one alignment. */
export function EffectCard({ effect, dryRun }: { effect: AlignmentEffect; dryRun: boolean }) {
  useProblemTexts()
  const areas = [...effect.areas].sort((a, b) => b.added + b.gone + b.changed - (a.added + a.gone + a.changed))
  const placed = effect.placed
  return (
    <section aria-label={t('data.effect', { name: effect.name })}>
      <Group justify="space-between" mb="sm">
        <Text fw={600}>{dryRun ? t('data.effect', { name: effect.name }) : t('data.wasMoved', { name: effect.name })}</Text>
        {!dryRun && (
          <Button size="xs" variant="light" leftSection={<IconMapPin size={14} />}
            renderRoot={(props) => <Link to="/alignments/$alignmentId" params={{ alignmentId: effect.alignmentId }} search={{ view: 'table', filter: markedCondition }} {...props} />}>
            {t('data.showOnDesk', { name: effect.name })}
          </Button>
        )}
      </Group>
      <StatRow>
        <Stat label={t('data.kept')} value={count(effect.kept)} />
        <Stat label={t('importing.moved')} value={count(effect.moved)} />
        <Stat label={t('importing.changed')} value={count(effect.changed)} />
        <Stat label={t('importing.added')} value={count(effect.added)} />
        <Stat label={t('importing.gone')} value={count(effect.gone)} hint={effect.goneAssigned > 0 ? `${t('data.goneAssigned')}: ${count(effect.goneAssigned)}` : undefined} />
      </StatRow>
      {effect.added > 0 && (
        <Text size="sm" mt="sm" className="num">
          {t('data.placedBy', { rule: placed.rule ?? 0, boundary: placed.boundary ?? 0, nearest: placed.nearest ?? 0, unassigned: effect.unassigned })}
        </Text>
      )}
      {effect.notes.map((note, k) => <Text key={note} size="sm" mt={4}>{said(effect.notesSaid?.[k], note)}</Text>)}
      {areas.length > 0 && (
        <Scroll label={t('data.areasChanged')} height={320}>
          <table className={table.table}>
            <thead>
              <tr>
                <th>{t('data.area')}</th><th className={table.right}>{t('data.before')}</th><th className={table.right}>{t('data.after')}</th>
                <th className={table.right}>{t('importing.added')}</th><th className={table.right}>{t('importing.gone')}</th><th className={table.right}>{t('importing.changed')}</th>
              </tr>
            </thead>
            <tbody>
              {areas.slice(0, most).map((area) => (
                <tr key={area.number}>
                  <td>{area.number === 0 ? t('data.unassigned') : area.name}</td>
                  {[area.before, area.after, area.added, area.gone, area.changed].map((n, k) => <td key={k} className={`${table.right} num`}>{n === 0 ? '–' : count(n)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {areas.length > most && <Text size="sm" c="dimmed" mt={6}>{t('data.moreAreas', { count: areas.length - most })}</Text>}
    </section>
  )
}
