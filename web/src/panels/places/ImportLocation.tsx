import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import type { Location } from '../../api/places'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import { LocationFields } from './LocationFields'

/** ImportLocation lets an import locate its units by code and address; undefined asks for nothing. */
export function ImportLocation({ texts, value, onChange }: { texts: readonly string[]; value: Location | undefined; onChange: (value: Location | undefined) => void }) {
  const [open, setOpen] = useState(value !== undefined)
  return (
    <div style={{ marginTop: 16 }}>
      <Card>
        <Checkbox label={<Text fw={600} size="sm">{t('places.locateUnits')}</Text>} description={t('places.locateText')} checked={open}
          onChange={(event) => {
            setOpen(event.currentTarget.checked)
            onChange(event.currentTarget.checked ? { sets: [] } : undefined)
          }} />
        {open && <div style={{ marginTop: 12 }}><LocationFields texts={texts} value={value ?? {}} onChange={onChange} /></div>}
      </Card>
    </div>
  )
}
