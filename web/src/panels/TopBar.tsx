import { ActionIcon, Group, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconArrowsLeftRight, IconChevronRight, IconDatabase, IconMap2, IconMoon, IconSun } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { JobsButton } from './JobsDrawer'
import { Logo } from './Logo'
import classes from './TopBar.module.css'

interface Props {
  /** What is being looked at, from the outside in; the last one is the page itself. */
  trail?: React.ReactNode[]
  actions?: React.ReactNode
}

/** TopBar is on every page: where one is, what can be done with it, and the way to everything else. */
export function TopBar({ trail = [], actions }: Props) {
  return (
    <header className={classes.bar}>
      <a href="#content" className="skip">Skip to content</a>
      <Link to="/" className={classes.home} aria-label="Bailiwick, all datasets"><Logo /></Link>
      {trail.length > 0 && (
        <nav aria-label="Where you are" className={classes.trail}>
          {trail.map((step, k) => (
            <span key={k} className={classes.step} data-last={k === trail.length - 1 || undefined}>
              <IconChevronRight size={14} className={classes.chevron} aria-hidden />
              {step}
            </span>
          ))}
        </nav>
      )}
      <div className={classes.space} />
      {actions}
      <Group gap={2} wrap="nowrap" className={classes.fixed}>
        <Round label="Datasets" to="/"><IconDatabase size={18} stroke={1.7} /></Round>
        <Round label="Boundary sets" to="/boundaries"><IconMap2 size={18} stroke={1.7} /></Round>
        <Round label="Compare alignments" to="/compare"><IconArrowsLeftRight size={18} stroke={1.7} /></Round>
        <JobsButton />
        <SchemeButton />
      </Group>
    </header>
  )
}

function Round({ label, to, children }: { label: string; to: '/' | '/compare' | '/boundaries'; children: React.ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} className={classes.wide}
        renderRoot={(props) => <Link to={to} {...props} />}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function SchemeButton() {
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const other = scheme === 'light' ? 'dark' : 'light'
  const label = `Switch to ${other} colours`
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} onClick={() => setColorScheme(other)}>
        {scheme === 'light' ? <IconMoon size={18} stroke={1.7} /> : <IconSun size={18} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  )
}
