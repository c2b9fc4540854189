import type { Comparison } from '../api/types'
import { t } from '../i18n'
import { said } from '../ui/said'
import { kindOf } from '../ui/DeviationBar'
import { count, deviation, kilometres, percent } from '../ui/format'
import { provenGap } from '../edit/proof'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import figures from './CompareFigures.module.css'
import { measureName } from './measures'

const usual = 0.05

interface Side { name: string; figures: Comparison['left']['figures']; certificate: Comparison['left']['certificate']; moved: { units: number; share: number } | undefined }

/** SeveralFigures sets three or four plans beside each other; all comparisons start from the same left plan. */
export function SeveralFigures({ comparisons }: { comparisons: readonly Comparison[] }) {
  const [first] = comparisons
  if (!first) return null
  const sides: Side[] = [
    { name: said(first.left.said, first.left.name), figures: first.left.figures, certificate: first.left.certificate, moved: undefined },
    ...comparisons.map(({ right, moves }) => ({ name: said(right.said, right.name), figures: right.figures, certificate: right.certificate, moved: moves })),
  ]
  const row = (name: string, value: (side: Side) => string, kind?: (side: Side) => string) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {sides.map((side, k) => <td key={k} className={`${table.right} num`} data-kind={kind?.(side)}>{value(side)}</td>)}
    </tr>
  )
  return (
    <Card flush>
      <Scroll label={t('versus.allFigures', { name: said(first.left.said, first.left.name) })}>
        <table className={`${table.table} ${figures.figures}`}>
          <thead><tr><th><span className="visually-hidden">{t('compare.figure')}</span></th>{sides.map((side, k) => <th key={k} className={table.right}>{side.name}</th>)}</tr></thead>
          <tbody>
            {first.left.figures.balance.flatMap(({ measure }, m) => [
              row(t('versus.highest', { measure: measureName(measure) }), (s) => deviation(s.figures.balance[m]?.largest), (s) => kindOf(s.figures.balance[m]?.largest ?? 0, usual)),
              row(t('versus.lowest', { measure: measureName(measure) }), (s) => deviation(s.figures.balance[m]?.smallest), (s) => kindOf(s.figures.balance[m]?.smallest ?? 0, usual)),
            ])}
            {row(t('versus.travel'), (s) => kilometres(s.figures.travelKm))}
            {row(t('versus.compactness'), (s) => percent(s.figures.compactness))}
            {row(t('versus.territories'), (s) => count(s.figures.territories))}
            {row(t('versus.unassigned'), (s) => count(s.figures.units - s.figures.assigned))}
            {row(t('versus.certificate'), (s) => provenGap(s.certificate))}
            {row(t('versus.moved'), (s) => (s.moved ? `${count(s.moved.units)} (${percent(s.moved.share)})` : ''))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
