import { Badge, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { plansQuery, type OrgPlan } from '../../api/publishing'
import { t } from '../../i18n'
import { ago, count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

/** PlanBadge says where a plan stands. */
export function PlanBadge({ state }: { state: OrgPlan['state'] }) {
  const words = {
    ready: t('publishing.state_ready'), applying: t('publishing.state_applying'), applied: t('publishing.state_applied'),
    incomplete: t('publishing.state_incomplete'), 'rolled back': t('publishing.state_rolledBack'),
  }
  return <Badge variant="light" color={state === 'applied' ? 'pine' : state === 'incomplete' ? 'red' : 'gray'}>{words[state]}</Badge>
}

/** PlansList lists an alignment's plans of writes, newest first. */
export function PlansList({ alignmentId }: { alignmentId: string }) {
  const plans = useQuery(plansQuery(alignmentId)).data
  if (!plans || plans.length === 0) return <Text size="sm" c="dimmed">{t('publishing.noPublications')}</Text>
  return (
    <Card flush>
      <Scroll label={t('publishing.publications')}>
        <table className={table.table}>
          <thead><tr><th>{t('publishing.plan')}</th><th>{t('publishing.state')}</th><th className={table.right}>{t('publishing.writes')}</th><th>{t('publishing.made')}</th></tr></thead>
          <tbody>
            {plans.map((plan) => (
              <tr key={plan.id}>
                <td><Link to="/alignments/$alignmentId/publish/$planId" params={{ alignmentId, planId: plan.id }} className="strong-link">{plan.title}</Link></td>
                <td><PlanBadge state={plan.state} /></td>
                <td className={`${table.right} num`}>{count(plan.operations)}</td>
                <td>{ago(plan.created)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
