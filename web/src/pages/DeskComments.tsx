import { useQuery } from '@tanstack/react-query'
import { Marker } from 'maplibre-gl'
import { useCallback, useEffect, useState } from 'react'
import { commentsQuery, type Thread } from '../api/comments'
import { t } from '../i18n'
import { useDeskPart } from '../edit/desk'
import { CommentsPanel } from '../panels/CommentsPanel'
import classes from '../panels/CommentsPanel.module.css'
import type { useDeskData } from './useDeskData'
import { slotOf, type MapHandle } from './useMapHandle'

/** DeskComments is the panel of comments with its marks on the map: a pin for every open thread about a place. */
export function DeskComments({ data, handle }: { data: ReturnType<typeof useDeskData>; handle: MapHandle }) {
  const { area, selection, open } = useDeskPart('area', 'selection', 'open')
  const [lit, setLit] = useState<string>()
  const alignment = data.alignment.data
  const comments = useQuery({ ...commentsQuery(alignment?.id ?? ''), enabled: alignment !== undefined })
  const map = handle.map?.map
  const threads = comments.data

  useEffect(() => {
    if (!map || !threads) return
    const marks = threads.flatMap((thread, k) => {
      const { place } = thread.about
      if (!place || thread.state !== 'open') return []
      const pin = document.createElement('button')
      pin.type = 'button'
      pin.className = classes.pin ?? ''
      pin.textContent = String(threads.length - k)
      pin.setAttribute('aria-label', t('comments.pin', { n: String(threads.length - k), text: thread.messages[0]?.text ?? '' }))
      pin.addEventListener('click', (event) => {
        event.stopPropagation()
        setLit(thread.id)
      })
      return [new Marker({ element: pin, anchor: 'bottom-left' }).setLngLat([place.lon, place.lat]).addTo(map)]
    })
    return () => marks.forEach((mark) => mark.remove())
  }, [map, threads])

  const pick = useCallback((taken: (at: { lon: number; lat: number }) => void) => {
    if (!map) return () => undefined
    const canvas = map.getCanvas()
    canvas.style.cursor = 'crosshair'
    const click = ({ lngLat }: { lngLat: { lng: number; lat: number } }) => taken({ lon: lngLat.lng, lat: lngLat.lat })
    map.once('click', click)
    return () => {
      canvas.style.cursor = ''
      map.off('click', click)
    }
  }, [map])

  const show = (thread: Thread) => {
    setLit(thread.id)
    const { place } = thread.about
    if (place && map) map.easeTo({ center: [place.lon, place.lat], zoom: Math.max(map.getZoom(), 7) })
    const about = thread.about.area ?? (thread.kind === 'challenge' ? thread.from : 0) ?? 0
    if (about > 0) {
      open(about)
      const slot = slotOf(handle.shown, about)
      if (slot > 0) handle.map?.fitSlot(slot)
    }
  }
  if (!alignment || !data.snapshot.data || !data.legend.data) return null
  return (
    <CommentsPanel alignmentId={alignment.id} snapshot={data.snapshot.data} legend={data.legend.data} area={area} selection={selection} lit={lit}
      pick={map ? pick : undefined} onShow={show} />
  )
}
