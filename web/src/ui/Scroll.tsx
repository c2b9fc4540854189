import classes from './table.module.css'

/** Scroll lets a wide table scroll sideways, also by keyboard. */
export function Scroll({ label, children, height }: { label: string; children: React.ReactNode; height?: number | string }) {
  return (
    <div className={classes.scroll} style={height ? { maxHeight: height, overflowY: 'auto' } : undefined}
      tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  )
}
