import { useDebouncedValue } from '@mantine/hooks'
import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { unitQuery } from '../api/datasets'
import type { Legend, Snapshot } from '../api/types'
import type { ColourBook } from '../columns/colourBook'
import { hex, unassignedHex } from '../columns/palette'
import { t } from '../i18n'
import { deviation, number } from '../ui/format'
import classes from './HoverCard.module.css'
import { measureName } from './measures'

export interface Hovered { unit: number | undefined; area: number; x: number; y: number }

interface Props {
  hovered: Hovered
  snapshot: Snapshot
  legend: Legend
  measure: number
  book: ColourBook
}

/** HoverCard tells what is under the pointer: the unit, if there is one, and the territory it belongs to. */
export function HoverCard({ hovered, snapshot, legend, measure, book }: Props) {
  const scheme = useComputedColorScheme('light')
  const [unitIndex] = useDebouncedValue(hovered.unit, 90)
  const unit = useQuery({ ...unitQuery(snapshot.id, unitIndex ?? 0), enabled: unitIndex !== undefined })
  const area = legend.areas.find((a) => a.number === hovered.area)
  const known = unit.data && unit.data.index === hovered.unit ? unit.data : undefined
  const named = snapshot.columns.find((column) => column.role === 'name')
  const column = legend.measures[measure]
  const value = column && known ? known.values[column] : undefined
  return (
    <div className={classes.card} style={{ left: hovered.x, top: hovered.y }} aria-hidden>
      {hovered.unit !== undefined && (
        <div className={classes.unit}>
          <span className={classes.title}>{known ? String((named && known.values[named.name]) ?? known.id) : '…'}</span>
          {typeof value === 'number' && <span className={`${classes.sub} num`}>{measureName(column)} {number(value)}</span>}
        </div>
      )}
      <div className={classes.area}>
        <span className={classes.swatch} style={{ background: area ? hex(book.of(area.number), scheme) : unassignedHex[scheme] }} />
        <span>{area?.name ?? t('common.unassigned')}</span>
        {area && <span className={`${classes.sub} num`}>{deviation(area.deviations[measure])}</span>}
      </div>
    </div>
  )
}
