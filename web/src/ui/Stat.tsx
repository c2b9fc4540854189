import { Text } from '@mantine/core'
import classes from './Stat.module.css'

interface Props {
  label: string
  value: React.ReactNode
  hint?: React.ReactNode
}

/** Stat is one figure with its name. */
export function Stat({ label, value, hint }: Props) {
  return (
    <div className={classes.stat}>
      <Text size="xs" c="dimmed" truncate>{label}</Text>
      <div className={`${classes.value} num`}>{value}</div>
      {hint && <Text size="xs" c="dimmed" className="num">{hint}</Text>}
    </div>
  )
}

/** StatRow lays figures side by side, wrapping on narrow screens. */
export function StatRow({ children }: { children: React.ReactNode }) {
  return <div className={classes.row}>{children}</div>
}
