import { Radio } from '@mantine/core'
import classes from './CardChoice.module.css'

interface Choice { value: string; label: React.ReactNode; text?: React.ReactNode; icon?: React.ReactNode; disabled?: boolean }

interface Props {
  label: string
  value: string
  choices: readonly Choice[]
  onChange: (value: string) => void
  /** Narrowest width of a card in pixels. */
  width?: number
}

/** CardChoice is a choice of one among a few, each with a sentence about it. */
export function CardChoice({ label, value, choices, onChange, width = 190 }: Props) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <div className={classes.choices} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${width}px), 1fr))` }}>
        {choices.map((choice) => (
          <Radio.Card key={choice.value} value={choice.value} className={classes.choice} disabled={choice.disabled ?? false}>
            <span className={classes.head}>
              {choice.icon ?? <Radio.Indicator size="xs" mt={3} />}
              <span>
                <span className={classes.label}>{choice.label}</span>
                {choice.text && <span className={classes.text}>{choice.text}</span>}
              </span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
