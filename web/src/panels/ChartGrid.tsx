import classes from './ExploreCharts.module.css'

/** ChartGrid lays plots side by side, as many as there is room for. */
export const ChartGrid = ({ children }: { children: React.ReactNode }) => (
  <div className={classes.charts}><div className={classes.grid}>{children}</div></div>
)
