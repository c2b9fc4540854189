import Flatbush from 'flatbush'
import { fetchBytes } from '../api/bytes'
import { anchors } from './anchors'
import { Neighbourhood } from './hang'
import { Land } from './land'
import { nowhere, project } from './mercator'
import { picture } from './picture'
import type { Answer, Opened, Question, Shaped } from './protocol'
import { makeSurface, neighbours } from './surface'
import { thinned } from './thin'

/** The worker keeps its own copy of the positions, so that shaping needs only the slots. */
let held: Float64Array = new Float64Array()
let land: Land | undefined
/** Made when it is first asked for. */
let touching: Neighbourhood | undefined

self.onmessage = (event: MessageEvent<Question>) => {
  const question = event.data
  switch (question.kind) {
    case 'open':
      void fetchBytes(question.address).then((got) => {
        if (!('bytes' in got)) return reply({ kind: 'failed', id: question.id, ...got }, [])
        const opened = open(got.bytes)
        const { xy, hi, lo, index, located } = opened
        reply({ kind: 'opened', id: question.id, opened }, [xy.buffer, hi.buffer, lo.buffer, index, located.buffer, ...opened.thinned.map((level) => level.units.buffer)])
      })
      return
    case 'land':
      land = new Land(JSON.parse(new TextDecoder().decode(question.topology)))
      reply({ kind: 'landed', id: question.id }, [])
      return
    case 'touch': {
      const pairs = neighbours(makeSurface(held, question.slots, question.frame, land))
      reply({ kind: 'touched', id: question.id, pairs }, [pairs.buffer])
      return
    }
    case 'shape': {
      const surface = makeSurface(held, question.slots, question.frame, land)
      const shaped: Shaped = { picture: picture(surface, question.fineness), anchors: anchors(surface), pairs: neighbours(surface) }
      reply({ kind: 'shaped', id: question.id, shaped }, [shaped.pairs.buffer, shaped.picture.slots.buffer, shaped.picture.lines.buffer])
      return
    }
    case 'hang': {
      touching ??= new Neighbourhood(held)
      const { assignment, units, to, areas } = question
      reply({ kind: 'hung', id: question.id, hung: touching.ofMove(assignment, units, to, areas) }, [])
      return
    }
  }
}

const reply = (answer: Answer, transfer: Transferable[]) => self.postMessage(answer, { transfer })

function open(positions: ArrayBuffer): Opened {
  const n = positions.byteLength / 16
  const { xy, hi, lo } = project(new Float64Array(positions, 0, n), new Float64Array(positions, 8 * n, n))
  held = xy.slice()
  touching = undefined
  const located = whereKnown(xy)
  const index = new Flatbush(Math.max(1, located.length))
  if (located.length === 0) index.add(nowhere, nowhere)
  for (const unit of located) index.add(xy[2 * unit] ?? 0, xy[2 * unit + 1] ?? 0)
  index.finish()
  return { n, xy, hi, lo, index: index.data as ArrayBuffer, located, thinned: thinned(xy), extent: extent(xy, located) }
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
