import type { Rejection } from '../api/types'
import { count } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

/** Rejections lists why rows were set aside and what to do about it. */
export function Rejections({ rejections }: { rejections: readonly Rejection[] }) {
  return (
    <Card flush>
      <Scroll label="Rows set aside, by reason">
        <table className={table.table}>
          <thead>
            <tr><th>Why rows were set aside</th><th>Column</th><th className={table.right}>First row</th><th className={table.right}>Rows</th></tr>
          </thead>
          <tbody>
            {rejections.map((rejection) => (
              <tr key={`${rejection.reason} ${rejection.column ?? ''}`}>
                <td>{rejection.text}</td>
                <td>{rejection.column ?? '–'}</td>
                <td className={`${table.right} num`}>{count(rejection.firstRow)}</td>
                <td className={`${table.right} num`}>{count(rejection.rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
