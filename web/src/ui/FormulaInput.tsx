import { useId } from 'react'
import type { Place } from '../edit/formula'
import classes from './FormulaInput.module.css'

interface Props {
  label: string
  value: string
  /** What is wrong, in words, and where it is underlined. */
  problem: string | undefined
  place: Place | undefined
  placeholder: string
  /** Gives the field itself, for insertion at the caret. */
  field: React.RefObject<HTMLTextAreaElement | null>
  onChange: (value: string) => void
}

/** FormulaInput is a field for a formula, which underlines the place of an error. */
export function FormulaInput({ label, value, problem, place, placeholder, field, onChange }: Props) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className={classes.label}>{label}</label>
      <div className={classes.frame} data-wrong={problem !== undefined || undefined}>
        <pre className={classes.shade} aria-hidden>
          {place
            ? <>{value.slice(0, place.start)}<mark data-testid="formula-error">{value.slice(place.start, place.end)}</mark>{value.slice(place.end)}</>
            : value}
          {'\n'}
        </pre>
        <textarea ref={field} id={id} className={classes.field} value={value} placeholder={placeholder} spellCheck={false} autoCapitalize="off" autoCorrect="off"
          aria-invalid={problem !== undefined} aria-describedby={`${id}-problem`} onChange={(event) => onChange(event.currentTarget.value)} />
      </div>
      <div id={`${id}-problem`} className={classes.problem} role="status">{problem}</div>
    </div>
  )
}
