import { Text } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { Report } from '../api/types'
import { certificateText, howProven } from '../edit/proof'
import { t } from '../i18n'
import { finePercent, percent } from '../ui/format'
import classes from './Certificate.module.css'
import { Term } from './help/Term'

/** Certificate says what is proven about a plan, in a sentence and as a gauge of bound against value. */
export function Certificate({ certificate, checked }: { certificate: Report['certificate']; checked: boolean }) {
  const proven = certificate.kind !== '' && certificate.value > 0 && certificate.bound > 0
  const how = howProven(certificate)
  const share = proven ? Math.min(1, certificate.bound / certificate.value) : 0
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <IconRosetteDiscountCheck size={18} />
        <Text fw={600} size="sm">{t('optimise.certificate')} <Term word="certificate" /></Text>
        {proven && <span className={`${classes.gap} num`}>{t('optimise.gap', { gap: finePercent(certificate.gap) })}</span>}
      </div>
      {proven && (
        <div className={classes.track} role="img" aria-label={t('optimise.provenBoundPlansCost', { share: percent(share) })}>
          <div className={classes.bound} style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <Text size="sm" mt={8}>{certificateText(certificate)}</Text>
      {how && <Text size="xs" mt={6} c="dimmed">{how}</Text>}
      <Text size="xs" mt={6} c="dimmed">{checked ? t('optimise.everyFigureWasRecomputed') : t('optimise.independentCheckerHasNot')}</Text>
    </div>
  )
}
