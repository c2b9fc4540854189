import { ActionIcon, Menu, Select, Text } from '@mantine/core'
import { IconArrowBackUp, IconDots, IconFlag, IconGitBranch, IconHistory, IconRestore } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { legendQuery } from '../api/alignments'
import { useBranch, useNameVersion, useRestore, useRevert } from '../api/planning'
import type { Legend, MergeAnswer } from '../api/types'
import { paths } from '../edit/treeMoves'
import { t } from '../i18n'
import { NameModal } from '../ui/NameModal'
import { done, failed } from '../ui/toast'
import { ChoiceDialog } from './ChoiceDialog'
import { Frame } from './Frame'

interface Props { id: string; version: number; at: number; reason: string; legend: Legend; onOpen: (alignment: string) => void }

/** VersionMenu is what can be done with a version of the history; nothing of it loses what came after. */
export function VersionMenu({ id, version, at, reason, legend, onOpen }: Props) {
  const [dialog, setDialog] = useState<'name' | 'branch' | 'area'>()
  const [conflicts, setConflicts] = useState<MergeAnswer>()
  const restore = useRestore(id)
  const revert = useRevert(id)
  const name = useNameVersion(id)
  const branch = useBranch(id)
  const close = () => setDialog(undefined)
  const takeBack = (choices?: Record<string, 'ours' | 'theirs'>) =>
    revert.mutate({ version: at, ...(choices ? { choices } : {}) }, {
      onSuccess: (answer) => {
        setConflicts(answer.stored ? undefined : answer)
        if (answer.stored) done(t('history.changeTakenBack'), t('history.whatCameAfterStays'))
      },
      onError: (error) => failed(t('history.wasNotTakenBack'), error),
    })
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('history.moreForVersion', { at })}><IconDots size={15} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRestore size={15} />} disabled={at === version}
            onClick={() => restore.mutate({ expectedVersion: version, version: at }, {
              onSuccess: () => done(t('history.versionRestored', { at }), t('history.undoGoesBackWhat')),
              onError: (error) => failed(t('history.versionWasNotRestored'), error),
            })}>{t('history.restoreVersion')}</Menu.Item>
          <Menu.Item leftSection={<IconHistory size={15} />} disabled={at === version} onClick={() => setDialog('area')}>{t('history.restoreOneArea')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowBackUp size={15} />} disabled={at === 1} onClick={() => takeBack()}>{t('history.takeBackChangeOnly')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFlag size={15} />} onClick={() => setDialog('name')}>{t('history.nameVersion')}</Menu.Item>
          <Menu.Item leftSection={<IconGitBranch size={15} />} onClick={() => setDialog('branch')}>{t('history.branchFromHere')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'name' && (
        <NameModal title={t('history.nameVersion2', { at })} name="" action={t('history.nameIt')} busy={name.isPending} error={name.error} onClose={close}
          onName={(text) => name.mutate({ name: text, version: at }, { onSuccess: close })} />
      )}
      {dialog === 'branch' && (
        <NameModal title={t('history.branchFromVersion', { at })} name={t('history.branchOf', { reason }).slice(0, 60)} action={t('history.branch')} busy={branch.isPending} error={branch.error} onClose={close}
          onName={(text) => branch.mutate({ name: text, version: at }, {
            onSuccess: (made) => {
              done(t('history.branchMade'), t('history.workCanBeMerged'))
              close()
              onOpen(made.id)
            },
          })} />
      )}
      {dialog === 'area' && <RestoreArea id={id} version={version} at={at} legend={legend} onClose={close} />}
      {conflicts && (
        <ChoiceDialog title={t('history.takeBackVersion', { at })} answer={conflicts} busy={revert.isPending} ours={t('history.keepWhatThereNow')} theirs={t('history.takeBack')}
          onChoose={takeBack} onClose={() => setConflicts(undefined)} />
      )}
    </>
  )
}

function RestoreArea({ id, version, at, legend, onClose }: { id: string; version: number; at: number; legend: Legend; onClose: () => void }) {
  const [area, setArea] = useState<string | null>(null)
  const then = useQuery(legendQuery(id, at, []))
  const restore = useRestore(id)
  const named = then.data ? paths(then.data) : new Map<number, string>()
  const present = new Set(legend.areas.map((a) => a.number))
  const choices = (then.data?.areas ?? []).map((a) => ({ value: String(a.number), label: present.has(a.number) ? (named.get(a.number) ?? a.name) : t('history.deletedSince', { area: named.get(a.number) ?? a.name }) }))
  choices.sort((a, b) => Number(present.has(Number(a.value))) - Number(present.has(Number(b.value))))
  return (
    <Frame title={t('history.restoreAreaVersion', { at })} action={t('history.restore')} ready={area !== null} busy={restore.isPending} error={restore.error} onClose={onClose}
      onSubmit={() => restore.mutate({ expectedVersion: version, version: at, area: Number(area) }, {
        onSuccess: () => {
          done(t('history.areaRestored'), t('history.undoTakesBack'))
          onClose()
        },
      })}>
      <Select label={t('history.area')} searchable limit={200} data={choices} value={area} onChange={setArea} data-autofocus disabled={!then.data} />
      <Text size="xs" c="dimmed">{t('history.comesBackWithWhat')}</Text>
    </Frame>
  )
}
