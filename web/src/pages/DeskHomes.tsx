import { Marker } from 'maplibre-gl'
import { useEffect } from 'react'
import type { Legend } from '../api/types'
import { useDesk, useDeskPart } from '../edit/desk'
import { moved, type Home } from '../edit/homes'
import { t } from '../i18n'
import type { PlanMap } from '../map/planMap'
import classes from './DeskHomes.module.css'

interface Props { map: PlanMap | undefined; legend: Legend | undefined }

/** DeskHomes draws the centres of the next optimisation as pins that can be dragged, and adds one where the map is clicked. */
export function DeskHomes({ map, legend }: Props) {
  const { homes, placing, settle, place } = useDeskPart('homes', 'placing', 'settle', 'place')
  useEffect(() => {
    if (!map) return
    const names = new Map((legend?.areas ?? []).map((area) => [area.number, area.name]))
    const said = (home: Home, k: number) => t('where.pin', { n: k + 1, name: names.get(home.area) ?? (home.name || t('where.newTerritory')) })
    const pins = homes.map((home, k) => {
      const element = document.createElement('div')
      element.className = classes.pin ?? ''
      element.textContent = String(k + 1)
      element.setAttribute('role', 'img')
      element.setAttribute('aria-label', said(home, k))
      element.title = said(home, k)
      const pin = new Marker({ element, anchor: 'bottom', draggable: true }).setLngLat([home.lon, home.lat]).addTo(map.map)
      pin.on('dragend', () => {
        const { lng, lat } = pin.getLngLat()
        settle(moved(useDesk.getState().homes, k, { lon: lng, lat }))
      })
      return pin
    })
    return () => pins.forEach((pin) => pin.remove())
  }, [map, homes, legend, settle])

  useEffect(() => {
    if (!map || !placing) return
    const canvas = map.map.getCanvas()
    canvas.style.cursor = 'crosshair'
    const click = ({ lngLat }: { lngLat: { lng: number; lat: number } }) =>
      settle([...useDesk.getState().homes, { area: 0, name: '', lon: lngLat.lng, lat: lngLat.lat }])
    const drop = (event: KeyboardEvent) => event.key === 'Escape' && place(false)
    map.map.on('click', click)
    window.addEventListener('keydown', drop)
    return () => {
      canvas.style.cursor = ''
      map.map.off('click', click)
      window.removeEventListener('keydown', drop)
    }
  }, [map, placing, settle, place])
  return null
}
