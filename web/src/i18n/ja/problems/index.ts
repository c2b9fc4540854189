import type { ProblemTexts } from '../../problems'
import { edits } from './edits'
import { files } from './files'
import { formulas } from './formulas'
import { planning } from './planning'
import { plans } from './plans'
import { publication } from './publication'
import { server } from './server'
import { shapes } from './shapes'

/** What the server says about problems, in a file of its own that is loaded when one comes. */
export const problems: ProblemTexts = { ...files, ...shapes, ...edits, ...planning, ...formulas, ...plans, ...publication, ...server }
