import { Anchor, Checkbox, Text } from '@mantine/core'
import type { Report } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { tightness } from '../edit/tight'
import { rich, t } from '../i18n'
import { kilometres } from '../ui/format'
import classes from './Tight.module.css'

/** Tight turns the map into one of prices: where limits press, and how hard. */
export function Tight({ report, onArea }: { report: Report; onArea: (area: number) => void }) {
  const { tight, press } = useDeskPart('tight', 'press')
  const all = tightness(report)
  const pressed = all.filter((area) => Math.abs(area.km) > 1e-6)
  if (all.length === 0) return null
  return (
    <div>
      <Checkbox size="xs" label={t('desk.colourByWherePlan')} checked={tight} onChange={(event) => press(event.currentTarget.checked)} />
      {tight && (
        <div style={{ marginTop: 8 }}>
          <div className={classes.scale} aria-hidden />
          <div className={classes.ends}><span>{t('desk.heldUpMinimum')}</span><span>{t('desk.heldDownMaximum')}</span></div>
          <Text size="xs" mt={6} className="num">
            {pressed.length === 0
              ? t('desk.noLimitPressesAnywhere')
              : rich('desk.tightest', { areas: pressed.slice(0, 3).map((area, k) => (
                <span key={area.area}>{k > 0 && t('common.comma')}{rich(area.km > 0 ? 'desk.fullArea' : 'desk.wantingArea', {
                  distance: kilometres(Math.abs(area.km)),
                  link: () => <Anchor key="link" component="button" type="button" size="xs" onClick={() => onArea(area.area)}>{area.name}</Anchor>,
                })}</span>
              )) })}
          </Text>
        </div>
      )}
    </div>
  )
}
