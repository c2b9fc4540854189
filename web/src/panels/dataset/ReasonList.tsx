import { UnstyledButton } from '@mantine/core'
import type { Rejection } from '../../api/types'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { rejectionText } from '../../ui/said'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

/** Why rows were rejected, for a column where one is concerned. */
export interface Reason { reason: string; column: string | undefined; text: string }

interface Props {
  rejections: readonly Rejection[]
  chosen: Reason | undefined
  onChoose: (reason: Reason) => void
}

/** ReasonList lists the reasons with their rows, to choose whose rows are shown. */
export function ReasonList({ rejections, chosen, onChoose }: Props) {
  useProblemTexts()
  return (
    <Card flush>
      <Scroll label={t('data.byReason')}>
        <table className={table.table}>
          <thead>
            <tr><th>{t('data.reason')}</th><th>{t('importing.column')}</th><th className={table.right}>{t('data.firstRow')}</th><th className={table.right}>{t('data.rowCount')}</th></tr>
          </thead>
          <tbody>
            {rejections.map((one) => {
              const picked = chosen?.reason === one.reason && chosen.column === one.column
              return (
                <tr key={`${one.reason} ${one.column ?? ''}`} style={picked ? { background: 'var(--bw-accent-soft)' } : undefined}>
                  <td>
                    <UnstyledButton fz="sm" aria-pressed={picked} className="strong-link" onClick={() => onChoose({ reason: one.reason, column: one.column, text: rejectionText(one.reason, one.text) })}>
                      {rejectionText(one.reason, one.text)}
                    </UnstyledButton>
                  </td>
                  <td>{one.column ?? '–'}</td>
                  <td className={`${table.right} num`}>{count(one.firstRow)}</td>
                  <td className={`${table.right} num`}>{count(one.rows)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
