/** Longer sentences of dialogs. */
export const modalsText = {
  deleteAlignment: 'Its history, drafts and publications go with it. This cannot be undone.',
  deleteDataset: 'It goes to the trash with its snapshots and alignments, and can be restored from the list of datasets.',
  deleteForGood: 'All its snapshots, alignments, drafts and publications go with it. This cannot be undone.',
} as const
