import { t } from '../i18n'

/** Longer sentences of dialogs. */
export const modalsText = {
  get deleteAlignment() { return t('areas.historyDraftsPublicationsGo') },
  get deleteDataset() { return t('areas.goesTrashWithSnapshots') },
  get deleteForGood() { return t('areas.allSnapshotsAlignmentsDrafts') },
} as const
