import type { Map as MapLibre } from 'maplibre-gl'

/**
 * withoutSky has a map draw no sky. MapLibre 6 fills the whole picture with one in each frame, and first compiles a program
 * for it, even where a map seen from straight above shows none.
 */
export function withoutSky(map: MapLibre): void {
  const sky: { getEvaluated?: () => unknown } | null | undefined = map.style.sky
  if (sky) sky.getEvaluated = () => undefined
}
