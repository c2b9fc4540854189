import type { ProblemTexts } from '../../problems'
import { edits } from './edits'
import { files } from './files'
import { publication } from './publication'
import { server } from './server'

/** What the server says about problems, in a file of its own that is loaded when one comes. */
export const problems: ProblemTexts = { ...files, ...edits, ...publication, ...server }
