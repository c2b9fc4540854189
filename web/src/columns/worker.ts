import Flatbush from 'flatbush'
import { Land } from './land'
import { nowhere, project } from './mercator'
import { outline } from './outline'
import type { Answer, Opened, Question, Shaped } from './protocol'
import { makeSurface, neighbours, type Frame } from './surface'

/** The worker keeps its own copy of the positions, so that shaping needs only the slots. */
let held: Float64Array = new Float64Array()
let land: Land | undefined

self.onmessage = (event: MessageEvent<Question>) => {
  const question = event.data
  switch (question.kind) {
    case 'open': {
      const opened = open(question.positions)
      const { xy, hi, lo, index, located } = opened
      reply({ kind: 'opened', id: question.id, opened }, [xy.buffer, hi.buffer, lo.buffer, index, located.buffer])
      return
    }
    case 'land':
      land = new Land(JSON.parse(new TextDecoder().decode(question.topology)))
      reply({ kind: 'landed', id: question.id }, [])
      return
    case 'shape': {
      const shaped = shape(question.slots, question.frame)
      reply({ kind: 'shaped', id: question.id, shaped }, [shaped.pairs.buffer])
      return
    }
  }
}

const reply = (answer: Answer, transfer: Transferable[]) => self.postMessage(answer, { transfer })

function open(positions: ArrayBuffer): Opened {
  const n = positions.byteLength / 16
  const { xy, hi, lo } = project(new Float64Array(positions, 0, n), new Float64Array(positions, 8 * n, n))
  held = xy.slice()
  const located = whereKnown(xy)
  const index = new Flatbush(Math.max(1, located.length))
  if (located.length === 0) index.add(nowhere, nowhere)
  for (const unit of located) index.add(xy[2 * unit] ?? 0, xy[2 * unit + 1] ?? 0)
  index.finish()
  return { n, xy, hi, lo, index: index.data as ArrayBuffer, located, extent: extent(xy, located) }
}

function whereKnown(xy: Float64Array): Int32Array<ArrayBuffer> {
  const found: number[] = []
  for (let i = 0; 2 * i < xy.length; i++) if (xy[2 * i] !== nowhere) found.push(i)
  return Int32Array.from(found)
}

/** extent leaves out the outermost thousandth on each side, so that one stray unit does not shrink the map. */
function extent(xy: Float64Array, located: Int32Array): Opened['extent'] {
  if (located.length === 0) return null
  const xs = Float64Array.from(located, (unit) => xy[2 * unit] ?? 0).sort()
  const ys = Float64Array.from(located, (unit) => xy[2 * unit + 1] ?? 0).sort()
  const at = (sorted: Float64Array, share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  return [at(xs, 0.001), at(ys, 0.001), at(xs, 0.999), at(ys, 0.999)]
}

function shape(slots: Uint16Array, frame: Frame): Shaped {
  const surface = makeSurface(held, slots, frame, land)
  return { shapes: outline(surface), pairs: neighbours(surface) }
}
