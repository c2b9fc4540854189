import type { ProblemTexts } from '../../problems'
import { files } from './files'

/** What the server says about problems, in a file of its own that is loaded when one comes. */
export const problems: ProblemTexts = { ...files }
