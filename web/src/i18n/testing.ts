import { speak } from '.'
import { en } from './en'

// Tests read English.
speak('en', [en])
