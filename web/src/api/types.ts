import type { components } from './schema.gen'

type Schemas = components['schemas']

export type ColumnType = 'text' | 'number' | 'date' | 'boolean'
export type Role =
  | 'id' | 'name' | 'latitude' | 'longitude' | 'country' | 'state' | 'city' | 'street' | 'postal_code'
  | 'owner' | 'territory' | 'parent' | 'measure' | 'category' | 'plain' | 'ignore'

/** Typed gives a column the closed lists of types and roles, which the document names as plain text. */
type Typed<C extends { type: string; role: string }> = Omit<C, 'type' | 'role'> & { type: ColumnType; role: Role }

export type Upload = Schemas['IngestUpload']
export type Dialect = Schemas['IngestDialect']
export type PreviewColumn = Typed<Schemas['IngestPreviewColumn']>
export type Preview = Omit<Schemas['IngestPreview'], 'columns'> & { columns: PreviewColumn[] }
export type ColumnChoice = Schemas['IngestColumnChoice']

export type Column = Typed<Schemas['Column']>
export type Snapshot = Omit<Schemas['Snapshot'], 'columns'> & { columns: Column[] }
export type Rejection = Schemas['Rejection']
export type Dataset = Schemas['DatasetItem']

export type Value = string | number | boolean | null
export type Unit = Omit<Schemas['Unit'], 'values'> & { values: Record<string, Value> }

export type Alignment = Schemas['AlignmentItem']
export type LegendArea = Schemas['LegendArea']
export type Legend = Schemas['Legend']
export type BoundaryMove = Schemas['BoundaryMove']
export type BoundaryMoveList = Schemas['BoundaryMoveList']
export type ChangeOp = Schemas['Edit']
export type AreaChange = Schemas['UpdateArea']
export type Exceptions = Schemas['Exceptions']
export type Against = 'rules' | 'optimised'
export type Overlay = Schemas['Overlay']
export type Coverage = Schemas['CoverageMatrix']
export type Target = Schemas['Target']
export type AreaUser = Schemas['AreaUser']
export type View = Schemas['View']
export type Focus = Schemas['Focus']
export type Sample = Schemas['Sample']
export type VersionDiff = Schemas['VersionDiff']
export type AccountTarget = Schemas['AccountTargetItem']
export type AccountTargetDetail = Schemas['AccountTargetDetail']
export type Spread = Schemas['Spread']
export type MidYearEvent = Schemas['MidYearEvent']
export type MergeAnswer = Schemas['MergeAnswer']
export type HistoryEntry = Schemas['ChangeSummary']

export type StartFrom =
  | { kind: 'empty'; levels?: string[] }
  | { kind: 'fields'; fields: string[] }
  | { kind: 'copy'; from: string }
  | { kind: 'sample'; sample: string }
  | { kind: 'tree'; tree: string }

export type OptimizeRequest = Schemas['OptimizeRequest']
export type Figures = Schemas['Figures']
export type Report = Schemas['OptimizeReport']
export type ReportArea = Schemas['OptimizeAreaReport']
export type Draft = Schemas['DraftItem']
export type Why = Schemas['OptimizeWhy']

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
export type Job = Omit<Schemas['Job'], 'state'> & { state: JobState }

/** What an import job leaves in its result. */
export interface ImportResult {
  snapshotId: string
  rows: number
  accepted: number
  rejected: Record<string, number>
  seconds: number
}

export type Comparison = Schemas['CompareComparison']
export type ComparisonArea = Schemas['CompareArea']
export type Publication = Schemas['PublishPublication']
export type PublicationFormat = Schemas['PublishInputBody']['formats'][number]
export type PlanFigures = Schemas['OptimizePlanFigures']
export type ExploredPlan = Schemas['OptimizeExploredPlan']
export type Exploration = Schemas['OptimizeExploration']
export type CostedCurve = Schemas['OptimizeCostedCurve']
export type CostedPoint = Schemas['OptimizeCostedPoint']
export type WhatIf = Schemas['OptimizeWhatIf']
export type WhatIfAnswer = Schemas['OptimizePreview']
