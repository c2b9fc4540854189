import { SegmentedControl } from '@mantine/core'
import { t } from '../i18n'
import classes from './ViewSwitch.module.css'

/** ViewSwitch shows the plan as a map or as a table; both have the same commands. */
export function ViewSwitch({ table, onChange }: { table: boolean; onChange: (table: boolean) => void }) {
  return (
    <SegmentedControl size="xs" aria-label={t('desk.view')} value={table ? 'table' : 'map'} onChange={(value) => onChange(value === 'table')}
      className={classes.switch ?? ''} data-table={table} data={[{ value: 'map', label: t('desk.map') }, { value: 'table', label: t('desk.table') }]} />
  )
}
