import { create } from 'zustand'

/** The files that the program reads, for file choosers. */
export const fileTypes = '.csv,.tsv,.txt,.gz,.xlsx,text/csv'

interface Held {
  /** The file that was chosen on one page and is imported on another. */
  file: File | undefined
  hold: (file: File | undefined) => void
}

/** useImportFile carries a dropped file to the import page; a File cannot be put into an address. */
export const useImportFile = create<Held>((set) => ({ file: undefined, hold: (file) => set({ file }) }))
