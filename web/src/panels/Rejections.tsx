import type { Rejection } from '../api/types'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { count } from '../ui/format'
import { Card } from '../ui/Page'
import { rejectionText } from '../ui/said'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

/** Rejections lists why rows were rejected and what to do about it. */
export function Rejections({ rejections }: { rejections: readonly Rejection[] }) {
  useProblemTexts()
  return (
    <Card flush>
      <Scroll label={t('data.byReason')}>
        <table className={table.table}>
          <thead>
            <tr><th>{t('data.whyRejected')}</th><th>{t('importing.column')}</th><th className={table.right}>{t('data.firstRow')}</th><th className={table.right}>{t('data.rowCount')}</th></tr>
          </thead>
          <tbody>
            {rejections.map((rejection) => (
              <tr key={`${rejection.reason} ${rejection.column ?? ''}`}>
                <td>{rejectionText(rejection.reason, rejection.text)}</td>
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
