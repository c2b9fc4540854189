import { Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { Comparison } from '../api/types'
import { compact, count } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import { measureName } from './measures'

const shown = 100

/** Flows lists from which area to which units move, the largest first. */
export function Flows({ comparison, measure }: { comparison: Comparison; measure: number }) {
  const { flows } = comparison.moves
  if (flows.length === 0) return null
  const most = flows[0]?.units ?? 1
  const name = measureName(comparison.measures[measure])
  return (
    <Card flush>
      <Scroll label="Flows between areas" height={420}>
        <table className={table.table}>
          <thead style={{ position: 'sticky', top: 0 }}>
            <tr><th>From</th><th aria-hidden /><th>To</th><th className={table.right}>Units</th><th style={{ width: '28%' }} aria-hidden /><th className={table.right}>{name}</th></tr>
          </thead>
          <tbody>
            {flows.slice(0, shown).map((flow) => (
              <tr key={`${flow.from} ${flow.to}`}>
                <td className={table.clip}>{flow.fromName || 'Unassigned'}</td>
                <td style={{ color: 'var(--bw-text-2)', lineHeight: 0 }}><IconArrowRight size={14} aria-label="to" /></td>
                <td className={table.clip}>{flow.toName || 'Unassigned'}</td>
                <td className={`${table.right} num`}>{count(flow.units)}</td>
                <td aria-hidden><div style={{ height: 8, borderRadius: 4, background: 'var(--bw-accent)', opacity: 0.75, width: `${(100 * flow.units) / most}%` }} /></td>
                <td className={`${table.right} num`}>{compact(flow.sums[measure])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {flows.length > shown && <Text size="xs" c="dimmed" p="sm">The {shown} largest of {count(flows.length)} flows; the CSV has every unit.</Text>}
    </Card>
  )
}
