import type { QueryClient } from '@tanstack/react-query'
import { link } from './client'

interface News { kind: 'alignment' | 'dataset'; id: string; version?: number; deleted?: boolean }

const keys: Record<News['kind'], string> = { alignment: 'alignments', dataset: 'datasets' }

/**
 * listen keeps the query cache in step with what others do: each event of the server marks what it names as stale.
 * It returns a function that stops listening.
 */
export function listen(client: QueryClient): () => void {
  const stream = new EventSource(link('/events'))
  stream.addEventListener('change', (event: MessageEvent<string>) => {
    const news = JSON.parse(event.data) as News
    void client.invalidateQueries({ queryKey: [keys[news.kind]] })
  })
  return () => stream.close()
}
