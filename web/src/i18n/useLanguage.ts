import { useSyncExternalStore } from 'react'
import { language, onLanguage, type AnyLanguage } from '.'

/** useLanguage is the language being shown. What has it as its key is drawn anew when it changes. */
export const useLanguage = (): AnyLanguage => useSyncExternalStore(onLanguage, language)
