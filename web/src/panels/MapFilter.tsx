import { ActionIcon, CloseButton, Loader, Tooltip } from '@mantine/core'
import { IconFilter, IconPointer, IconZoomIn } from '@tabler/icons-react'
import { t } from '../i18n'
import { words } from '../ui/said'
import classes from './MapFilter.module.css'

interface Props {
  /** What the filter is called. */
  name: string
  /** How many units it shows; undefined while that is not known. */
  units: number | undefined
  error: Error | null
  onSelect: () => void
  onZoom: () => void
  onClear: () => void
}

/** MapFilter says on the map that only some units are shown, which they are, and lets go of the filter. */
export function MapFilter({ name, units, error, onSelect, onZoom, onClear }: Props) {
  return (
    <section className={classes.chip} aria-label={t('look.filter')} data-bad={error !== null}>
      <IconFilter size={15} className={classes.icon} aria-hidden />
      <span className={classes.text} role="status">
        <span className={classes.name} title={name}>{name}</span>
        {error ? <span className={classes.error}>{words(error)}</span> : units !== undefined && <span className={`${classes.count} num`}>{t('common.units', { count: units })}</span>}
      </span>
      {units === undefined && !error && <Loader size={14} />}
      {units !== undefined && units > 0 && (
        <>
          <Tooltip label={t('look.filterZoom')}><ActionIcon variant="subtle" color="gray" size={28} aria-label={t('look.filterZoom')} onClick={onZoom}><IconZoomIn size={15} /></ActionIcon></Tooltip>
          <Tooltip label={t('look.filterSelect')}><ActionIcon variant="subtle" color="gray" size={28} aria-label={t('look.filterSelect')} onClick={onSelect}><IconPointer size={15} /></ActionIcon></Tooltip>
        </>
      )}
      <CloseButton size={28} iconSize={15} aria-label={t('look.filterClear')} onClick={onClear} />
    </section>
  )
}
