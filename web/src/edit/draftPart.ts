import { list } from '../ui/format'
import { t } from '../i18n'

/** The part of a draft that a planner wants: all moves into and out of some areas, and single moves: of units, or of boundaries where the draft gives whole ones away. */
export interface Part {
  areas: readonly number[]
  moves: readonly number[]
  /** Moves left out of all; only where neither areas nor moves are wanted. */
  except: readonly number[]
}

export const noPart: Part = { areas: [], moves: [], except: [] }

/** toggled puts an area or a move into a part, or takes it out. */
export function toggled(part: Part, kind: 'areas' | 'moves', id: number): Part {
  const held = part[kind]
  return { ...part, except: [], [kind]: held.includes(id) ? held.filter((other) => other !== id) : [...held, id].sort((a, b) => a - b) }
}

export const isEmpty = (part: Part): boolean => part.areas.length === 0 && part.moves.length === 0 && part.except.length === 0

/** said names a part in words: "2 areas and 1 move". */
export function said(part: Part): string {
  if (part.except.length > 0) return t('optimise.allButMoves', { count: part.except.length })
  const words = [part.areas.length > 0 ? t('common.areas', { count: part.areas.length }) : '', part.moves.length > 0 ? t('common.moves', { count: part.moves.length }) : '']
  return list(words.filter((word) => word !== ''))
}

/** lastAccepted is the optimisation that was accepted last, whole or in part, which can say why units are where they are. */
export const lastAccepted = (drafts: readonly { id: string; state: string; decided?: string | undefined }[]): string | undefined =>
  drafts.filter((draft) => draft.state === 'accepted').reduce<{ id: string; decided?: string | undefined } | undefined>((last, draft) => ((draft.decided ?? '') >= (last?.decided ?? '') ? draft : last), undefined)?.id
