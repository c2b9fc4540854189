/** The tools of the map; pan moves it, boundary selects boundaries by clicks, the others select units. */
export type ToolKind = 'pan' | 'boundary' | 'box' | 'lasso' | 'radius' | 'brush'
