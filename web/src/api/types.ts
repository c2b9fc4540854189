/** The shapes of the HTTP API, as the server documents them in /api/v1/openapi.json. */

export type ColumnType = 'text' | 'number' | 'date' | 'boolean'
export type Role =
  | 'id' | 'name' | 'latitude' | 'longitude' | 'country' | 'state' | 'city' | 'postal_code'
  | 'owner' | 'territory' | 'parent' | 'measure' | 'category' | 'plain' | 'ignore'

export interface Server {
  version: string
  commit: string
  name: string
  user: { id: string; name: string }
  limits: { uploadBytes: number }
}

export interface Upload { id: string; name: string; bytes: number; sha256: string; created: string }

export interface Dialect {
  format?: string
  delimiter?: string
  /** utf-8, utf-16le, utf-16be or windows-1252. */
  encoding?: string
  gzip?: boolean
  headerRow?: number
  sheet?: string
  /** The decimal mark, "." or ",". */
  decimal?: string
  /** ymd, mdy or dmy. */
  dateOrder?: string
}

export interface PreviewColumn {
  name: string
  type: ColumnType
  role: Role
  reason: string
  samples: string[]
  missing: number
}

export interface Preview {
  dialect: Dialect
  columns: PreviewColumn[]
  rows: string[][]
  sampledRows: number
  problems: { code: string; text: string; column?: string; rows?: number }[] | null
}

export interface ColumnChoice { name: string; type?: ColumnType; role?: Role }

export interface Profile {
  missing: number
  distinct: number
  distinctCapped?: boolean
  min?: number
  max?: number
  mean?: number
  sum?: number
  quantiles?: number[]
  histogram?: number[]
  top?: { value: string; count: number }[]
}

export interface Column { name: string; type: ColumnType; role: Role; profile?: Profile }

export interface Rejection { reason: string; text: string; column?: string; rows: number; firstRow: number }

export interface Snapshot {
  id: string
  datasetId: string
  created: string
  units: number
  rejected: number
  located: number
  sources: { kind: string; name: string; bytes: number; sha256: string; rows: number }[]
  columns: Column[]
  box?: [number, number, number, number]
  rejections: Rejection[]
  fingerprint: string
}

export interface Dataset {
  id: string
  name: string
  created: string
  updated: string
  currentSnapshot?: string
  alignments?: number
  snapshot?: { id: string; units: number; rejected: number; columns: number }
}

export type Value = string | number | boolean | null

export interface Unit { index: number; id: string; values: Record<string, Value> }

export interface Alignment {
  id: string
  datasetId: string
  snapshotId: string
  name: string
  levels: string[]
  version: number
  created: string
  updated: string
  territories: number
  units: number
  unassigned: number
}

export interface Target { share?: number; min?: number; max?: number }

export interface LegendArea {
  number: number
  parent: number
  name: string
  level: number
  colour: number
  owner?: string
  notes?: string
  sort: number
  locked?: boolean
  centre?: { lon: number; lat: number }
  pinned?: boolean
  targets?: Record<string, Target>
  leaf: boolean
  units: number
  sums: number[]
  /** What the area should get of each measure. */
  due: number[]
  deviations: number[]
  travelKm: number
  /** The centre in use: pinned, or the mean position of the units. */
  middle?: { lon: number; lat: number }
}

export interface Legend {
  version: number
  levels: string[]
  measures: string[]
  areas: LegendArea[]
  unassigned: { units: number; sums: number[] }
  total: { units: number; sums: number[] }
  figures: Figures
}

export type StartFrom =
  | { kind: 'empty'; levels?: string[] }
  | { kind: 'fields'; fields: string[] }
  | { kind: 'copy'; from: string }

export interface AreaChange {
  number: number
  name?: string
  owner?: string
  notes?: string
  colour?: number
  locked?: boolean
  centre?: { lon: number; lat: number }
  pinned?: boolean
  targets?: Record<string, Target>
}

export type ChangeOp =
  | { assign: { units: number[]; to: number } }
  | { addArea: { parent: number; name: string } }
  | { updateArea: AreaChange }
  | { removeArea: number }
  | { lock: { units: number[]; locked: boolean } }

export interface HistoryEntry {
  version: number
  at: string
  actor: { id: string; name: string }
  kind: string
  reason: string
  unitsMoved: number
  areasChanged: number
}

export interface MeasureChoice { column: string; tolerance: number; min?: number; max?: number }

export interface OptimizeRequest {
  /** 0 or none keeps the existing territories. */
  territories?: number
  measures?: MeasureChoice[]
  /** 0 ignores the present plan, 1 moves only what balance needs. */
  continuity?: number
  /** Price of moving one unit, in km of travel. */
  disruptionKm?: number
  centres?: 'free' | 'keep'
  travel?: 'distance' | 'squared'
  /** Numeric column that multiplies travel. */
  weight?: string
  locked?: 'count' | 'ignore'
  focus?: number[]
  withoutUnassigned?: boolean
  seed?: number
  timeLimitSeconds?: number
}

export interface Figures {
  territories: number
  units: number
  assigned: number
  balance: { measure: string; total: number; largest: number; smallest: number }[]
  travelKm: number
  compactness: number
  movedUnits: number
  movedShare: number
  movedMeasure: number[]
}

export interface ReportArea {
  number: number
  name: string
  isNew: boolean
  removed: boolean
  unitsBefore: number
  unitsAfter: number
  sumsBefore: number[]
  sumsAfter: number[]
  targets: number[]
  deviationsBefore: number[]
  deviationsAfter: number[]
}

export interface Report {
  units: number
  territories: number
  seconds: number
  iterations: number
  seed: number
  checked: boolean
  before: Figures
  after: Figures
  certificate: { kind: string; text: string; value: number; bound: number; gap: number }
  violations: { text: string; areas: number[] }[]
  conflicts: string[]
  areas: ReportArea[]
  measures: string[]
  tolerances: number[]
  stop?: string
}

export type DraftState = 'open' | 'accepted' | 'rejected' | 'kept'

export interface Draft {
  id: string
  alignmentId: string
  baseVersion: number
  jobId: string
  state: DraftState
  created: string
  decided?: string
  params: OptimizeRequest
  report: Report
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'

export interface Job {
  id: string
  kind: 'import' | 'optimize' | 'publish'
  subject: string
  actor: { id: string; name: string }
  state: JobState
  params?: unknown
  progress: { phase: string; done: number; total: number; message: string }
  result?: unknown
  error?: { code: string; message: string; details?: unknown }
  cancelRequested?: boolean
  attempt: number
  created: string
  started?: string
  ended?: string
}

export interface ImportResult {
  snapshotId: string
  rows: number
  accepted: number
  rejected: Record<string, number>
  seconds: number
  peakMemoryBytes: number
}

export interface ComparisonArea {
  leftNumber?: number
  rightNumber?: number
  name: string
  leftUnits: number
  rightUnits: number
  leftSums: number[]
  rightSums: number[]
  leftDeviations: number[]
  rightDeviations: number[]
  leftTravelKm?: number
  rightTravelKm?: number
}

export interface Flow { from: number; to: number; fromName: string; toName: string; units: number; sums: number[] }

export interface ComparisonSide { id: string; name: string; version: number; figures: Figures }

export interface Comparison {
  left: ComparisonSide
  right: ComparisonSide
  measures: string[]
  areas: ComparisonArea[]
  moves: { units: number; share: number; sums: number[]; flows: Flow[] }
}

export type PublicationFormat = 'units_csv' | 'areas_csv' | 'areas_geojson'

export interface Publication {
  id: string
  alignmentId: string
  version: number
  jobId: string
  created: string
  files: { format: string; name: string; contentType: string; bytes: number; sha256: string }[]
}

export interface BoundarySet { id: string; name: string; edition: string; licence: string; count: number }
