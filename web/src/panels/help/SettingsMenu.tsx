import { ActionIcon, Menu, Tooltip, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { IconBook2, IconHelp, IconKeyboard, IconRoute, IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useHelp } from '../../edit/help'
import { chooseLanguage, chosenLanguage, languages, t, type Language } from '../../i18n'
import { chooseContrast, contrast, type Contrast } from '../../ui/contrast'

const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark']
const contrasts: readonly Contrast[] = ['system', 'normal', 'high']

const tall = { dropdown: { maxHeight: 'calc(100vh - 80px)', overflowY: 'auto' } } as const

/** SettingsMenu holds what a person sets for themselves: colours, contrast and language. */
export function SettingsMenu() {
  return (
    <Menu position="bottom-end" width={250} withinPortal={false} styles={tall}>
      <Menu.Target>
        <Tooltip label={t('help.settings')}>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('help.settings')}><IconSettings size={18} stroke={1.7} /></ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown><SettingsItems /></Menu.Dropdown>
    </Menu>
  )
}

/** SettingsItems are the choices of the settings, to stand in a menu. */
export function SettingsItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [strength, setStrength] = useState(contrast)
  const spoken = chosenLanguage()
  return (
    <>
      <Menu.Label>{t('help.colours')}</Menu.Label>
      {schemes.map((scheme) => (
        <Choice key={scheme} label={t(`help.scheme_${scheme}`)} chosen={scheme === colorScheme} onChoose={() => setColorScheme(scheme)} />
      ))}
      <Menu.Label>{t('help.contrast')}</Menu.Label>
      {contrasts.map((name) => (
        <Choice key={name} label={t(`help.contrast_${name}`)} chosen={name === strength} onChoose={() => {
          chooseContrast(name)
          setStrength(name)
        }} />
      ))}
      <Menu.Label>{t('help.language')}</Menu.Label>
      <Choice label={t('help.languageOfBrowser')} chosen={spoken === undefined} onChoose={() => void chooseLanguage(undefined)} />
      {(Object.keys(languages) as Language[]).map((tag) => (
        <Choice key={tag} label={languages[tag]} lang={tag} chosen={tag === spoken} onChoose={() => void chooseLanguage(tag)} />
      ))}
    </>
  )
}

function Choice({ label, chosen, lang, onChoose }: { label: string; chosen: boolean; lang?: string; onChoose: () => void }) {
  return (
    <Menu.RadioItem value={label} checked={chosen} onChange={onChoose} {...(lang ? { lang } : {})}>
      {label}
    </Menu.RadioItem>
  )
}

/** HelpMenu opens the tour, the glossary and the list of keys. */
export function HelpMenu() {
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Tooltip label={t('help.help')}>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('help.help')}><IconHelp size={18} stroke={1.7} /></ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown><HelpItems /></Menu.Dropdown>
    </Menu>
  )
}

/** HelpItems are the ways to help, to stand in a menu. */
export function HelpItems() {
  const show = useHelp((state) => state.show)
  return (
    <>
      <Menu.Item leftSection={<IconRoute size={16} />} onClick={() => show('tour')}>{t('help.takeTour')}</Menu.Item>
      <Menu.Item leftSection={<IconBook2 size={16} />} onClick={() => show('glossary')}>{t('help.glossary')}</Menu.Item>
      <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => show('shortcuts')}>{t('help.shortcuts')}</Menu.Item>
    </>
  )
}
