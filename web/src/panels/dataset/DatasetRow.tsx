import { Badge, Group, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Dataset } from '../../api/types'
import { t } from '../../i18n'
import { ago, count } from '../../ui/format'
import classes from './DatasetRow.module.css'

/** DatasetRow is a dataset in the list of all. */
export function DatasetRow({ dataset }: { dataset: Dataset }) {
  const units = dataset.snapshot?.units
  const rejected = dataset.snapshot?.rejected ?? 0
  return (
    <Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }} className={classes.row}>
      <div className={classes.name}>
        <Group gap={8} wrap="nowrap">
          <Text fw={620} lineClamp={2}>{dataset.name}</Text>
          {dataset.archived && <Badge variant="light" color="gray">{t('data.archived')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">{t('data.changedAgo', { ago: ago(dataset.updated) })}</Text>
      </div>
      <Figure value={units === undefined ? '–' : count(units)} label={t('data.unitsLabel', { count: units ?? 0 })} />
      <Figure value={count(dataset.alignments ?? 0)} label={t('data.alignmentsLabel', { count: dataset.alignments ?? 0 })} />
      <div className={classes.note}>
        {!dataset.currentSnapshot && <Text size="sm" c="dimmed">{t('data.nothingImported')}</Text>}
        {rejected > 0 && <Text size="sm" c="var(--bw-over)">{t('data.rejectedRows', { count: rejected })}</Text>}
      </div>
      <IconArrowRight size={18} className={classes.arrow} aria-hidden />
    </Link>
  )
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div className={classes.figure}>
      <span className="num">{value}</span>
      <Text size="xs" c="dimmed">{label}</Text>
    </div>
  )
}
