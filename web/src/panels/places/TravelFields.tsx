import { NumberInput, Select, SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { serverQuery } from '../../api/datasets'
import type { OptimiseForm } from '../../edit/optimiseForm'
import { t } from '../../i18n'

interface Props { form: OptimiseForm; set: (change: Partial<OptimiseForm>) => void }

/** TravelFields choose what travel is measured by: the straight line with a factor, or travel times of the server's service. */
export function TravelFields({ form, set }: Props) {
  const service = useQuery(serverQuery).data?.services.travel
  const byTime = form.travel === 'time'
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined)
  return (
    <>
      <Select label={t('places.travelBy')} allowDeselect={false} value={form.travel} description={t('optimise.whatTravelMeasuredBy')}
        data={[
          { value: 'distance', label: t('places.straightLine') }, { value: 'squared', label: t('places.straightSquared') },
          ...(service ? [{ value: 'time', label: t('places.travelTime', { name: service.name }) }] : []),
        ]}
        onChange={(travel) => set({ travel: travel === 'squared' ? 'squared' : travel === 'time' ? 'time' : 'distance' })} />
      <NumberInput label={t('places.detour')} description={byTime ? t('places.detourFallback') : undefined} min={1} max={5} step={0.1} decimalScale={2}
        value={form.detour ?? ''} placeholder={byTime ? '1.3' : '1'} onChange={(value) => set({ detour: number(value) })} />
      {byTime && service && (
        <SimpleGrid cols={2}>
          <Select label={t('places.profile')} allowDeselect={false} data={service.profiles} value={form.profile ?? service.profiles[0] ?? null} onChange={(profile) => set({ profile: profile ?? undefined })} />
          <NumberInput label={t('places.maxMinutes')} min={0} value={form.maxTravelMinutes ?? ''} placeholder={t('places.noLimit')} onChange={(value) => set({ maxTravelMinutes: number(value) })} />
        </SimpleGrid>
      )}
    </>
  )
}
