import { SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { conditionQuery } from '../../api/attributes'
import type { Snapshot } from '../../api/types'
import { changed, groupOf, newGroup, treeOf, type TreeGroup } from '../../edit/conditionTree'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { GroupRow } from './GroupRow'

interface Props {
  snapshot: Snapshot
  text: string
  way: 'build' | 'text'
  onWay: (way: 'build' | 'text') => void
  onText: (text: string) => void
}

/** FilterBuilder makes a condition by pointing and clicking, and lets one change to its text and back. */
export function FilterBuilder({ snapshot, text, way, onWay, onText }: Props) {
  return (
    <div style={{ marginBottom: 16 }}>
      <SegmentedControl size="xs" mb="sm" value={way} onChange={(value) => onWay(value as 'build' | 'text')} aria-label={t('data.howWritten')}
        data={[{ value: 'build', label: t('data.build') }, { value: 'text', label: t('data.asText') }]} />
      {way === 'build' && <Build snapshot={snapshot} text={text} onText={onText} />}
    </div>
  )
}

/** Build shows the tree of a condition; what a tree cannot say stays text. */
function Build({ snapshot, text, onText }: Pick<Props, 'snapshot' | 'text' | 'onText'>) {
  const [first] = useState(text)
  const parsed = useQuery({ ...conditionQuery(snapshot.id, { condition: first }), enabled: first.trim() !== '' })
  if (first.trim() !== '') {
    if (parsed.error) return <ProblemNote title={t('data.noTree')} error={parsed.error} />
    if (!parsed.data) return <Text size="sm" c="dimmed">{t('common.loading')}</Text>
    if (!parsed.data.group) return <Text size="sm" c="dimmed">{t('data.textOnly')}</Text>
  }
  return <Tree snapshot={snapshot} start={parsed.data?.group ? treeOf(parsed.data.group) : newGroup(false)} text={text} onText={onText} />
}

function Tree({ snapshot, start, text, onText }: { snapshot: Snapshot; start: TreeGroup; text: string; onText: (text: string) => void }) {
  const [tree, setTree] = useState(start)
  const [told, setTold] = useState(text)
  const group = groupOf(tree)
  const written = useQuery({ ...conditionQuery(snapshot.id, { group: group ?? {} }), enabled: group !== undefined })
  const says = group === undefined ? '' : written.data?.condition
  if (says !== undefined && says !== told) {
    setTold(says)
    queueMicrotask(() => onText(says))
  }
  const change = (key: number, how: (group: TreeGroup) => TreeGroup | undefined) => setTree((held) => changed(held, key, how) ?? newGroup(false))
  return (
    <>
      <GroupRow group={tree} columns={snapshot.columns} depth={0} onChange={change} />
      {written.error && group && <ProblemNote title={t('data.noCondition')} error={written.error} />}
      {says && <Text size="xs" c="dimmed" mt={8} ff="monospace" style={{ overflowWrap: 'anywhere' }}>{says}</Text>}
    </>
  )
}
