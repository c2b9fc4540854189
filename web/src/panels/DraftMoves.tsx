import { Button, Group, Modal, Skeleton, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { Comparison, Legend, Snapshot } from '../api/types'
import { leftOut, moveEffects, partWithout, settled, type MoveEffect } from '../edit/chosenMoves'
import type { Part } from '../edit/draftPart'
import { movedUnits, type FlowFilter } from '../edit/moves'
import { t } from '../i18n'
import { compact, count, deviation } from '../ui/format'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import classes from './DraftMoves.module.css'
import { measureName } from './measures'
import { MovedUnits } from './MovedUnits'

interface Props {
  /** The plan as it is against the draft; undefined while it loads. */
  comparison: Comparison | undefined
  snapshot: Snapshot
  now: Legend
  draft: Legend
  left: Int32Array
  right: Int32Array
  numbers: readonly Float64Array[] | undefined
  part: Part
  onChoose: (part: Part) => void
  onClose: () => void
}

/** DraftMoves chooses which moves of a draft are wanted: all but those left out, one by one, in ranges, by area or by filter. */
export function DraftMoves(props: Props) {
  const phone = useMediaQuery('(max-width: 760px)')
  return (
    <Modal opened onClose={props.onClose} size="min(1180px, 96vw)" fullScreen={phone} title={<Text fw={640} size="lg">{t('optimise.movesTitle')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}>
      {props.comparison ? <Choice {...props} comparison={props.comparison} /> : <Skeleton height={420} />}
    </Modal>
  )
}

function Choice({ comparison, snapshot, now, draft, left, right, numbers, part, onChoose, onClose }: Props & { comparison: Comparison }) {
  const moved = useMemo(() => movedUnits(comparison.areas, left, right), [comparison.areas, left, right])
  const [out, setOut] = useState<ReadonlySet<number>>(() => leftOut(part, moved))
  const [flow, setFlow] = useState<FlowFilter>({})
  const effects = useMemo(
    () => numbers && moveEffects(now, draft, left, right, numbers, moved.filter((unit) => !out.has(unit))),
    [now, draft, left, right, numbers, moved, out],
  )
  const wanted = moved.length - out.size
  return (
    <>
      <div className={classes.list}>
        <Text size="sm" c="dimmed" mb="sm">{t('optimise.chooseMovesText')}</Text>
        <MovedUnits {...{ comparison, snapshot, left, right, flow }} onFlow={setFlow} choice={{ out, onSet: (units, back) => setOut((held) => settled(held, units, back)) }} />
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
