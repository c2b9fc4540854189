import { Text } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { Report } from '../api/types'
import { percent } from '../ui/format'
import classes from './Certificate.module.css'

const gap = new Intl.NumberFormat(undefined, { style: 'percent', maximumSignificantDigits: 2 })

/** Certificate says what is proven about a plan, in a sentence and as a gauge of bound against value. */
export function Certificate({ certificate, checked }: { certificate: Report['certificate']; checked: boolean }) {
  const proven = certificate.kind !== '' && certificate.value > 0 && certificate.bound > 0
  const share = proven ? Math.min(1, certificate.bound / certificate.value) : 0
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <IconRosetteDiscountCheck size={18} />
        <Text fw={600} size="sm">Certificate</Text>
        {proven && <span className={`${classes.gap} num`}>gap {gap.format(certificate.gap)}</span>}
      </div>
      {proven && (
        <div className={classes.track} role="img" aria-label={`The proven bound is ${percent(share)} of the plan's cost`}>
          <div className={classes.bound} style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <Text size="sm" mt={8}>{certificate.text}</Text>
      <Text size="xs" mt={6} c="dimmed">{checked ? 'Every figure was recomputed by an independent checker.' : 'The independent checker has not confirmed this plan.'}</Text>
    </div>
  )
}
