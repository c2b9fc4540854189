/**
 * areasNamed finds the areas that a sentence about conflicting limits names, so that they can be lit up on the map. Names
 * count as whole words, and a name within a longer one that is there too does not count.
 */
export function areasNamed(text: string, areas: readonly { number: number; name: string }[]): number[] {
  const found: number[] = []
  let rest = text
  for (const area of [...areas].sort((a, b) => b.name.length - a.name.length)) {
    const at = area.name === '' ? -1 : wordAt(rest, area.name)
    if (at < 0) continue
    found.push(area.number)
    rest = rest.split(area.name).join('\u0000'.repeat(area.name.length))
  }
  return found.sort((a, b) => a - b)
}

const letter = /[\p{L}\p{N}]/u

function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!letter.test(text[at - 1] ?? ' ') && !letter.test(text[at + word.length] ?? ' ')) return at
  }
  return -1
}
