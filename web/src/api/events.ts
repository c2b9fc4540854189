import type { QueryClient } from '@tanstack/react-query'
import { link } from './client'

interface News { kind: 'alignment' | 'dataset' | 'draft' | 'job'; id: string; version?: number }

const keys: Record<News['kind'], string> = {
  alignment: 'alignments', dataset: 'datasets', draft: 'drafts', job: 'jobs',
}

/**
 * listen keeps the query cache in step with what others do: each event of the server marks what it names as stale.
 * It returns a function that stops listening.
 */
export function listen(client: QueryClient): () => void {
  const stream = new EventSource(link('/events'))
  const hear = (event: MessageEvent<string>) => {
    const news = JSON.parse(event.data) as News
    void client.invalidateQueries({ queryKey: [keys[news.kind]] })
    if (news.kind === 'draft') void client.invalidateQueries({ queryKey: ['alignments'] })
  }
  for (const name of ['message', 'change', ...Object.keys(keys)]) stream.addEventListener(name, hear)
  return () => stream.close()
}
