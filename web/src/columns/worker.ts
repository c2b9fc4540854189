import { anchors } from './anchors'
import { extent } from './extent'
import { Neighbourhood } from './hang'
import { Land } from './land'
import { project } from './mercator'
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
    case 'open': {
      const opened = open(question.positions)
      const { xy, hi, lo } = opened
      reply({ kind: 'opened', id: question.id, opened }, [xy.buffer, hi.buffer, lo.buffer, ...opened.thinned.map((level) => level.units.buffer)])
      return
    }
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
  return { n, xy, hi, lo, thinned: thinned(xy), extent: extent(xy) }
}
