import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowDown, IconArrowMerge, IconArrowUp, IconCalendarEvent, IconDots, IconFocus2, IconForms, IconHierarchy2, IconPlus, IconSitemap, IconSortAZ, IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { ChangeOp, Legend, LegendArea } from '../api/types'
import { order, siblings } from '../edit/treeMoves'
import { t } from '../i18n'
import { AreaForm } from './AreaForm'
import { AddAreas, DeleteArea, MergeAreas, MoveArea } from './AreaDialogs'
import { EventDialog } from './EventDialog'

export interface AreaActions {
  alignmentId: string
  version: number
  busy: boolean
  error: unknown
  onOps: (ops: ChangeOp[], after: () => void) => void
  onFocus: (area: number) => void
  onDraft: (draft: string) => void
}

type Dialog = 'form' | 'add' | 'split' | 'move' | 'merge' | 'delete' | 'event'

/** AreaMenu is everything that can be done to an area of the tree. */
export function AreaMenu({ legend, area, actions }: { legend: Legend; area: LegendArea; actions: AreaActions }) {
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const run = (...ops: ChangeOp[]) => actions.onOps(ops, close)
  const beside = siblings(legend.areas, area.parent)
  const at = beside.indexOf(area.number)
  const shared = { legend, area, actions, onRun: run, onClose: close }
  return (
    <>
      <Menu position="top-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t('areas.moreFor', { name: area.name })}><IconDots size={15} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconForms size={15} />} onClick={() => setDialog('form')}>{t('areas.properties')}</Menu.Item>
          <Menu.Item leftSection={<IconFocus2 size={15} />} onClick={() => actions.onFocus(area.number)}>{t('areas.focusOn')}</Menu.Item>
          <Menu.Item leftSection={<IconCalendarEvent size={15} />} onClick={() => setDialog('event')}>{t('areas.midYearChange')}</Menu.Item>
          <Menu.Divider />
          {area.leaf && area.units > 0
            ? <Menu.Item leftSection={<IconSitemap size={15} />} onClick={() => setDialog('split')}>{t('areas.planAreasBelow')}</Menu.Item>
            : <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setDialog('add')}>{t('areas.addAreasBelow')}</Menu.Item>}
          <Menu.Item leftSection={<IconHierarchy2 size={15} />} onClick={() => setDialog('move')}>{t('areas.moveTo')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowMerge size={15} />} onClick={() => setDialog('merge')}>{t('areas.mergeInto')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowUp size={15} />} disabled={at <= 0} onClick={() => run(order(area.parent, beside, at, at - 1))}>{t('areas.moveUp')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={15} />} disabled={at < 0 || at === beside.length - 1} onClick={() => run(order(area.parent, beside, at, at + 1))}>{t('areas.moveDown')}</Menu.Item>
          <Menu.Item leftSection={<IconSortAZ size={15} />} onClick={() => run({ sortAreas: { parent: area.parent } })}>{t('areas.sortBesideByName')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDialog('delete')}>{t('areas.delete3')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'form' && (
        <AreaForm area={area} measures={legend.measures} busy={actions.busy} error={actions.error} onClose={close} onSave={(change) => run({ updateArea: change })} />
      )}
      {dialog === 'add' && <AddAreas {...shared} below={false} />}
      {dialog === 'split' && <AddAreas {...shared} below />}
      {dialog === 'move' && <MoveArea {...shared} />}
      {dialog === 'merge' && <MergeAreas {...shared} />}
      {dialog === 'delete' && <DeleteArea {...shared} />}
      {dialog === 'event' && <EventDialog {...shared} />}
    </>
  )
}
