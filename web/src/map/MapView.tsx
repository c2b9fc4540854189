import 'maplibre-gl/dist/maplibre-gl.css'
import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { ColourBook } from '../columns/colourBook'
import { t } from '../i18n'
import classes from './MapView.module.css'
import { PlanMap, type Handlers } from './planMap'

interface Props {
  /** What the map shows, for screen readers. */
  label: string
  book: ColourBook
  handlers: Handlers
  /** Called with the map when it stands, and with undefined when it goes. */
  onMap: (map: PlanMap | undefined) => void
  children?: React.ReactNode
}

/** MapView puts a PlanMap on the page; children are drawn above it. The map's data never passes through React. */
export function MapView({ label, book, handlers, onMap, children }: Props) {
  const holder = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const firstScheme = useRef(scheme)
  const firstLabel = useRef(label)
  const latest = useRef({ handlers, onMap })
  const [map, setMap] = useState<PlanMap>()

  useEffect(() => {
    latest.current = { handlers, onMap }
  })

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const made = new PlanMap(element, firstScheme.current, book, {
      hover: (hover) => latest.current.handlers.hover?.(hover),
      click: (hover, additive) => latest.current.handlers.click?.(hover, additive),
      grab: (hover) => latest.current.handlers.grab?.(hover) ?? false,
      carry: (hover) => latest.current.handlers.carry?.(hover),
      drop: (hover) => latest.current.handlers.drop?.(hover),
      moved: (camera) => latest.current.handlers.moved?.(camera),
      coloured: () => latest.current.handlers.coloured?.(),
      settled: () => {
        element.dataset['settled'] = 'true'
        latest.current.handlers.settled?.()
      },
    }, firstLabel.current)
    // The benchmark in e2e/speed.mjs measures frames through it.
    Object.defineProperty(element, 'planMap', { value: made, configurable: true })
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    setMap(made)
    latest.current.onMap(made)
    return () => {
      observer.disconnect()
      latest.current.onMap(undefined)
      made.close()
    }
  }, [book])

  useEffect(() => map?.setScheme(scheme), [map, scheme])

  return (
    <div className={classes.frame}>
      <div ref={holder} className={classes.map} data-testid="map" />
      <div className={classes.zoom}>
        <MapButton label={t('desk.zoomIn')} onClick={() => map?.zoomBy(1)}><IconPlus size={16} /></MapButton>
        <MapButton label={t('desk.zoomOut')} onClick={() => map?.zoomBy(-1)}><IconMinus size={16} /></MapButton>
        <MapButton label={t('desk.showAllUnits')} onClick={() => map?.fitAll()}><IconFocusCentered size={16} /></MapButton>
      </div>
      {children}
    </div>
  )
}

function MapButton({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size={32} aria-label={label} onClick={onClick}>{children}</ActionIcon>
    </Tooltip>
  )
}
