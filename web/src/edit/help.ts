import { create } from 'zustand'

/** The words that the glossary explains, in the order in which one meets them. */
export const glossaryWords = [
  'dataset', 'unit', 'attribute', 'measure', 'alignment', 'area', 'territory', 'target', 'deviation', 'tolerance', 'lock', 'focus', 'boundary', 'centre',
  'draft', 'certificate', 'disruption', 'continuity', 'compactness', 'travel', 'paretoSet', 'headcountCurve', 'changeSet', 'override', 'overlay', 'publication',
] as const

export type Word = (typeof glossaryWords)[number]

export type HelpPart = 'tour' | 'glossary' | 'shortcuts'

interface Help {
  open: HelpPart | undefined
  /** The word that the glossary begins with. */
  word: Word | undefined
  show: (part: HelpPart, word?: Word) => void
  close: () => void
}

/** useHelp holds which part of the help is open. */
export const useHelp = create<Help>((set) => ({
  open: undefined,
  word: undefined,
  show: (open, word) => set({ open, word }),
  close: () => set({ open: undefined, word: undefined }),
}))

const toured = 'bailiwick.toured'

/** firstTime is true until the tour was taken or put away in this browser. */
export const firstTime = (): boolean => localStorage.getItem(toured) === null

/** seen remembers that the tour need not be offered again. */
export const seen = (): void => localStorage.setItem(toured, 'yes')
