import type { Answer, Question } from './protocol'

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never

/** WorkerDesk pairs questions with answers. */
export class WorkerDesk {
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
