import { Text, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { fetchPositions, fetchTopology } from '../../api/columns'
import type { Snapshot } from '../../api/types'
import { mercatorX, mercatorY } from '../../columns/mercator'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import { words } from '../../ui/said'

const width = 1240
const height = 380

/** Units drawn at most; of more, evenly many are left out. */
const most = 150_000

type Countries = Topology<Record<string, GeometryCollection>>

/** UnitsPreview is a small picture of where the units are, over the outlines of countries. */
export function UnitsPreview({ snapshot }: { snapshot: Snapshot }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('light')
  const positions = useQuery({
    queryKey: ['snapshots', snapshot.id, 'positions'], staleTime: Infinity, gcTime: 0, structuralSharing: false,
    queryFn: async ({ signal }) => new Float64Array(await fetchPositions(snapshot.id, signal)),
  })
  const land = useQuery({
    queryKey: ['topology', 'countries'], staleTime: Infinity, structuralSharing: false,
    queryFn: async () => JSON.parse(new TextDecoder().decode(await fetchTopology('world-countries'))) as Countries,
  })
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context && snapshot.box && positions.data) draw(context, snapshot.box, positions.data, land.data)
  }, [snapshot, positions.data, land.data, scheme])
  if (!snapshot.box) return null
  return (
    <Card flush>
      <canvas ref={canvas} width={width} height={height} role="img" style={{ display: 'block', width: '100%', height: 'auto', background: 'var(--bw-water)' }}
        aria-label={t('data.mapOf', { count: snapshot.located })} />
      {positions.error && <Text size="sm" c="dimmed" p="sm">{words(positions.error)}</Text>}
    </Card>
  )
}

/** draw paints the outlines and a dot for each unit, in Mercator, as large as both fit. */
function draw(context: CanvasRenderingContext2D, box: readonly number[], positions: Float64Array, land: Countries | undefined): void {
  const [west = 0, south = 0, east = 0, north = 0] = box
  const pad = 28
  const [x0, x1, y0, y1] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)]
  const scale = Math.min((width - 2 * pad) / Math.max(1e-4, x1 - x0), (height - 2 * pad) / Math.max(1e-4, y1 - y0))
  const px = (lon: number) => width / 2 + (mercatorX(lon) - (x0 + x1) / 2) * scale
  const py = (lat: number) => height / 2 + (mercatorY(lat) - (y0 + y1) / 2) * scale
  const colour = (name: string) => getComputedStyle(context.canvas).getPropertyValue(name)
  context.clearRect(0, 0, width, height)
  context.fillStyle = colour('--bw-surface')
  context.strokeStyle = colour('--bw-line-strong')
  context.lineWidth = 0.7
  const object = land?.objects['countries']
  for (const { geometry } of land && object ? feature(land, object).features : []) {
    const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : []
    context.beginPath()
    for (const ring of polygons.flat()) ring.forEach(([lon = 0, lat = 0], k) => (k === 0 ? context.moveTo(px(lon), py(lat)) : context.lineTo(px(lon), py(lat))))
    context.fill()
    context.stroke()
  }
  const n = positions.length / 2
  const step = Math.max(1, Math.ceil(n / most))
  const size = n > 20_000 ? 1.5 : n > 2_000 ? 2.2 : 3.5
  context.fillStyle = colour('--bw-accent')
  context.globalAlpha = n > 20_000 ? 0.4 : 0.65
  for (let i = 0; i < n; i += step) {
    const lon = positions[i] ?? NaN
    if (lon === lon) context.fillRect(px(lon) - size / 2, py(positions[n + i] ?? NaN) - size / 2, size, size)
  }
  context.globalAlpha = 1
}
