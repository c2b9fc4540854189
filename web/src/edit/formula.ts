/** Where something is in a text: from start up to end, counted in UTF-16 units as the browser does. */
export interface Place { start: number; end: number }

/**
 * placeOf finds the word at a line and column (both from 1, columns in characters) of a formula, to be underlined; at the
 * end of the text it is its last character.
 */
export function placeOf(text: string, line: number, column: number): Place | undefined {
  if (text === '' || line < 1) return undefined
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const own = lines[line - 1]
  if (own === undefined) return undefined
  const at = [...own].slice(0, column - 1).join('').length
  const start = Math.max(0, Math.min(before + at, text.length - 1))
  const word = /^(\w+|"[^"\n]*"?|[<>=!]=|\S)/u.exec(text.slice(start))
  return { start, end: start + Math.max(1, word?.[0].length ?? 1) }
}

/** insert puts a word into a text where the selection is, with spaces where words would run together. */
export function insert(text: string, from: number, to: number, word: string): { text: string; caret: number } {
  const before = text.slice(0, from)
  const after = text.slice(to)
  const gap = /[\w")\]]$/.test(before) && /^[\w"$]/.test(word) ? ' ' : ''
  const piece = gap + word
  return { text: before + piece + after, caret: before.length + piece.length }
}

/** callOf writes a function for insertion, and says where the caret goes: into its brackets. */
export function callOf(usage: string): { word: string; back: number } {
  const name = usage.slice(0, usage.indexOf('(') + 1)
  return usage.endsWith('()') ? { word: `${name})`, back: 0 } : { word: `${name})`, back: 1 }
}

/** reads says whether a formula reads the attribute that is written like this. */
export function reads(formula: string, written: string): boolean {
  if (written.startsWith('$env[')) return formula.includes(written)
  const bare = formula.replace(/(?<!\$env\[)"[^"\n]*"/g, '""')
  return new RegExp(`(?<![\\w$.])${written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w(])`).test(bare)
}
