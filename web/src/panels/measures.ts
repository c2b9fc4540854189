/** measureName is how a measure is called on screen; the one without a name counts units. */
export const measureName = (column: string | undefined): string => (column ? column : 'Units')
