/** What came of asking for a column: its bytes, or the status and the text of the answer that was no success. */
export type Bytes = { bytes: ArrayBuffer } | { status: number; text: string }

/** fetchBytes gets a column by its address. */
export async function fetchBytes(address: string): Promise<Bytes> {
  try {
    const answer = await fetch(address)
    return answer.ok ? { bytes: await answer.arrayBuffer() } : { status: answer.status, text: await answer.text() }
  } catch {
    // As a gateway says that nobody answers.
    return { status: 502, text: '' }
  }
}
