import { t } from '../i18n'
import classes from './DeviationBar.module.css'
import { deviation as text } from './format'

interface Props {
  /** Share above (+) or below (−) the target; 0.05 is 5 % above. */
  value: number | null | undefined
  /** Deviations up to this are within tolerance. */
  tolerance: number
  /** The deviation at which a bar is full. */
  full?: number
}

/** kindOf says on which side of the tolerance a deviation lies. */
export function kindOf(value: number, tolerance: number): 'over' | 'under' | 'within' {
  if (value > tolerance + 1e-9) return 'over'
  if (value < -tolerance - 1e-9) return 'under'
  return 'within'
}

const said = { get over() { return t('common.aboveTarget') }, get under() { return t('common.belowTarget') }, get within() { return t('common.withinTolerance') } } as const

/** DeviationBar shows a deviation from target by length, side, colour, sign and text. */
export function DeviationBar({ value, tolerance, full = 0.5 }: Props) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return <span className={`${classes.text} num`}>–</span>
  }
  const kind = kindOf(value, tolerance)
  const length = Math.min(1, Math.abs(value) / full) * 50
  const style = value >= 0 ? { left: '50%', width: `${length}%` } : { right: '50%', width: `${length}%` }
  return (
    <span className={classes.cell} title={`${text(value)}, ${said[kind]}`}>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} data-kind={kind} style={style} />
        <span className={classes.zero} />
      </span>
      <span className={`${classes.text} num`} data-kind={kind}>{text(value)}</span>
    </span>
  )
}
