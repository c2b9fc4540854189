import { Checkbox, Text, UnstyledButton } from '@mantine/core'
import type { Report, ReportArea } from '../api/types'
import { useDesk } from '../edit/desk'
import { toggled } from '../edit/draftPart'
import { DeviationBar } from '../ui/DeviationBar'
import { deviation, plural } from '../ui/format'
import classes from './DraftAreas.module.css'
import { measureName } from './measures'

const shown = 200

/** DraftAreas lists the areas that a draft changes most, with their deviation before and after. */
export function DraftAreas({ report, choosable, onArea }: { report: Report; choosable: boolean; onArea: (area: number) => void }) {
  const { part, choose } = useDesk()
  const areas = [...report.areas].sort((a, b) => change(b) - change(a)).slice(0, shown)
  const tolerance = report.tolerances[0] ?? 0
  return (
    <div>
      <Text size="sm" fw={560} mb={4}>Territories by change</Text>
      <Text size="xs" c="dimmed" mb={6}>{measureName(report.measures[0])}, deviation from target, before and after</Text>
      {areas.map((area) => (
        <div key={area.number} className={classes.line}>
          {choosable && (
            <Checkbox size="xs" aria-label={`Accept only some: ${area.name}`} checked={part.areas.includes(area.number)} onChange={() => choose(toggled(part, 'areas', area.number))} />
          )}
          <UnstyledButton className={classes.row} onClick={() => onArea(area.number)}>
            <span className={classes.name}>
              <span className={classes.clip}>{area.name}</span>
              <span className={`${classes.sub} num`}>{said(area)}</span>
            </span>
            <span className={`${classes.before} num`}>{area.isNew ? 'new' : deviation(area.deviationsBefore[0])}</span>
            <span className={classes.bar}>{area.removed ? 'removed' : <DeviationBar value={area.deviationsAfter[0]} tolerance={tolerance} full={0.2} />}</span>
          </UnstyledButton>
        </div>
      ))}
      {report.areas.length > shown && <Text size="xs" c="dimmed" mt={6}>and {plural(report.areas.length - shown, 'more area', 'more areas')} in the legend</Text>}
    </div>
  )
}

const change = (area: ReportArea): number => Math.abs((area.deviationsAfter[0] ?? 0) - (area.deviationsBefore[0] ?? 0))

function said(area: ReportArea): string {
  const step = area.unitsAfter - area.unitsBefore
  return step === 0 ? plural(area.unitsAfter, 'unit') : `${plural(area.unitsAfter, 'unit')}, ${step > 0 ? '+' : '−'}${Math.abs(step)}`
}
