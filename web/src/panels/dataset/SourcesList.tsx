import type { Snapshot } from '../../api/types'
import { t } from '../../i18n'
import { bytes, count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

/** SourcesList tells where the units of a snapshot came from, with the rows read from each source. */
export function SourcesList({ snapshot }: { snapshot: Snapshot }) {
  return (
    <Card flush>
      <Scroll label={t('data.sources')}>
        <table className={table.table}>
          <thead><tr><th>{t('data.source')}</th><th>{t('data.kind')}</th><th className={table.right}>{t('data.size')}</th><th className={table.right}>{t('data.rowsRead')}</th></tr></thead>
          <tbody>
            {snapshot.sources.map((source, k) => (
              <tr key={k}>
                <td className={table.clip} title={source.name}>{source.name}</td>
                <td>{kindOf(source.kind)}{source.liveSource ? `, ${t('data.live')}` : ''}</td>
                <td className={`${table.right} num`}>{bytes(source.bytes)}</td>
                <td className={`${table.right} num`}>{count(source.rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}

function kindOf(kind: string): string {
  switch (kind) {
    case 'file': return t('data.kindFile')
    case 'postgresql': return 'PostgreSQL'
    case 'salesforce': return t('orgImport.label')
    default: return kind
  }
}
