import { asProblem } from '../api/client'
import type { Hanging } from './hang'
import { takeOpening } from './opening'
import type { Opened, Shaped } from './protocol'
import type { Frame } from './surface'
import type { WorkerDesk } from './workerDesk'

/**
 * PlanColumns holds the positions of one snapshot outside React: arrays for the GPU and for hovering, and a worker that
 * draws shapes. Close it when the map goes away.
 */
export class PlanColumns {
  private constructor(
    private readonly desk: WorkerDesk,
    readonly positions: Opened,
  ) {}

  /** open prepares a snapshot's positions, or takes those opened ahead; an answer that is no success is thrown as a Problem. */
  static async open(snapshot: string): Promise<PlanColumns> {
    const { desk, opened } = takeOpening(snapshot)
    const answer = await opened
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

  close(): void {
    this.desk.close()
  }
}
