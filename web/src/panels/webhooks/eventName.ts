import type { WebhookEvent } from '../../api/webhooks'
import { t } from '../../i18n'

const names = {
  'publication.applied': 'webhooks.event_publication_applied', 'publication.incomplete': 'webhooks.event_publication_incomplete',
  'publication.failed': 'webhooks.event_publication_failed', 'publication.rolled_back': 'webhooks.event_publication_rolled_back',
  'publication.missed': 'webhooks.event_publication_missed', 'files.published': 'webhooks.event_files_published', test: 'webhooks.event_test',
} as const satisfies Record<WebhookEvent, string>

/** eventName is an event in words; one that this app does not know stands as it is. */
export const eventName = (event: string): string => (event in names ? t(names[event as WebhookEvent]) : event)
