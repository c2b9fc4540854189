import { areas } from './areas'
import { boundaries } from './boundaries'
import { comments } from './comments'
import { common } from './common'
import { compare } from './compare'
import { connections } from './connections'
import { data } from './data'
import { datasets } from './datasets'
import { desk } from './desk'
import { explore } from './explore'
import { glossary } from './glossary'
import { help } from './help'
import { history } from './history'
import { importing } from './importing'
import { look } from './look'
import { optimise } from './optimise'
import { orgImport } from './orgImport'
import { publishing } from './publishing'
import { overlays } from './overlays'
import { proof } from './proof'
import { publish } from './publish'
import { webhooks } from './webhooks'
import { rights } from './rights'
import { places } from './places'
import { said } from './said'
import { saidFindings } from './saidFindings'
import { saidJobs } from './saidJobs'
import { shell } from './shell'
import { targets } from './targets'
import { versus } from './versus'
import { where } from './where'

/** The English catalogue, a name space for each part of the screen, sorted by name. */
export const en = {
  areas,
  boundaries,
  comments,
  common,
  compare,
  connections,
  data,
  datasets,
  desk,
  explore,
  glossary,
  help,
  history,
  importing,
  look,
  optimise,
  orgImport,
  publishing,
  overlays,
  proof,
  publish,
  webhooks,
  rights,
  places,
  said,
  saidFindings,
  saidJobs,
  shell,
  targets,
  versus,
  where,
} as const
