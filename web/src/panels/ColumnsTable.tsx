import { Select, Text } from '@mantine/core'
import type { ColumnType, PreviewColumn, Role } from '../api/types'
import { roleNames, typeNames } from '../edit/columnChoices'
import { count } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

interface Props {
  columns: readonly PreviewColumn[]
  onRole: (column: string, role: Role) => void
  onType: (column: string, type: ColumnType) => void
}

const roles = Object.entries(roleNames).map(([value, label]) => ({ value, label }))
const types = Object.entries(typeNames).map(([value, label]) => ({ value, label }))

/** ColumnsTable shows what each column was taken for and why, to be changed before the import. */
export function ColumnsTable({ columns, onRole, onType }: Props) {
  return (
    <Card flush>
      <Scroll label="Columns of the file">
        <table className={table.table}>
          <thead>
            <tr><th>Column</th><th>Role</th><th>Type</th><th>Why</th><th>Samples</th><th className={table.right}>Missing</th></tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.name}>
                <td><Text fw={560} size="sm" className={table.clip}>{column.name}</Text></td>
                <td>
                  <Select data={roles} value={column.role} allowDeselect={false} size="xs" w={160} searchable
                    aria-label={`Role of ${column.name}`} onChange={(role) => role && onRole(column.name, role as Role)} />
                </td>
                <td>
                  <Select data={types} value={column.type} allowDeselect={false} size="xs" w={112}
                    aria-label={`Type of ${column.name}`} onChange={(type) => type && onType(column.name, type as ColumnType)} />
                </td>
                <td><Text size="xs" c="dimmed" maw={240}>{column.reason}</Text></td>
                <td className={`${table.clip} num`} title={column.samples.join(', ')}>{column.samples.slice(0, 3).join(', ')}</td>
                <td className={`${table.right} num`}>{column.missing === 0 ? '–' : count(column.missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
