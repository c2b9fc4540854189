import Flatbush from 'flatbush'
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

  /** open takes the bytes of a snapshot's positions (float64 longitudes, then latitudes) and owns them from then on. */
  static async open(bytes: ArrayBuffer): Promise<PlanColumns> {
    const desk = new WorkerDesk()
    const answer = await desk.ask({ kind: 'open', positions: bytes }, [bytes])
    if (answer.kind !== 'opened') throw new Error('worker answered out of turn')
    return new PlanColumns(desk, answer.opened)
  }

  /** setLand takes the bytes of a TopoJSON document with countries, at whose coasts shapes end from then on. */
  async setLand(topology: ArrayBuffer): Promise<void> {
    await this.desk.ask({ kind: 'land', topology: topology.slice(0) }, [])
  }

  /** shape draws the territories within a frame; slots are copied. */
  async shape(slots: Uint16Array<ArrayBuffer>, frame: Frame): Promise<Shaped> {
    const answer = await this.desk.ask({ kind: 'shape', slots, frame }, [])
    if (answer.kind !== 'shaped') throw new Error('worker answered out of turn')
    return answer.shaped
  }

  /** nearest returns the unit closest to a Mercator point within a distance, or undefined. */
  nearest(x: number, y: number, within: number): number | undefined {
    const [found] = this.index.neighbors(x, y, 1, within)
    return found === undefined ? undefined : this.positions.located[found]
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
