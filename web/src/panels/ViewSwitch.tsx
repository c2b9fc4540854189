import { SegmentedControl } from '@mantine/core'

/** ViewSwitch shows the plan as a map or as a table; both have the same commands. */
export function ViewSwitch({ table, onChange }: { table: boolean; onChange: (table: boolean) => void }) {
  return (
    <SegmentedControl size="xs" aria-label="View" value={table ? 'table' : 'map'} onChange={(value) => onChange(value === 'table')}
      style={{ position: 'absolute', top: 12, right: 12, zIndex: 4 }} data={[{ value: 'map', label: 'Map' }, { value: 'table', label: 'Table' }]} />
  )
}
