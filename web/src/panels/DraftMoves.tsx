import { Button, Group, Modal, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'
import type { BoundaryMoveList, Comparison, Legend, Snapshot } from '../api/types'
import { leftOut, moveEffects, partWithout, settled, shiftOfBoundaries, shiftOfUnits, type MoveEffect, type Shift } from '../edit/chosenMoves'
import type { Part } from '../edit/draftPart'
import { movedUnits, type FlowFilter } from '../edit/moves'
import { t } from '../i18n'
import { compact, count, deviation } from '../ui/format'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import { BoundaryMoves } from './BoundaryMoves'
import classes from './DraftMoves.module.css'
import { measureName } from './measures'
import { MovedUnits } from './MovedUnits'
import type { MoveChoice } from './MoveTable'

interface Props {
  now: Legend
  draft: Legend
  part: Part
  onChoose: (part: Part) => void
  onClose: () => void
}

interface UnitProps extends Props {
  /** The plan as it is against the draft. */
  comparison: Comparison
  snapshot: Snapshot
  left: Int32Array
  right: Int32Array
  numbers: readonly Float64Array[] | undefined
}

/** MovesDialog is the frame in which the moves of a draft are chosen. */
export function MovesDialog({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  const phone = useMediaQuery('(max-width: 760px)')
  return (
    <Modal opened onClose={onClose} size="min(1180px, 96vw)" fullScreen={phone} title={<Text fw={640} size="lg">{t('optimise.movesTitle')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}>
      {children}
    </Modal>
  )
}

/** UnitMoves chooses which units of a draft move: all but those left out, one by one, in ranges, by area or by filter. */
export function UnitMoves({ comparison, snapshot, left, right, numbers, ...rest }: UnitProps) {
  const moved = useMemo(() => movedUnits(comparison.areas, left, right), [comparison.areas, left, right])
  const [flow, setFlow] = useState<FlowFilter>({})
  const shift = useCallback((chosen: Iterable<number>) => numbers && shiftOfUnits(left, right, numbers, chosen), [left, right, numbers])
  return <Choice {...rest} moved={moved} shift={shift} list={(choice) => <MovedUnits {...{ comparison, snapshot, left, right, flow, choice }} onFlow={setFlow} />} />
}

/** WholeBoundaryMoves chooses which boundaries of a draft are given away, each with the units in it. */
export function WholeBoundaryMoves({ draftId, list, ...rest }: Props & { draftId: string; list: BoundaryMoveList }) {
  const byIndex = useMemo(() => new Map(list.moves.map((move) => [move.boundary, move])), [list])
  const moved = useMemo(() => Uint32Array.from(byIndex.keys()), [byIndex])
  const shift = useCallback((chosen: Iterable<number>) => shiftOfBoundaries(list.measures.length, byIndex, chosen), [list, byIndex])
  return <Choice {...rest} moved={moved} shift={shift} list={(choice) => <BoundaryMoves draftId={draftId} moves={list.moves} measures={list.measures} now={rest.now} draft={rest.draft} choice={choice} />} />
}

interface ChoiceProps extends Props {
  moved: Uint32Array
  /** What some moves take from and give to areas; undefined while it is not known. */
  shift: (chosen: Iterable<number>) => Shift | undefined
  list: (choice: MoveChoice) => React.ReactNode
}

function Choice({ moved, shift, list, now, draft, part, onChoose, onClose }: ChoiceProps) {
  const [out, setOut] = useState<ReadonlySet<number>>(() => leftOut(part, moved))
  const effects = useMemo(() => {
    const known = shift(moved.filter((move) => !out.has(move)))
    return known && moveEffects(now, draft, known)
  }, [now, draft, shift, moved, out])
  const wanted = moved.length - out.size
  return (
    <>
      <div className={classes.list}>
        <Text size="sm" c="dimmed" mb="sm">{t('optimise.chooseMovesText')}</Text>
        {list({ out, onSet: (moves, back) => setOut((held) => settled(held, moves, back)) })}
        {effects && <Effects effects={effects} measures={now.measures} />}
      </div>
      <Group justify="space-between" gap="sm" className={classes.foot}>
        <Text size="sm" fw={560} className="num" aria-live="polite">{t('optimise.movesChosen', { wanted: count(wanted), all: count(moved.length) })}</Text>
        <Group gap={8}>
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          <Button disabled={wanted === 0} onClick={() => { onChoose(partWithout(out, moved)); onClose() }}>{t('optimise.useMoves', { count: wanted })}</Button>
        </Group>
      </Group>
    </>
  )
}

function Effects({ effects, measures }: { effects: readonly MoveEffect[]; measures: readonly string[] }) {
  return (
    <Scroll label={t('optimise.effectOfMoves')}>
      <table className={table.table} data-testid="moves-effect">
        <thead>
          <tr>
            <th>{t('optimise.largestDeviation')}</th>
            {[t('optimise.before'), t('optimise.withChosen'), t('optimise.withAll'), t('optimise.chosenMoves')].map((word) => <th key={word} className={table.right}>{word}</th>)}
          </tr>
        </thead>
        <tbody>
          {effects.map((effect, m) => (
            <tr key={measures[m]}>
              <th scope="row">{measureName(measures[m])}</th>
              <td className={`${table.right} num`}>{deviation(effect.now)}</td>
              <td className={`${table.right} num`}><strong>{deviation(effect.chosen)}</strong></td>
              <td className={`${table.right} num`}>{deviation(effect.all)}</td>
              <td className={`${table.right} num`}>{compact(effect.moves)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
