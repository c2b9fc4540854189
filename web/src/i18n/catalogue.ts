import type { en } from './en'

/** The texts of the program by name space and name. English is the measure of the other languages. */
export type Catalogue = typeof en

/** A text's key: "desk.undo". */
export type Key = { [N in keyof Catalogue & string]: `${N}.${keyof Catalogue[N] & string}` }[keyof Catalogue & string]

type Text<K extends Key> = K extends `${infer N}.${infer Rest}`
  ? N extends keyof Catalogue ? (Rest extends keyof Catalogue[N] ? Catalogue[N][Rest] : never) : never
  : never

/** What stands for a placeholder in a plain text: words, or a number that chooses a plural. */
export type Value = string | number

/** The arguments of a text after its key: none when it has no placeholder. */
export type Values<K extends Key, V> = Text<K> extends `${string}{${string}` ? [values: Readonly<Record<string, V>>] : []

/** The same for a text that may hold <tags>. */
export type RichValues<K extends Key, V> = Text<K> extends `${string}${'{' | '<'}${string}` ? [values: Readonly<Record<string, V>>] : []
