import { Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import type { Comparison } from '../api/types'
import { t } from '../i18n'
import { compact, count } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import { measureName } from './measures'

const shown = 100

interface Props {
  comparison: Comparison
  measure: number
  /** Called with the areas of a flow whose units are to be listed. */
  onFlow: (flow: { from: number; to: number }) => void
}

/** Flows lists from which area to which units move, the largest first. */
export function Flows({ comparison, measure, onFlow }: Props) {
  const [search, setSearch] = useState('')
  const all = comparison.moves.flows
  if (all.length === 0) return null
  const wanted = search.trim().toLowerCase()
  const flows = wanted === '' ? all : all.filter((flow) => `${flow.fromName} ${flow.toName}`.toLowerCase().includes(wanted))
  const most = flows[0]?.units ?? 1
  const name = measureName(comparison.measures[measure])
  return (
    <Card flush>
      <TextInput size="xs" m="sm" maw={260} aria-label={t('versus.filterFlows')} placeholder={t('versus.filterFlows')} leftSection={<IconFilter size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      {flows.length === 0 && <Text size="sm" c="dimmed" p="sm">{t('versus.noFlow', { search })}</Text>}
      <Scroll label={t('compare.flowsBetweenAreas')} height={420}>
        <table className={table.table}>
          <thead style={{ position: 'sticky', top: 0 }}>
            <tr><th>{t('compare.from')}</th><th aria-hidden /><th>{t('compare.to')}</th><th className={table.right}>{t('common.unitsName')}</th><th style={{ width: '28%' }} aria-hidden /><th className={table.right}>{name}</th></tr>
          </thead>
          <tbody>
            {flows.slice(0, shown).map((flow) => (
              <tr key={`${flow.from} ${flow.to}`}>
                <td className={table.clip}>{flow.fromName || t('common.unassigned')}</td>
                <td style={{ color: 'var(--bw-text-2)', lineHeight: 0 }}><IconArrowRight size={14} aria-label={t('compare.to2')} /></td>
                <td className={table.clip}>{flow.toName || t('common.unassigned')}</td>
                <td className={`${table.right} num`}>
                  <UnstyledButton className={table.link} title={t('versus.showUnits')} aria-label={t('versus.showUnitsOf', { from: flow.fromName || t('common.unassigned'), to: flow.toName || t('common.unassigned'), count: flow.units })}
                    onClick={() => onFlow(flow)}>{count(flow.units)}</UnstyledButton>
                </td>
                <td aria-hidden><div style={{ height: 8, borderRadius: 4, background: 'var(--bw-accent)', opacity: 0.75, width: `${(100 * flow.units) / most}%` }} /></td>
                <td className={`${table.right} num`}>{compact(flow.sums[measure])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {flows.length > shown && <Text size="xs" c="dimmed" p="sm">{t('compare.largestFlowsCsvHas', { shown, length: count(flows.length) })}</Text>}
    </Card>
  )
}
