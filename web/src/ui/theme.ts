import { createTheme, mergeThemeOverrides, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { marks } from './format'

/** The accent: a deep pine green that no territory colour competes with. */
const pine: MantineColorsTuple = [
  '#e9f6f1', '#d2ebe3', '#a5d7c8', '#74c1ab', '#4bac92', '#2f9a80', '#188069', '#0e6a5b', '#0a5649', '#074238',
]

/** Warm neutrals in place of Mantine's cold ones; 6 keeps 4.5:1 on paper. */
const gray: MantineColorsTuple = [
  '#faf9f6', '#f4f2ed', '#e9e6df', '#dcd8cf', '#c6c1b6', '#a29c90', '#666158', '#4d4941', '#343129', '#1d1c19',
]

const dark: MantineColorsTuple = [
  '#ecebe5', '#c9c8c0', '#aaa89f', '#7d827b', '#4a4f49', '#3a3e39', '#232623', '#1a1c1a', '#151715', '#0f110f',
]

const red: MantineColorsTuple = [
  '#fdeeec', '#fbdcd8', '#f4b6b0', '#ec8d84', '#e36a5f', '#d74c40', '#c2352a', '#b3261e', '#931b15', '#71130f',
]

/** theme is the one design system of the app; components carry no colours of their own. */
export const theme = createTheme({
  colors: { pine, gray, dark, red },
  respectReducedMotion: true,
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Inter Variable', Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // Words stay as the catalogue writes them.
    Badge: { defaultProps: { tt: 'none' } },
    // Lists open when asked to, not in the way of whoever passes by with Tab.
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right', openOnFocus: false } },
    MultiSelect: { defaultProps: { openOnFocus: false } },
    TagsInput: { defaultProps: { openOnFocus: false } },
    // Inside the landmark of what it explains, so that screen readers find it there.
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs', withinPortal: false } },
    // The heading of a dialog is no banner of the page.
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } }, overlayProps: { backgroundOpacity: 0.3 } } },
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } }, radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    // A menu's first item is focused at once: what Mantine would focus before it is nothing that a menu may contain.
    Menu: { defaultProps: { shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false } },
  },
})

/** localTheme is the theme with fields for numbers as the reader's language writes them. */
export const localTheme = () =>
  mergeThemeOverrides(theme, { components: { NumberInput: { defaultProps: () => ({ decimalSeparator: marks().decimal, allowedDecimalSeparators: ['.', ','] }) } } })

/** cssVariables points Mantine's own variables at the tokens of tokens.css. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--bw-surface)',
    '--mantine-color-text': 'var(--bw-text)',
    '--mantine-color-dimmed': 'var(--bw-text-2)',
    '--mantine-color-placeholder': 'var(--bw-placeholder)',
    '--mantine-color-error': 'var(--bw-bad)',
    '--mantine-color-default-border': 'var(--bw-line)',
  },
  dark: {
    '--mantine-color-body': 'var(--bw-surface)',
    '--mantine-color-text': 'var(--bw-text)',
    '--mantine-color-dimmed': 'var(--bw-text-2)',
    '--mantine-color-placeholder': 'var(--bw-placeholder)',
    '--mantine-color-error': 'var(--bw-bad)',
    '--mantine-color-default-border': 'var(--bw-line)',
    '--mantine-color-anchor': 'var(--bw-accent)',
  },
})
