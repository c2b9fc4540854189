import { useQuery } from '@tanstack/react-query'
import { attributesQuery } from '../api/attributes'

/** useSavedFilters lists the filters that are saved with a dataset, each with the condition that stands for it. */
export function useSavedFilters(dataset: string | undefined): { name: string; text: string }[] {
  const attributes = useQuery({ ...attributesQuery(dataset ?? ''), enabled: dataset !== undefined })
  return (attributes.data?.names ?? []).filter((one) => one.kind === 'filter')
}
