import { IconArrowDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { Comparison } from '../api/types'
import { order, type CompareOrder } from '../edit/compare'
import { t } from '../i18n'
import { DeviationBar } from '../ui/DeviationBar'
import { compact, count, kilometres } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

const usual = 0.05

/** CompareTable lists every area with both plans' sums, deviations and travel; headings sort it. */
export function CompareTable({ comparison, measure }: { comparison: Comparison; measure: number }) {
  const [by, setBy] = useState<CompareOrder>('left')
  const areas = order(comparison.areas, by, measure)
  const head = (key: CompareOrder, label: string, right = true) => (
    <th className={right ? table.right : ''} aria-sort={by === key ? (key === 'name' ? 'ascending' : 'descending') : undefined}>
      <button type="button" className={table.sort} onClick={() => setBy(key)}>{label}{by === key && <IconArrowDown size={12} aria-hidden />}</button>
    </th>
  )
  return (
    <Card flush>
      <Scroll label={t('compare.areasBothPlans')} height={560}>
        <table className={table.table}>
          <thead style={{ position: 'sticky', top: 0, zIndex: 1 }}>
            <tr>
              {head('name', t('compare.area'), false)}
              <th className={table.right}>{t('compare.left')}</th><th className={table.right}>{t('compare.right')}</th>{head('change', t('compare.change'))}
              {head('left', t('compare.leftFromTarget'))}{head('right', t('compare.rightFromTarget'))}
              {head('units', t('common.unitsName'))}<th className={table.right}>{t('compare.travel')}</th>
            </tr>
          </thead>
          <tbody>
            {areas.map((area) => {
              const was = area.leftSums[measure] ?? 0
              const is = area.rightSums[measure] ?? 0
              return (
                <tr key={`${area.leftNumber ?? 0} ${area.rightNumber ?? 0}`}>
                  <td className={table.clip}>{area.name}</td>
                  <td className={`${table.right} num`}>{area.leftNumber ? compact(was) : t('compare.none')}</td>
                  <td className={`${table.right} num`}>{area.rightNumber ? compact(is) : t('compare.none')}</td>
                  <td className={`${table.right} num`}>{is === was ? '–' : `${is > was ? '+' : '−'}${compact(Math.abs(is - was))}`}</td>
                  <td className={table.right} style={{ minWidth: 150 }}>{area.leftNumber ? <DeviationBar value={area.leftDeviations[measure]} tolerance={usual} /> : ''}</td>
                  <td className={table.right} style={{ minWidth: 150 }}>{area.rightNumber ? <DeviationBar value={area.rightDeviations[measure]} tolerance={usual} /> : ''}</td>
                  <td className={`${table.right} ${table.line} num`}>{count(area.leftUnits)} → {count(area.rightUnits)}</td>
                  <td className={`${table.right} ${table.line} num`}>{kilometres(area.leftTravelKm)} → {kilometres(area.rightTravelKm)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
