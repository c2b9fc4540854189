import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { t } from '../i18n'
import { HelpMenu, SettingsMenu } from './help/SettingsMenu'
import { JobsButton } from './JobsDrawer'
import { Logo } from './Logo'
import { NavMenu, places, type Place } from './NavMenu'
import classes from './TopBar.module.css'

interface Props {
  /** What is being looked at, from the outside in; the last one is the page itself. */
  trail?: React.ReactNode[]
  actions?: React.ReactNode
  /** Actions that a narrow window has in its menu instead. */
  wide?: React.ReactNode
  /** The wide actions as items, which the menu of a narrow window begins with. */
  menu?: React.ReactNode
}

/** TopBar is on every page: where one is, what can be done with it, and the way to everything else. */
export function TopBar({ trail = [], actions, wide, menu }: Props) {
  return (
    <header className={classes.bar}>
      <a href="#content" className="skip">{t('shell.skipContent')}</a>
      <Link to="/" className={classes.home} aria-label={t('shell.bailiwickAllDatasets')}><Logo /></Link>
      {trail.length > 0 && (
        <nav aria-label={t('shell.whereYou')} className={classes.trail}>
          {trail.map((step, k) => (
            <span key={k} className={classes.step} data-last={k === trail.length - 1 || undefined}>
              <IconChevronRight size={14} className={classes.chevron} aria-hidden />
              <span className={classes.words}>{step}</span>
            </span>
          ))}
        </nav>
      )}
      <div className={classes.space} />
      {wide && <Group gap={10} wrap="nowrap" className={classes.wide}>{wide}</Group>}
      {actions}
      <Group gap={2} wrap="nowrap" className={classes.fixed}>
        {places.map(({ to, name, Icon }) => <Round key={to} label={t(name)} to={to}><Icon size={18} stroke={1.7} /></Round>)}
        <JobsButton />
        <SettingsMenu />
        <span data-tour="help"><HelpMenu /></span>
      </Group>
      <div className={classes.phone}><NavMenu first={menu} /></div>
    </header>
  )
}

function Round({ label, to, children }: { label: string; to: Place; children: React.ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label}
        renderRoot={(props) => <Link to={to} {...props} />}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
