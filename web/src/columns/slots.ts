/**
 * Slots are the dense numbers 1…k of the territories of one legend; 0 stands for unassigned. The GPU and the surface
 * speak in slots, the server in area numbers.
 */
export interface Slots {
  /** numbers[slot] is the area number; numbers[0] is 0. */
  numbers: Int32Array
  /** ofNumber[areaNumber] is the slot, 0 for areas that are not shown. */
  ofNumber: Uint16Array
}

/**
 * makeSlots numbers the given areas in their order. under maps each territory to the area that is shown for it, for
 * maps coloured by a level above; without it every area stands for itself.
 */
export function makeSlots(areas: readonly number[], under?: ReadonlyMap<number, number>): Slots {
  let highest = 0
  for (const number of areas) highest = Math.max(highest, number)
  for (const number of under?.keys() ?? []) highest = Math.max(highest, number)
  const ofNumber = new Uint16Array(highest + 1)
  const numbers = new Int32Array(areas.length + 1)
  areas.forEach((number, k) => {
    ofNumber[number] = k + 1
    numbers[k + 1] = number
  })
  for (const [territory, shown] of under ?? []) ofNumber[territory] = ofNumber[shown] ?? 0
  return { numbers, ofNumber }
}

/** toSlots turns one area number per unit into one slot per unit. */
export function toSlots(assignment: Int32Array, slots: Slots): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(assignment.length)
  for (let i = 0; i < assignment.length; i++) out[i] = slots.ofNumber[assignment[i] ?? 0] ?? 0
  return out
}

/**
 * rollUp maps each territory to its ancestor at a level, so that a map can be coloured by region: parent and level are
 * given per area; a territory above that level stands for itself.
 */
export function rollUp(
  areas: readonly { number: number; parent: number; level: number; leaf: boolean }[],
  level: number,
): Map<number, number> {
  const byNumber = new Map(areas.map((area) => [area.number, area]))
  const shown = new Map<number, number>()
  for (const leaf of areas) {
    if (!leaf.leaf) continue
    let area = leaf
    while (area.level > level) {
      const parent = byNumber.get(area.parent)
      if (!parent) break
      area = parent
    }
    shown.set(leaf.number, area.number)
  }
  return shown
}
