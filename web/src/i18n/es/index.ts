import type { PartialCatalogue } from '../languages'
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
import { overlays } from './overlays'
import { places } from './places'
import { proof } from './proof'
import { publish } from './publish'
import { webhooks } from './webhooks'
import { rights } from './rights'
import { publishing } from './publishing'
import { said } from './said'
import { saidFindings } from './saidFindings'
import { saidJobs } from './saidJobs'
import { shell } from './shell'
import { targets } from './targets'
import { versus } from './versus'
import { where } from './where'

export const es: PartialCatalogue = {
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
  overlays,
  places,
  proof,
  publish,
  webhooks,
  rights,
  publishing,
  said,
  saidFindings,
  saidJobs,
  shell,
  targets,
  versus,
  where,
}
