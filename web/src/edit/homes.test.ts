import { expect, test } from 'vitest'
import { moved, readHomes, readPlace, toHomes, writePlace } from './homes'

const numberOf = (name: string) => (name === 'North, far' ? 7 : 0)

test('a file of homes is read whatever the order of its columns', () => {
  expect(readHomes('\uFEFFLat,Area,Lon\r\n40,"North, far",-90\r\n41.5,Zoe,-91\n', numberOf)).toEqual({
    homes: [{ area: 7, name: '', lon: -90, lat: 40 }, { area: 0, name: 'Zoe', lon: -91, lat: 41.5 }],
  })
  expect(readHomes('latitude;longitude\n1.5;2\n', numberOf)).toEqual({ homes: [{ area: 0, name: '', lon: 2, lat: 1.5 }] })
})

test('what cannot be read is named by its row', () => {
  expect(readHomes('area,lon\nA,1\n', numberOf)).toEqual({ wrong: 1 })
  expect(readHomes('lon,lat\n1,2\nx,2\n', numberOf)).toEqual({ wrong: 3 })
  expect(readHomes('lon,lat\n1,95\n', numberOf)).toEqual({ wrong: 2 })
})

test('places are written as they are read', () => {
  expect(readPlace(writePlace({ lon: -74.00597, lat: 40.71278 }))).toEqual({ lon: -74.00597, lat: 40.71278 })
  expect(readPlace('95, 0')).toBeUndefined()
})

test('a request names a home by its territory, or by the name of a new one', () => {
  const homes = moved([{ area: 0, name: 'Zoe', lon: 1, lat: 2 }, { area: 0, name: '', lon: 3, lat: 4 }], 1, { area: 5, lon: 9 })
  expect(toHomes(homes)).toEqual([{ name: 'Zoe', lon: 1, lat: 2 }, { area: 5, lon: 9, lat: 4 }])
})
