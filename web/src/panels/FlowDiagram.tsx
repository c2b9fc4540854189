import { Text, useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { Comparison } from '../api/types'
import { hex } from '../columns/palette'
import { layFlows, type Band, type FlowNode } from '../edit/compare'
import { t } from '../i18n'
import { count } from '../ui/format'
import { Card } from '../ui/Page'
import classes from './FlowDiagram.module.css'

const most = 24
/** Sizes of the diagram, with as much room on each side for names. */
interface Sizes { width: number; height: number; side: number }
const wide: Sizes = { width: 900, height: 460, side: 250 }
const narrow: Sizes = { width: 400, height: 560, side: 142 }
const line = 20

/** FlowDiagram draws the largest flows of units between areas as bands, from the left plan to the right one. */
export function FlowDiagram({ comparison, onFlow }: { comparison: Comparison; onFlow: (flow: { from: number; to: number }) => void }) {
  const [lit, setLit] = useState<Band>()
  const scheme = useComputedColorScheme('light')
  const sizes = useMediaQuery('(max-width: 760px)') ? narrow : wide
  const { width, height, side } = sizes
  const shown = comparison.moves.flows.slice(0, most)
  if (shown.length < 2) return null
  const { left, right, bands } = layFlows(shown)
  const names = new Map([...left.map((node) => [`l${node.area}`, node.name] as const), ...right.map((node) => [`r${node.area}`, node.name] as const)])
  const said = (band: Band) => t('versus.flowSaid', { from: names.get(`l${band.from}`) || t('common.unassigned'), to: names.get(`r${band.to}`) || t('common.unassigned'), count: band.units })
  return (
    <div className={classes.frame}><Card>
      <svg className={classes.diagram} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${t('versus.flows')}: ${bands.slice(0, 8).map(said).join('; ')}`} onMouseLeave={() => setLit(undefined)}>
        {bands.map((band) => (
          <path key={`${band.from} ${band.to}`} d={ribbon(band, sizes)} fill={hex(band.from, scheme)} className={classes.band} data-faded={lit !== undefined && lit !== band} onMouseEnter={() => setLit(band)} onClick={() => onFlow(band)}>
            <title>{said(band)}</title>
          </path>
        ))}
        {left.map((node) => <Node key={`l${node.area}`} node={node} x={side - 8} names={0} sizes={sizes} />)}
        {right.map((node) => <Node key={`r${node.area}`} node={node} x={width - side} names={width - side + 16} sizes={sizes} />)}
      </svg>
      <Text size="xs" c="dimmed" mt={8}>{lit ? said(lit) : t('versus.flowsShown', { shown: shown.length })}</Text>
    </Card></div>
  )
}

function ribbon({ left, right, width: share }: Band, { width, height, side }: Sizes): string {
  const w = Math.max(1.2, share * height)
  const [a, b, x1, x2] = [left * height, right * height, side, width - side]
  const middle = (x1 + x2) / 2
  return `M${x1} ${a}C${middle} ${a} ${middle} ${b} ${x2} ${b}V${b + w}C${middle} ${b + w} ${middle} ${a + w} ${x1} ${a + w}Z`
}

/** Node is an area with its name beside it, from names on; a name without room ends in dots. */
function Node({ node, x, names, sizes: { height, side } }: { node: FlowNode; x: number; names: number; sizes: Sizes }) {
  const tall = Math.max(1.5, node.height * height)
  return (
    <g>
      <rect x={x} y={node.top * height} width={8} height={tall} rx={2} className={classes.node} />
      <foreignObject x={names} y={node.top * height + (tall - line) / 2} width={side - 16} height={line}>
        <div className={classes.label} data-left={names === 0 || undefined}>
          <span className={classes.name}>{node.name || t('common.unassigned')}</span> <span className={classes.count}>{count(node.units)}</span>
        </div>
      </foreignObject>
    </g>
  )
}
