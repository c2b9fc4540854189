import type { AnyLanguage } from './languages'

/** The texts of what the server says about files, edits, plans and itself, by its codes. */
export type ProblemTexts = Readonly<Record<string, string>>

const loaders: Partial<Record<AnyLanguage, () => Promise<ProblemTexts>>> = {
  de: () => import('./de/problems').then((m) => m.problems),
  es: () => import('./es/problems').then((m) => m.problems),
  fr: () => import('./fr/problems').then((m) => m.problems),
  pt: () => import('./pt/problems').then((m) => m.problems),
  ja: () => import('./ja/problems').then((m) => m.problems),
}

/**
 * fetchProblems loads these texts of one language, a file of its own: they are many, and few are ever seen. English has
 * none, since the server sends the English text itself.
 */
export const fetchProblems = (language: AnyLanguage): Promise<ProblemTexts> | undefined => loaders[language]?.()
