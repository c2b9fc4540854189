import { Checkbox, Text, UnstyledButton } from '@mantine/core'
import type { Report, ReportArea } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { toggled } from '../edit/draftPart'
import { t } from '../i18n'
import { DeviationBar } from '../ui/DeviationBar'
import { deviation } from '../ui/format'
import classes from './DraftAreas.module.css'
import { measureName } from './measures'

const shown = 200

/** DraftAreas lists the areas that a draft changes most, with their deviation before and after. */
export function DraftAreas({ report, choosable, onArea }: { report: Report; choosable: boolean; onArea: (area: number) => void }) {
  const { part, choose } = useDeskPart('part', 'choose')
  const areas = [...report.areas].sort((a, b) => change(b) - change(a)).slice(0, shown)
  const tolerance = report.tolerances[0] ?? 0
  return (
    <div>
      <Text size="sm" fw={560} mb={4}>{t('optimise.territoriesByChange')}</Text>
      <Text size="xs" c="dimmed" mb={6}>{t('optimise.deviationFromTargetBefore', { measures: measureName(report.measures[0]) })}</Text>
      {areas.map((area) => (
        <div key={area.number} className={classes.line}>
          {choosable && (
            <Checkbox size="xs" aria-label={t('optimise.acceptOnlySome', { name: area.name })} checked={part.areas.includes(area.number)} onChange={() => choose(toggled(part, 'areas', area.number))} />
          )}
          <UnstyledButton className={classes.row} onClick={() => onArea(area.number)}>
            <span className={classes.name}>
              <span className={classes.clip}>{area.name}</span>
              <span className={`${classes.sub} num`}>{said(area)}</span>
            </span>
            <span className={`${classes.before} num`}>{area.isNew ? t('optimise.new') : deviation(area.deviationsBefore[0])}</span>
            <span className={classes.bar}>{area.removed ? t('optimise.removed') : <DeviationBar value={area.deviationsAfter[0]} tolerance={tolerance} full={0.2} />}</span>
          </UnstyledButton>
        </div>
      ))}
      {report.areas.length > shown && <Text size="xs" c="dimmed" mt={6}>{t('optimise.moreAreas', { count: report.areas.length - shown })}</Text>}
    </div>
  )
}

const change = (area: ReportArea): number => Math.abs((area.deviationsAfter[0] ?? 0) - (area.deviationsBefore[0] ?? 0))

function said(area: ReportArea): string {
  const step = area.unitsAfter - area.unitsBefore
  return step === 0 ? t('common.units', { count: area.unitsAfter }) : `${t('common.units', { count: area.unitsAfter })}, ${step > 0 ? '+' : '−'}${Math.abs(step)}`
}
