import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconLink, IconStack2 } from '@tabler/icons-react'
import { layers, type Layer } from '../edit/viewLink'
import { t } from '../i18n'
import classes from './MapLayers.module.css'

interface Props {
  on: ReadonlySet<Layer>
  onChange: (on: ReadonlySet<Layer>) => void
  onLink: () => void
  /** Further buttons of the corner. */
  children?: React.ReactNode
}

const label = (layer: Layer): string => {
  switch (layer) {
    case 'units':
      return t('look.layerUnits')
    case 'shapes':
      return t('look.layerShapes')
    case 'names':
      return t('look.layerNames')
    case 'places':
      return t('look.layerPlaces')
    case 'lines':
      return t('look.layerLines')
    case 'locks':
      return t('look.layerLocks')
  }
}

/** MapLayers says what the map shows, and gives away a link to just this view. */
export function MapLayers({ on, onChange, onLink, children }: Props) {
  const toggle = (layer: Layer) => {
    const next = new Set(on)
    if (!next.delete(layer)) next.add(layer)
    onChange(next)
  }
  return (
    <div className={classes.corner}>
      {children}
      <Menu position="left-end">
        <Menu.Target>
          <Tooltip label={t('look.layers')} position="left"><ActionIcon variant="default" size={32} aria-label={t('look.layers')}><IconStack2 size={16} /></ActionIcon></Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('look.layersShown')}</Menu.Label>
          {layers.map((layer) => (
            <Menu.CheckboxItem key={layer} checked={on.has(layer)} onChange={() => toggle(layer)}>
              {label(layer)}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t('look.share1')} position="left"><ActionIcon variant="default" size={32} aria-label={t('look.share1')} onClick={onLink}><IconLink size={16} /></ActionIcon></Tooltip>
    </div>
  )
}
