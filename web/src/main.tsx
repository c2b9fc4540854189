import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/tokens.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/client'
import { listen } from './api/events'
import { startLanguage } from './i18n'
import { useLanguage } from './i18n/useLanguage'
import { makeRouter } from './router'
import { startContrast } from './ui/contrast'
import { startCutTitles } from './ui/cutTitles'
import { cssVariables, localTheme } from './ui/theme'

const client = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // A problem that the server describes will not go away by asking again.
      retry: (failures, error) => !(error instanceof Problem && !error.unreachable) && failures < 1,
      retryDelay: 600,
    },
  },
})

const router = makeRouter(client)

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

listen(client)

/** App draws the page of the address, anew in another language. */
function App() {
  const language = useLanguage()
  return (
    <MantineProvider key={language} theme={localTheme()} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} className="toasts" />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

const root = document.getElementById('root')
if (root) {
  startContrast()
  startCutTitles()
  // What the page shows is asked for while the texts are still on their way.
  void router.load()
  await startLanguage()
  createRoot(root).render(<StrictMode><App /></StrictMode>)
}
