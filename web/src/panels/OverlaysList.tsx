import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { overlaysQuery } from '../api/overlays'
import { t } from '../i18n'
import { Section } from '../ui/Page'

/** OverlaysList links to the groups of trees of a dataset; without any it shows nothing. */
export function OverlaysList({ datasetId }: { datasetId: string }) {
  const overlays = useQuery(overlaysQuery(datasetId)).data ?? []
  if (overlays.length === 0) return null
  return (
    <Section title={t('overlays.overlays')} text={t('overlays.severalTreesOnThese')}>
      {overlays.map((overlay) => (
        <Text key={overlay.id}>
          <Anchor component={Link} to={`/overlays/${overlay.id}`}>{overlay.name}</Anchor>{' '}
          <Text span size="sm" c="dimmed">{t('overlays.trees', { count: overlay.members.length })}</Text>
        </Text>
      ))}
    </Section>
  )
}
