import { t } from '../i18n'

/** The boundary sets that come with the program have names in every language; others are called as who imported them wrote. */
const builtIn = { 'world-countries': 'boundaries.worldCountries', 'us-states': 'boundaries.usStates', 'us-counties': 'boundaries.usCounties' } as const
const kinds = { country: 'boundaries.kind_country', state: 'boundaries.kind_state', county: 'boundaries.kind_county' } as const

interface Named { id: string; name: string }

/** setName is how a boundary set is called on screen. */
export const setName = ({ id, name }: Named): string => (isKey(builtIn, id) ? t(builtIn[id]) : name)

/** setKind is what the boundaries of a set are. */
export const setKind = (type: string): string => (isKey(kinds, type) ? t(kinds[type]) : type)

const isKey = <T extends object>(of: T, key: PropertyKey): key is keyof T => Object.hasOwn(of, key)
