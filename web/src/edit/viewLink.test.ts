import { expect, test } from 'vitest'
import { keepLayers, layersOf, readCamera, usualLayers, writeCamera } from './viewLink'

test('a camera survives an address, and nonsense is no place', () => {
  const camera = { lon: -87.63, lat: 41.88123, zoom: 8.25 }
  expect(readCamera(writeCamera(camera))).toEqual(camera)
  for (const text of [undefined, '', '1,2', '1,2,x', '200,0,3', '0,0,99', '1,2,3,4']) expect(readCamera(text)).toBeUndefined()
})

test('layers are the usual ones until somebody chooses, even none', () => {
  expect([...layersOf(undefined)]).toEqual(usualLayers)
  expect(layersOf(keepLayers(new Set())).size).toBe(0)
  expect([...layersOf(keepLayers(new Set(['locks', 'units'] as const)))]).toEqual(['units', 'locks'])
})
