import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useMediaQuery } from '@mantine/hooks'
import { t } from '../i18n'
import { count } from '../ui/format'

interface Props {
  bands: { band: string; left: number; right: number }[]
  left: string
  right: string
}

/** BandsChart draws two plans' territories by band of deviation. */
export function BandsChart({ bands, left, right }: Props) {
  const phone = useMediaQuery('(max-width: 760px)')
  const said = bands.filter((b) => b.left + b.right > 0).map((b) => t('compare.bandOfBoth', { band: b.band, left: count(b.left), right: count(b.right) })).join('; ')
  return (
    <div role="img" aria-label={t('compare.territoriesByDeviationFrom', { left, right, said })}>
      <div aria-hidden>
        <BarChart h={phone ? 280 : 240} data={bands} dataKey="band" withLegend tickLine="none" gridAxis="x" barChartProps={{ accessibilityLayer: false }}
          legendProps={{ verticalAlign: 'top', height: 36 }} xAxisProps={{ interval: 0, ...(phone ? { angle: -50, textAnchor: 'end' as const, height: 66 } : {}) }}
          series={[{ name: 'left', label: left, color: 'var(--bw-line-strong)' }, { name: 'right', label: right, color: 'var(--bw-accent)' }]} />
      </div>
    </div>
  )
}
