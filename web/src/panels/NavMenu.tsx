import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowsLeftRight, IconCloudDataConnection, IconDatabase, IconListCheck, IconMap2, IconMenu2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { t } from '../i18n'
import { HelpItems, SettingsItems } from './help/SettingsMenu'
import { JobsDrawer } from './JobsDrawer'

/** places are the parts of the program that every page leads to. */
export const places = [
  { to: '/', name: 'shell.datasets', Icon: IconDatabase },
  { to: '/boundaries', name: 'shell.boundarySets', Icon: IconMap2 },
  { to: '/connections', name: 'shell.connections', Icon: IconCloudDataConnection },
  { to: '/compare', name: 'shell.compareAlignments', Icon: IconArrowsLeftRight },
] as const

export type Place = (typeof places)[number]['to']

/** NavMenu holds on a phone all that has buttons of its own in a wider bar, beginning with what the page itself leads to. */
export function NavMenu({ first }: { first?: React.ReactNode }) {
  const [jobs, { open, close }] = useDisclosure(false)
  return (
    <>
      <Menu position="bottom-end" width={270} withinPortal={false} styles={{ dropdown: { maxHeight: 'calc(100dvh - 70px)', overflowY: 'auto' } }}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('shell.menu')}><IconMenu2 size={20} stroke={1.7} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {first && <>{first}<Menu.Divider /></>}
          {places.map(({ to, name, Icon }) => (
            <Menu.Item key={to} leftSection={<Icon size={16} />} renderRoot={(props) => <Link to={to} {...props} />}>{t(name)}</Menu.Item>
          ))}
          <Menu.Item leftSection={<IconListCheck size={16} />} onClick={open}>{t('shell.jobs')}</Menu.Item>
          <Menu.Divider />
          <HelpItems />
          <SettingsItems />
        </Menu.Dropdown>
      </Menu>
      <JobsDrawer opened={jobs} onClose={close} />
    </>
  )
}
