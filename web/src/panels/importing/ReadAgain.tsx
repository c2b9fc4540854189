import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Dialect, Upload } from '../../api/types'
import { t } from '../../i18n'
import { Card, Section } from '../../ui/Page'

/** ReadAgain offers to read files that could not be read another way: from another row or sheet. */
export function ReadAgain({ uploads, dialect, onRead }: { uploads: readonly Upload[]; dialect: Dialect; onRead: (dialect: Dialect) => void }) {
  const [row, setRow] = useState<number | string>(dialect.headerRow ?? '')
  const [sheet, setSheet] = useState(dialect.sheet ?? '')
  const book = uploads.some((upload) => /\.xls[xm]$/i.test(upload.name))
  const rest: Dialect = { ...dialect }
  delete rest.headerRow
  delete rest.sheet
  return (
    <Section title={t('importing.otherWay')} text={t('importing.otherWayText')}>
      <Card>
        <Group align="flex-end">
          {book && <TextInput label={t('importing.sheet')} value={sheet} w={220} onChange={(event) => setSheet(event.currentTarget.value)} />}
          <NumberInput label={t('importing.headerRow')} min={1} allowDecimal={false} value={row} w={180} placeholder={t('importing.detected')} onChange={setRow} />
          <Button variant="default" onClick={() => onRead({ ...rest, ...(typeof row === 'number' ? { headerRow: row } : {}), ...(sheet.trim() ? { sheet: sheet.trim() } : {}) })}>
            {t('importing.readAgain')}
          </Button>
        </Group>
      </Card>
    </Section>
  )
}
