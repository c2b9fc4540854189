import { Anchor, Checkbox, Text } from '@mantine/core'
import type { Report } from '../api/types'
import { useDesk } from '../edit/desk'
import { tightness } from '../edit/tight'
import { kilometres } from '../ui/format'
import classes from './Tight.module.css'

/** Tight turns the map into one of prices: where limits press, and how hard. */
export function Tight({ report, onArea }: { report: Report; onArea: (area: number) => void }) {
  const { tight, press } = useDesk()
  const all = tightness(report)
  const pressed = all.filter((t) => Math.abs(t.km) > 1e-6)
  if (all.length === 0) return null
  return (
    <div>
      <Checkbox size="xs" label="Colour by where the plan is tight" checked={tight} onChange={(event) => press(event.currentTarget.checked)} />
      {tight && (
        <div style={{ marginTop: 8 }}>
          <div className={classes.scale} aria-hidden />
          <div className={classes.ends}><span>held up to its minimum</span><span>held down to its maximum</span></div>
          <Text size="xs" mt={6} className="num">
            {pressed.length === 0
              ? 'No limit presses anywhere: every territory would be the same without them.'
              : <>Tightest: {pressed.slice(0, 3).map((t, k) => (
                <span key={t.area}>{k > 0 && ', '}<Anchor component="button" type="button" size="xs" onClick={() => onArea(t.area)}>{t.name}</Anchor> {t.km > 0 ? 'full' : 'needs more'} ({kilometres(Math.abs(t.km))} a unit)</span>
              ))}.</>}
          </Text>
        </div>
      )}
    </div>
  )
}
