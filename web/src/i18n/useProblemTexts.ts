import { useEffect, useSyncExternalStore } from 'react'
import { onLanguage, problemsKnown, startProblems } from '.'

/** useProblemTexts loads the texts of what the server says and draws again once they are there; for what shows such words. */
export function useProblemTexts(): void {
  const known = useSyncExternalStore(onLanguage, problemsKnown)
  useEffect(() => {
    if (!known) void startProblems()
  }, [known])
}
