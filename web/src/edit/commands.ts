import { create } from 'zustand'

/** A command of the palette. */
export interface Command {
  id: string
  label: string
  /** What kind of thing it is: "Area", "Panel", "Alignment". */
  kind: string
  hint?: string
  run: () => void
}

interface Commands {
  /** What each part of the app offers while it is on screen. */
  offered: Readonly<Record<string, readonly Command[]>>
  offer: (part: string, commands: readonly Command[]) => void
  withdraw: (part: string) => void
}

/** useCommands collects the commands of whatever is on screen. */
export const useCommands = create<Commands>((set) => ({
  offered: {},
  offer: (part, commands) => set(({ offered }) => ({ offered: { ...offered, [part]: commands } })),
  withdraw: (part) => set(({ offered }) => ({ offered: Object.fromEntries(Object.entries(offered).filter(([name]) => name !== part)) })),
}))

const fold = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/** find returns the commands whose label, kind or hint hold every word, those that begin with the first word first. */
export function find(commands: readonly Command[], query: string, limit: number): Command[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  const hits = commands.filter((command) => {
    const text = fold(`${command.label} ${command.kind} ${command.hint ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const rank = (command: Command) => (fold(command.label).startsWith(first) ? 0 : 1)
  return hits.sort((a, b) => rank(a) - rank(b)).slice(0, limit)
}
