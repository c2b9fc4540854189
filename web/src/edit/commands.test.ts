import { expect, test } from 'vitest'
import { find, useCommands, type Command } from './commands'

const command = (label: string, kind = 'Area', hint?: string): Command => ({ id: label, label, kind, ...(hint ? { hint } : {}), run: () => undefined })
const all = [command('Nouvelle-Étoile'), command('Undo', 'Command', 'Ctrl+Z'), command('West Undo Area'), command('Optimise', 'Panel')]

test('every word must be found, accents and case apart', () => {
  expect(find(all, 'etoile', 9).map((c) => c.label)).toEqual(['Nouvelle-Étoile'])
  expect(find(all, 'panel opt', 9).map((c) => c.label)).toEqual(['Optimise'])
  expect(find(all, 'nothing', 9)).toEqual([])
})

test('what begins with the query comes first, and the list ends at the limit', () => {
  expect(find(all, 'undo', 9).map((c) => c.label)).toEqual(['Undo', 'West Undo Area'])
  expect(find(all, '', 2)).toHaveLength(2)
})

test('a part that leaves the screen takes its commands along', () => {
  const { offer, withdraw } = useCommands.getState()
  offer('desk', all)
  expect(useCommands.getState().offered['desk']).toHaveLength(4)
  withdraw('desk')
  expect(useCommands.getState().offered).toEqual({})
})
