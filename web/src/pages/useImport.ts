import { useCallback, useRef, useState } from 'react'
import { previewUpload, uploadFile, useStartImport } from '../api/datasets'
import type { ColumnType, Dialect, Preview, PreviewColumn, Role, Upload } from '../api/types'
import { choices, setRole, setType } from '../edit/columnChoices'

/** Where an import stands. */
export type ImportState =
  | { kind: 'choose' }
  | { kind: 'uploading'; file: File; sent: number }
  | { kind: 'reading'; upload: Upload }
  | {
      kind: 'preview'; upload: Upload; preview: Preview; columns: PreviewColumn[]; name: string
      busy: boolean; starting: boolean; error?: unknown
    }
  | { kind: 'running'; jobId: string; datasetId: string; fileName: string }
  | { kind: 'failed'; title: string; error: unknown }

/** nameOf suggests a dataset's name from its file's: "us_accounts-2026.csv.gz" is "us accounts 2026". */
export function nameOf(file: string): string {
  const bare = file.replace(/\.(csv|tsv|txt|xlsx|gz)(\.gz)?$/i, '').replace(/[_-]+/g, ' ').trim()
  return bare.charAt(0).toUpperCase() + bare.slice(1)
}

/** useImport runs one import from file to job. into is the dataset to import into again. */
export function useImport(into: string | undefined) {
  const [state, setState] = useState<ImportState>({ kind: 'choose' })
  const stop = useRef<AbortController>(undefined)
  const { mutateAsync } = useStartImport()

  const start = useCallback((file: File) => {
    const control = new AbortController()
    stop.current?.abort()
    stop.current = control
    setState({ kind: 'uploading', file, sent: 0 })
    void receive(file, control.signal, setState)
  }, [])

  const reset = useCallback(() => {
    stop.current?.abort()
    setState({ kind: 'choose' })
  }, [])

  const edit = (change: (held: Extract<ImportState, { kind: 'preview' }>) => Partial<ImportState>) =>
    setState((held) => (held.kind === 'preview' ? ({ ...held, ...change(held) } as ImportState) : held))

  const setDialect = async (dialect: Dialect) => {
    if (state.kind !== 'preview') return
    edit(() => ({ busy: true }))
    try {
      const preview = await previewUpload(state.upload.id, dialect)
      edit(() => ({ preview, columns: preview.columns, busy: false, error: undefined }))
    } catch (error) {
      edit(() => ({ busy: false, error }))
    }
  }

  const run = async () => {
    if (state.kind !== 'preview') return
    edit(() => ({ starting: true, error: undefined }))
    try {
      const { dataset, job } = await mutateAsync({
        ...(into ? { into } : {}), name: state.name.trim(), upload: state.upload.id,
        dialect: state.preview.dialect, columns: choices(state.columns),
      })
      setState({ kind: 'running', jobId: job.id, datasetId: dataset.id, fileName: state.upload.name })
    } catch (error) {
      edit(() => ({ starting: false, error }))
    }
  }

  return {
    state, start, reset, setDialect, run,
    setName: (name: string) => edit(() => ({ name })),
    setRole: (column: string, role: Role) => edit((held) => ({ columns: setRole(held.columns, column, role) })),
    setType: (column: string, type: ColumnType) => edit((held) => ({ columns: setType(held.columns, column, type) })),
  }
}

async function receive(file: File, signal: AbortSignal, setState: (state: ImportState) => void): Promise<void> {
  try {
    const upload = await uploadFile(file, (sent) => signal.aborted || setState({ kind: 'uploading', file, sent }), signal)
    setState({ kind: 'reading', upload })
    const preview = await previewUpload(upload.id)
    if (signal.aborted) return
    setState({
      kind: 'preview', upload, preview, columns: preview.columns, name: nameOf(file.name), busy: false, starting: false,
    })
  } catch (error) {
    if (!signal.aborted) setState({ kind: 'failed', title: `${file.name} could not be read`, error })
  }
}
