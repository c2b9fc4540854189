import type { Column, ComparisonArea } from '../api/types'
import { toSlots } from '../columns/slots'
import { commonSlots, differingUnits } from './compare'

/** A flow between two plans whose units are looked at: the area on the left and on the right, 0 for unassigned; an end left open is every area. */
export interface FlowFilter { from?: number | undefined; to?: number | undefined }

/** movedUnits are the units that have another territory on the right, ascending. */
export const movedUnits = (areas: readonly ComparisonArea[], left: Int32Array, right: Int32Array): Uint32Array =>
  differingUnits(toSlots(left, commonSlots(areas, 'left')), toSlots(right, commonSlots(areas, 'right')))

/** ofFlow keeps the units of one flow. */
export const ofFlow = (units: Uint32Array, left: Int32Array, right: Int32Array, { from, to }: FlowFilter): Uint32Array =>
  (from === undefined && to === undefined ? units : units.filter((unit) => (from === undefined || left[unit] === from) && (to === undefined || right[unit] === to)))

/** inOrder puts units into the order that a table has; those that the table leaves out are left out. */
export function inOrder(units: Uint32Array, order: Int32Array | undefined): Int32Array {
  if (!order) return Int32Array.from(units)
  const wanted = new Uint8Array(order.reduce((most, unit) => Math.max(most, unit), -1) + 1)
  for (const unit of units) if (unit < wanted.length) wanted[unit] = 1
  return order.filter((unit) => wanted[unit] === 1)
}

/** moveColumns are the columns that tell moved units apart: id, name, and the measures compared. */
export function moveColumns(columns: readonly Column[], measures: readonly string[]): Column[] {
  const told = columns.filter((column) => column.role === 'id' || column.role === 'name')
  return [...told, ...measures.flatMap((name) => columns.filter((column) => column.name === name))]
}
