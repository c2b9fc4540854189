import { Button, Group, Select, Textarea } from '@mantine/core'
import { IconMapPinPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useAddComment, type NewComment } from '../api/comments'
import { unitQuery } from '../api/datasets'
import type { Legend, Snapshot } from '../api/types'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'

interface Props {
  alignmentId: string
  snapshot: Snapshot
  legend: Legend
  area: number
  selection: readonly number[]
  pick: ((place: (at: { lon: number; lat: number }) => void) => () => void) | undefined
}

interface Place { lon: number; lat: number }

/** CommentForm writes a comment; for one selected unit it can also ask for another territory. */
export function CommentForm({ alignmentId, snapshot, legend, area, selection, pick }: Props) {
  const one = selection.length === 1 ? selection[0] : undefined
  const unit = useQuery({ ...unitQuery(snapshot.id, one ?? 0), enabled: one !== undefined })
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const [wants, setWants] = useState<string | null>(null)
  const [place, setPlace] = useState<Place>()
  const [picking, setPicking] = useState(false)
  const add = useAddComment(alignmentId)
  useEffect(() => {
    if (!picking || !pick) return
    return pick((at) => {
      setPlace(at)
      setChosen('place')
      setPicking(false)
    })
  }, [picking, pick])

  const subjects = [
    { value: 'plan', label: t('comments.wholePlan') },
    ...(area > 0 ? [{ value: 'area', label: legend.areas.find((a) => a.number === area)?.name ?? t('comments.area', { area }) }] : []),
    ...(one !== undefined && unit.data ? [{ value: 'unit', label: t('comments.selectedUnit', { id: unit.data.id }) }] : []),
    ...(place ? [{ value: 'place', label: t('comments.thePlace', { lat: place.lat.toFixed(3), lon: place.lon.toFixed(3) }) }] : []),
  ]
  const about = subjects.find((s) => s.value === chosen)?.value ?? subjects.findLast((s) => s.value !== 'place')?.value ?? 'plan'
  const send = () => {
    const body: NewComment = { text, about: {} }
    if (about === 'area') body.about = { area }
    if (about === 'place' && place) body.about = { place }
    if (about === 'unit' && unit.data) {
      body.about = { unit: unit.data.id }
      if (wants !== null) body.wants = Number(wants)
    }
    add.mutate(body, {
      onSuccess: () => {
        setText('')
        setWants(null)
        setPlace(undefined)
        setChosen(undefined)
      },
    })
  }
  return (
    <div>
      <Select label={t('comments.about')} data={subjects} value={about} allowDeselect={false} onChange={(value) => setChosen(value ?? undefined)} />
      {about === 'unit' && (
        <Select mt={8} searchable clearable limit={100} label={t('comments.shouldBe')} placeholder={t('comments.onlyComment')} value={wants} onChange={setWants} nothingFoundMessage={t('comments.noTerritoryName')}
          data={[...legend.areas.filter((a) => a.leaf).map((a) => ({ value: String(a.number), label: a.name })), { value: '0', label: t('common.unassigned') }]} />
      )}
      <Textarea mt={8} autosize minRows={2} maxRows={8} label={t('comments.comment')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Group gap={8} mt={8}>
        <Button size="sm" disabled={text.trim() === ''} loading={add.isPending} onClick={send}>{about === 'unit' && wants !== null ? t('comments.challenge') : t('comments.comment')}</Button>
        {pick && (
          <Button size="sm" variant="default" leftSection={<IconMapPinPlus size={16} />} aria-pressed={picking} onClick={() => setPicking(!picking)}>
            {picking ? t('comments.clickPlace') : t('comments.pointAtPlace')}
          </Button>
        )}
      </Group>
      {add.error && <ProblemNote title={t('comments.commentWasNotKept')} error={add.error} />}
    </div>
  )
}
