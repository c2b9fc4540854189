import { useCallback, useRef, useState } from 'react'
import type { Location } from '../api/places'
import { asksFor } from '../panels/places/LocationFields'
import { previewUpload, uploadFile, useStartImport, type ImportBody } from '../api/datasets'
import type { Column, ColumnType, Dialect, Role, Upload } from '../api/types'
import { choices } from '../edit/columnChoices'
import { choose, likeSnapshot, nameOf, together, withChosen, type Checked, type Chosen, type ImportMode } from '../edit/importFlow'
import { t } from '../i18n'

/** A file on its way to the server. */
export interface Sending { name: string; bytes: number; sent: number }

/** Where an import stands. */
export type ImportState =
  | { kind: 'choose' }
  | { kind: 'sending'; files: Sending[] }
  | { kind: 'reading' }
  | ({ kind: 'check'; name: string; busy: boolean; starting: boolean; error?: unknown; location?: Location | undefined } & Checked)
  | { kind: 'running'; jobId: string; datasetId: string; what: string }
  | { kind: 'failed'; title: string; error: unknown; uploads: Upload[]; dialect: Dialect }

export type CheckState = Extract<ImportState, { kind: 'check' }>

/** The dataset that is imported into again. */
export interface Into { id: string; mode: ImportMode; columns: readonly Column[] }

/** bodyOf is what the server is told about an import. */
export function bodyOf(checked: Checked & { location?: Location | undefined }, into: Into | undefined): ImportBody {
  const [first = '', ...further] = checked.files.map((file) => file.upload.id)
  const append = into !== undefined && into.mode !== 'refresh'
  return {
    upload: first, ...(further.length > 0 ? { further } : {}), dialect: checked.dialect,
    columns: append ? [] : choices(checked.columns), ...(append ? { append } : {}), ...(into?.mode === 'refresh' ? { like: true } : {}), ...(asksFor(checked.location) ? { location: checked.location } : {}),
  }
}

/** useImport leads files, or what a live source gave, to a job that imports them. */
export function useImport(into: Into | undefined) {
  const [state, setState] = useState<ImportState>({ kind: 'choose' })
  const stop = useRef<AbortController>(undefined)
  const received = useRef<{ uploads: Upload[]; dialect: Dialect }>({ uploads: [], dialect: {} })
  const { mutateAsync } = useStartImport()
  const known = into?.columns

  const columnsOf = useCallback((files: Checked['files'], chosen: readonly Chosen[]) => {
    const guessed = together(files)
    return withChosen(known ? likeSnapshot(guessed, known) : guessed, chosen)
  }, [known])

  /** check asks how uploads will be read. */
  const check = useCallback(async (uploads: Upload[], signal: AbortSignal, dialect: Dialect = {}) => {
    setState({ kind: 'reading' })
    received.current = { uploads, dialect }
    const files = await Promise.all(uploads.map(async (upload) => ({ upload, preview: await previewUpload(upload.id, dialect) })))
    if (signal.aborted) return
    setState({
      kind: 'check', files, dialect, chosen: [], columns: columnsOf(files, []),
      name: nameOf(uploads[0]?.origin?.name ?? uploads[0]?.name ?? ''), busy: false, starting: false,
    })
  }, [columnsOf])

  const begin = useCallback((what: string, work: (signal: AbortSignal) => Promise<void>) => {
    const control = new AbortController()
    stop.current?.abort()
    stop.current = control
    received.current = { uploads: [], dialect: {} }
    work(control.signal).catch((error: unknown) => {
      if (!control.signal.aborted) setState({ kind: 'failed', title: t('datasets.couldNotRead', { what }), error, ...received.current })
    })
  }, [])

  const start = useCallback((files: readonly File[]) =>
    begin(files.map((file) => file.name).join(', '), async (signal) => {
      const uploads = await sendAll(files, signal, (sending) => setState({ kind: 'sending', files: sending }))
      await check(uploads, signal)
    }), [begin, check])

  const take = useCallback((uploads: Upload[], dialect: Dialect = {}) =>
    begin(uploads.map((upload) => upload.name).join(', '), (signal) => check(uploads, signal, dialect)), [begin, check])

  const reset = useCallback(() => {
    stop.current?.abort()
    setState({ kind: 'choose' })
  }, [])

  const edit = (change: (held: CheckState) => Partial<CheckState>) =>
    setState((held) => (held.kind === 'check' ? { ...held, ...change(held) } : held))

  const pick = (choice: Chosen) => edit((held) => {
    const chosen = choose(held.chosen, choice)
    return { chosen, columns: columnsOf(held.files, chosen) }
  })

  /** setDialect reads the files again, another way. */
  const setDialect = async (dialect: Dialect) => {
    if (state.kind !== 'check') return
    edit(() => ({ busy: true }))
    try {
      const files = await Promise.all(state.files.map(async ({ upload }) => ({ upload, preview: await previewUpload(upload.id, dialect) })))
      edit((held) => ({ files, dialect, columns: columnsOf(files, held.chosen), busy: false, error: undefined }))
    } catch (error) {
      edit(() => ({ busy: false, error }))
    }
  }

  const run = async () => {
    if (state.kind !== 'check') return
    edit(() => ({ starting: true, error: undefined }))
    try {
      const { dataset, job } = await mutateAsync({ ...(into ? { into: into.id } : {}), name: state.name.trim(), ...bodyOf(state, into) })
      setState({ kind: 'running', jobId: job.id, datasetId: dataset.id, what: state.files.map((file) => file.upload.name).join(', ') })
    } catch (error) {
      edit(() => ({ starting: false, error }))
    }
  }

  return {
    state, start, take, reset, setDialect, run,
    /** follow shows a job that was started elsewhere, such as an import from an org. */
    follow: useCallback((job: { jobId: string; datasetId: string; what: string }) => setState({ kind: 'running', ...job }), []),
    setName: (name: string) => edit(() => ({ name })),
    setLocation: (location: Location | undefined) => edit(() => ({ location })),
    setRole: (name: string, role: Role) => pick({ name, role }),
    setType: (name: string, type: ColumnType) => pick({ name, type }),
  }
}

export type ImportFlow = ReturnType<typeof useImport>

async function sendAll(files: readonly File[], signal: AbortSignal, show: (sending: Sending[]) => void): Promise<Upload[]> {
  const sending: Sending[] = files.map((file) => ({ name: file.name, bytes: file.size, sent: 0 }))
  show([...sending])
  const uploads: Upload[] = []
  for (const [k, file] of files.entries()) {
    uploads.push(await uploadFile(file, (sent) => {
      sending[k] = { name: file.name, bytes: file.size, sent }
      if (!signal.aborted) show([...sending])
    }, signal))
    sending[k] = { name: file.name, bytes: file.size, sent: file.size }
  }
  return uploads
}
