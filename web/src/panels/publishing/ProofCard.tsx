import { Button, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { proofLink, type Proof } from '../../api/publishing'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { Scroll } from '../../ui/Scroll'
import { Stat, StatRow } from '../../ui/Stat'
import table from '../../ui/table.module.css'

/** ProofCard says whether the published rules give the plan, and where they do not. */
export function ProofCard({ planId, proof }: { planId: string; proof: Proof }) {
  return (
    <Section title={t('publishing.proof')} text={t('publishing.proofText')}
      actions={proof.differences > 0 && <Button size="xs" variant="default" component="a" download href={proofLink(planId)} leftSection={<IconDownload size={14} />}>{t('publishing.downloadDifferences')}</Button>}>
      <Card>
        {proof.differences === 0
          ? <Text fw={560} mb="md"><IconCircleCheck size={18} color="var(--bw-accent)" style={{ verticalAlign: 'text-bottom' }} aria-hidden /> {t('publishing.proofEqual')}</Text>
          : <Text fw={560} mb="md" c="var(--bw-over)">{t('publishing.proofDiffers', { count: proof.differences })}</Text>}
        <StatRow>
          <Stat label={t('publishing.rulesCount')} value={count(proof.rules)} />
          <Stat label={t('publishing.byRule')} value={count(proof.byRule)} />
          <Stat label={t('publishing.byHand')} value={count(proof.manual)} />
          <Stat label={t('publishing.unassigned')} value={count(proof.unassigned)} />
        </StatRow>
        {proof.examples.length > 0 && (
          <Scroll label={t('publishing.proof')} height={260}>
            <table className={table.table}>
              <thead><tr><th>{t('publishing.unit')}</th><th>{t('publishing.wanted')}</th><th>{t('publishing.got')}</th></tr></thead>
              <tbody>{proof.examples.map((one) => <tr key={one.id}><td>{one.id}</td><td>{one.wanted || t('common.unassigned')}</td><td>{one.got.join(', ') || t('common.unassigned')}</td></tr>)}</tbody>
            </table>
          </Scroll>
        )}
      </Card>
    </Section>
  )
}
