import { Button, Group, Text } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../i18n'
import classes from './Tour.module.css'

/** The steps, and what each points at: the value of a data-tour attribute, or nothing. */
const steps = [
  { name: 'welcome', at: undefined }, { name: 'areas', at: 'side' }, { name: 'carve', at: 'tools' }, { name: 'optimise', at: 'optimise' },
  { name: 'history', at: 'history' }, { name: 'compare', at: 'compare' }, { name: 'publish', at: 'publish' }, { name: 'end', at: 'help' },
] as const

const size = { width: 340, height: 210, gap: 14 }

/** Tour leads through the desk in a few steps. Arrow keys go on and back, Escape ends it. */
export function Tour({ onClose }: { onClose: () => void }) {
  const [k, setK] = useState(0)
  const step = steps[k] ?? steps[0]
  const box = usePlace(step.at)
  const card = useRef<HTMLDivElement>(null)
  const last = k === steps.length - 1
  const go = (to: number) => (to >= steps.length ? onClose() : setK(Math.max(0, to)))
  useEffect(() => {
    card.current?.focus()
  }, [k])
  const press = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'ArrowRight') go(k + 1)
    else if (event.key === 'ArrowLeft') go(k - 1)
    else return
    event.stopPropagation()
    event.preventDefault()
  }
  return (
    <section aria-label={t('help.tour')}>
      {box && <div className={classes.ring} style={{ left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 }} />}
      <div ref={card} className={classes.card} style={placeOf(box)} role="dialog" aria-labelledby="tour-title" aria-describedby="tour-text" tabIndex={-1} onKeyDown={press}>
        <Text id="tour-title" fw={640} size="lg">{t(`help.tour_${step.name}`)}</Text>
        <Text id="tour-text" size="sm" mt={4}>{t(`help.tour_${step.name}Text`)}</Text>
        <Group justify="space-between" mt="md" wrap="nowrap">
          <Text size="xs" c="dimmed" className="num">{t('help.stepOf', { step: k + 1, steps: steps.length })}</Text>
          <Group gap={8} wrap="nowrap">
            {!last && <Button size="xs" variant="subtle" color="gray" onClick={onClose}>{t('help.skip')}</Button>}
            {k > 0 && <Button size="xs" variant="default" onClick={() => go(k - 1)}>{t('help.back')}</Button>}
            <Button size="xs" onClick={() => go(k + 1)}>{last ? t('help.done') : k === 0 ? t('help.start') : t('help.next')}</Button>
          </Group>
        </Group>
      </div>
    </section>
  )
}

/** usePlace is where the target of a step is on the screen, undefined when it is not shown. */
function usePlace(at: string | undefined): DOMRect | undefined {
  const [box, setBox] = useState<DOMRect>()
  useLayoutEffect(() => {
    const measure = () => {
      const found = at ? document.querySelector(`[data-tour="${at}"]`)?.getBoundingClientRect() : undefined
      setBox(found && found.width > 0 ? found : undefined)
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [at])
  return box
}

/** placeOf puts the card beside its target, inside the window, or into the middle. */
function placeOf(box: DOMRect | undefined): React.CSSProperties {
  const { width, height, gap } = size
  if (!box) return { left: '50%', top: '50%', transform: 'translate(-50%, -50%)' }
  const right = box.right + gap
  const left = right + width < window.innerWidth ? right : Math.max(12, Math.min(box.left, window.innerWidth - width - 12))
  const beside = right + width < window.innerWidth
  const top = beside ? box.top : box.bottom + gap
  return { left, top: Math.max(12, Math.min(top, window.innerHeight - height - 12)) }
}
