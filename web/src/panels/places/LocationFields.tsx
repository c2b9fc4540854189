import { Checkbox, MultiSelect, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { boundarySetsQuery } from '../../api/boundaries'
import { serverQuery } from '../../api/datasets'
import type { Location } from '../../api/places'
import { setName } from '../../edit/setNames'
import { t } from '../../i18n'
import { count } from '../../ui/format'

interface Props {
  /** Names of the text columns there are to choose from. */
  texts: readonly string[]
  value: Location
  onChange: (value: Location) => void
}

/** LocationFields say in which boundary sets units are located, by which code, and whether addresses are asked for. */
export function LocationFields({ texts, value, onChange }: Props) {
  const sets = useQuery(boundarySetsQuery)
  const server = useQuery(serverQuery)
  const geocoder = server.data?.services.geocoder
  const set = (change: Partial<Location>) => onChange({ ...value, ...change })
  const column = (key: 'code' | 'country', label: string, usual: string) => (
    <Select label={label} placeholder={usual} clearable searchable data={[...texts]} value={value[key] || null}
      onChange={(name) => set({ [key]: name ?? '' })} />
  )
  return (
    <Stack gap="sm">
      <MultiSelect label={t('places.sets')} description={t('places.setsHint')} searchable clearable placeholder={(value.sets ?? []).length === 0 ? t('places.chooseSets') : ''}
        data={(sets.data ?? []).map((s) => ({ value: s.id, label: `${setName(s)}${s.edition ? `, ${s.edition}` : ''} (${count(s.figures.boundaries)})` }))}
        value={value.sets ?? []} onChange={(chosen) => set({ sets: chosen })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {column('code', t('places.code'), t('places.postalCodeByDefault'))}
        {column('country', t('places.country'), t('places.countryByDefault'))}
      </SimpleGrid>
      <Checkbox label={t('places.geocode')} disabled={!geocoder} checked={value.geocode === true} onChange={(event) => set({ geocode: event.currentTarget.checked })}
        description={geocoder ? t('places.geocodeHint', { name: geocoder.name, attribution: geocoder.attribution }) : t('places.geocodeNone')} />
      {value.geocode === true && (
        <>
          <MultiSelect label={t('places.address')} searchable clearable placeholder={(value.address ?? []).length === 0 ? t('places.addressByDefault') : ''}
            data={[...texts]} value={value.address ?? []} onChange={(address) => set({ address })} />
          <Checkbox label={t('places.refine')} checked={value.refine === true} onChange={(event) => set({ refine: event.currentTarget.checked })} />
        </>
      )}
      {geocoder && value.geocode === true && <Text size="xs" c="dimmed">{geocoder.attribution}</Text>}
    </Stack>
  )
}

/** asksFor says whether anything is asked for. */
export const asksFor = (location: Location | undefined): location is Location =>
  location !== undefined && ((location.sets ?? []).length > 0 || location.geocode === true)
