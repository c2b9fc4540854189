/** Who would get the selected boundaries: nobody chosen yet, one territory, or several that share them. */
export interface BoundaryChoice { areas: readonly number[]; keepUnits: boolean }
