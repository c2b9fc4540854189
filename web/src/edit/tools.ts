/** The tools of the map; pan moves it, the others select units. */
export type ToolKind = 'pan' | 'box' | 'lasso' | 'radius' | 'brush'
