import type { Catalogue } from './catalogue'

/** The languages of the program, each under its own name. The first is the one that the others fall back to. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ja: '日本語',
} as const

export type Language = keyof typeof languages

/** pseudo is English with long accented text, to find what is not translated and what has no room to grow. */
export const pseudo = 'en-XA'

export type AnyLanguage = Language | typeof pseudo

/** isLanguage tells whether the program speaks a language. */
export const isLanguage = (tag: string | null | undefined): tag is AnyLanguage =>
  tag !== null && tag !== undefined && (tag === pseudo || Object.hasOwn(languages, tag))

/** A catalogue that may still lack texts, which then appear in English. */
export type PartialCatalogue = { readonly [N in keyof Catalogue]?: { readonly [K in keyof Catalogue[N]]?: string } }

const loaders: Record<Language, () => Promise<PartialCatalogue>> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  es: () => import('./es').then((m) => m.es),
  fr: () => import('./fr').then((m) => m.fr),
  pt: () => import('./pt').then((m) => m.pt),
  ja: () => import('./ja').then((m) => m.ja),
}

/** fetchCatalogue loads the texts of one language; each is a file of its own. */
export const fetchCatalogue = (language: AnyLanguage): Promise<PartialCatalogue> => loaders[language === pseudo ? 'en' : language]()

/** fetchCatalogues loads what a language is shown with, best first: what it lacks is in English. */
export const fetchCatalogues = (language: AnyLanguage): Promise<PartialCatalogue[]> =>
  Promise.all([...new Set([language === pseudo ? 'en' : language, 'en'] as const)].map(fetchCatalogue))

const base = (tag: string): string => tag.split('-')[0] ?? tag

/** bestLanguage is the first language that the reader's browser asks for and the program speaks. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const bare = base(tag)
    if (bare !== pseudo && isLanguage(bare)) return bare as Language
  }
  return 'en'
}

/** formatLocale keeps the reader's region for numbers and dates when it speaks the language: German in Zürich is de-CH. */
export const formatLocale = (language: AnyLanguage, wanted: readonly string[]): string =>
  language === pseudo ? 'en' : (wanted.find((tag) => base(tag) === language) ?? language)

const remembered = 'bailiwick.language'

/** wantedLocales are the language tags that the reader's browser asks for, best first. */
export const wantedLocales = (): readonly string[] => (typeof navigator === 'undefined' ? [] : navigator.languages)

/** chosenLanguage is what the reader has chosen, undefined when the browser's language is followed. */
export function chosenLanguage(): AnyLanguage | undefined {
  const held = typeof localStorage === 'undefined' ? null : localStorage.getItem(remembered)
  return isLanguage(held) ? held : undefined
}

/** rememberLanguage keeps what the reader has chosen; undefined forgets it. */
export function rememberLanguage(next: AnyLanguage | undefined): void {
  if (next) localStorage.setItem(remembered, next)
  else localStorage.removeItem(remembered)
}

/** readersLanguage is the one to show: what was chosen, or what the browser asks for. */
export const readersLanguage = (): AnyLanguage => chosenLanguage() ?? bestLanguage(wantedLocales())
