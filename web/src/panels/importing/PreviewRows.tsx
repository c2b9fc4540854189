import type { Preview } from '../../api/types'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

/** PreviewRows shows the first rows of a file as they will be read. */
export function PreviewRows({ preview }: { preview: Preview }) {
  return (
    <Card flush>
      <Scroll label={t('datasets.firstRowsOfFile')} height={420}>
        <table className={table.table}>
          <thead>
            <tr>{preview.columns.map((column) => <th key={column.name}>{column.name}</th>)}</tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, 20).map((row, k) => (
              <tr key={k}>
                {preview.columns.map((column, c) => (
                  <td key={column.name} className={`${table.clip} num ${column.type === 'number' ? table.right : ''}`}>{row[c]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
