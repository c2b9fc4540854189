/** Longer sentences of dialogs. */
export const modalsText = {
  deleteAlignment: 'Its history, drafts and publications go with it. This cannot be undone.',
  deleteDataset: 'All its snapshots, alignments, drafts and publications go with it. This cannot be undone.',
} as const
