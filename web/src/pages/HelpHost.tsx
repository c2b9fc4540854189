import { lazy, Suspense, useEffect } from 'react'
import { seen, useHelp } from '../edit/help'

const Tour = lazy(() => import('../panels/help/Tour').then((m) => ({ default: m.Tour })))
const Glossary = lazy(() => import('../panels/help/Glossary').then((m) => ({ default: m.Glossary })))
const Shortcuts = lazy(() => import('../panels/help/Shortcuts').then((m) => ({ default: m.Shortcuts })))

/** HelpHost shows the part of the help that is open; the question mark opens the list of keys. */
export function HelpHost() {
  const { open, word, show, close } = useHelp()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role="dialog"], [contenteditable]')
      if (event.key !== '?' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      show('shortcuts')
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [show])
  const endTour = () => {
    seen()
    close()
  }
  return (
    <Suspense>
      {open === 'tour' && <Tour onClose={endTour} />}
      {open === 'glossary' && <Glossary word={word} onClose={close} />}
      {open === 'shortcuts' && <Shortcuts onClose={close} />}
    </Suspense>
  )
}
