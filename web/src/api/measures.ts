/** measuresOf are the measures of a snapshot as legends count them: the empty name, which counts units, then its columns. */
export const measuresOf = (snapshot: { columns: readonly { name: string; role: string; type: string }[] } | undefined): string[] =>
  ['', ...(snapshot?.columns ?? []).filter((column) => column.role === 'measure' && column.type === 'number').map((column) => column.name)]

/** named are measures as addresses have them: there the one that counts units is called "units"; in bodies and answers it is empty. */
export const named = (measures: readonly string[]): string[] => measures.map((name) => name || 'units')
