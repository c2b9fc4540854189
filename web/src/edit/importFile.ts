import { create } from 'zustand'
import type { Upload } from '../api/types'

/** The files that the program reads, for file choosers. */
export const fileTypes = '.csv,.tsv,.txt,.gz,.xlsx,.parquet,text/csv'

interface Held {
  /** What was chosen on one page and is imported on another: files, or uploads that the server has already. */
  files: readonly File[]
  uploads: readonly Upload[]
  hold: (files: readonly File[]) => void
  holdUploads: (uploads: readonly Upload[]) => void
}

/** useImportFiles carries dropped files to the import page; a File cannot be put into an address. */
export const useImportFiles = create<Held>((set) => ({
  files: [], uploads: [], hold: (files) => set({ files }), holdUploads: (uploads) => set({ uploads }),
}))
