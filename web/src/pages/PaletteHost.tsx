import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { alignmentsQuery } from '../api/alignments'
import { datasetsQuery } from '../api/datasets'
import { useCommands, type Command } from '../edit/commands'
import { t } from '../i18n'

const Palette = lazy(() => import('../panels/Palette').then((m) => ({ default: m.Palette })))

/** PaletteHost opens the command palette on Ctrl or Cmd with K and offers what is possible everywhere. */
export function PaletteHost() {
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setOpened((held) => !held)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  if (!opened) return null
  return (
    <>
      <Everywhere />
      <Suspense><Palette onClose={() => setOpened(false)} /></Suspense>
    </>
  )
}

function Everywhere() {
  const navigate = useNavigate()
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const { data: datasets } = useQuery(datasetsQuery)
  const { data: alignments } = useQuery(alignmentsQuery())
  useEffect(() => {
    const other = scheme === 'light' ? 'dark' : 'light'
    const commands: Command[] = [
      { id: 'import', label: t('shell.importRecords'), kind: t('shell.command'), run: () => void navigate({ to: '/import' }) },
      { id: 'datasets', label: t('shell.allDatasets'), kind: t('shell.page'), run: () => void navigate({ to: '/' }) },
      { id: 'compare', label: t('shell.compareAlignments'), kind: t('shell.page'), run: () => void navigate({ to: '/compare' }) },
      { id: 'scheme', label: other === 'light' ? t('shell.switchLight') : t('shell.switchDark'), kind: t('shell.command'), run: () => setColorScheme(other) },
      ...(alignments ?? []).map((a): Command => ({
        id: `alignment ${a.id}`, label: a.name, kind: t('shell.alignment'), run: () => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: a.id } }),
      })),
      ...(datasets ?? []).map((d): Command => ({
        id: `dataset ${d.id}`, label: d.name, kind: t('shell.dataset'), run: () => void navigate({ to: '/datasets/$datasetId', params: { datasetId: d.id } }),
      })),
    ]
    // Not subscribed: offering commands must not render what offers them.
    const { offer, withdraw } = useCommands.getState()
    offer('everywhere', commands)
    return () => withdraw('everywhere')
  }, [navigate, scheme, setColorScheme, datasets, alignments])
  return null
}
