import Flatbush from 'flatbush'
import { asProblem } from '../api/client'
import type { Hanging } from './hang'
import type { Answer, Opened, Question, Shaped } from './protocol'
import type { Frame } from './surface'

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never

/**
 * PlanColumns holds the positions of one snapshot outside React: arrays for the GPU, an index for hovering, and a
 * worker that draws shapes. Close it when the map goes away.
 */
export class PlanColumns {
  private readonly index: Flatbush

  private constructor(
    private readonly desk: WorkerDesk,
    readonly positions: Opened,
  ) {
    this.index = Flatbush.from(positions.index)
  }

  /** open has the worker fetch and prepare a snapshot's positions from an address; an answer that is no success is thrown as a Problem. */
  static async open(address: string): Promise<PlanColumns> {
    const desk = new WorkerDesk()
    const answer = await desk.ask({ kind: 'open', address }, [])
    if (answer.kind === 'opened') return new PlanColumns(desk, answer.opened)
    desk.close()
    if (answer.kind === 'failed') throw await asProblem(new Response(answer.text, { status: answer.status }))
    throw new Error('worker answered out of turn')
  }

  /** setLand takes the bytes of a TopoJSON document with countries, at whose coasts shapes end from then on. */
  async setLand(topology: ArrayBuffer): Promise<void> {
    await this.desk.ask({ kind: 'land', topology: topology.slice(0) }, [])
  }

  /** touching lists the pairs of slots that touch within a frame, as neighbours() gives them; slots are copied. */
  async touching(slots: Uint16Array<ArrayBuffer>, frame: Frame): Promise<Int32Array> {
    const answer = await this.desk.ask({ kind: 'touch', slots, frame }, [])
    if (answer.kind !== 'touched') throw new Error('worker answered out of turn')
    return answer.pairs
  }

  /** shape draws the territories within a frame, so many texels to a cell's side; slots are copied. */
  async shape(slots: Uint16Array<ArrayBuffer>, frame: Frame, fineness: number): Promise<Shaped> {
    const answer = await this.desk.ask({ kind: 'shape', slots, frame, fineness }, [])
    if (answer.kind !== 'shaped') throw new Error('worker answered out of turn')
    return answer.shaped
  }

  /** hang says how areas hang together before and after the units go to an area; the arrays are copied. */
  async hang(assignment: Int32Array, units: readonly number[], to: number, areas: readonly number[]): Promise<Hanging[]> {
    const answer = await this.desk.ask({ kind: 'hang', assignment, units: Uint32Array.from(units), to, areas }, [])
    if (answer.kind !== 'hung') throw new Error('worker answered out of turn')
    return answer.hung
  }

  /** nearest returns the unit closest to a Mercator point within a distance, of those that count, or undefined. */
  nearest(x: number, y: number, within: number, counts?: (unit: number) => boolean): number | undefined {
    const { located } = this.positions
    const [found] = this.index.neighbors(x, y, 1, within, counts && ((k) => counts(located[k] ?? -1)))
    return found === undefined ? undefined : located[found]
  }

  close(): void {
    this.desk.close()
  }
}

/** WorkerDesk pairs questions with answers. */
class WorkerDesk {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  private readonly waiting = new Map<number, { resolve: (a: Answer) => void; reject: (e: Error) => void }>()
  private next = 1

  constructor() {
    this.worker.onmessage = (event: MessageEvent<Answer>) => {
      this.waiting.get(event.data.id)?.resolve(event.data)
      this.waiting.delete(event.data.id)
    }
    this.worker.onerror = (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(event.message))
      this.waiting.clear()
    }
  }

  ask(question: Asked, transfer: Transferable[]): Promise<Answer> {
    const id = this.next++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ ...question, id }, transfer)
    })
  }

  close(): void {
    this.worker.terminate()
    this.waiting.clear()
  }
}
