import type { OperatorActor, VolumeLimits } from '../../domain/merchant/trust.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export type OperatorDecision = { reason?: string | undefined } & (
  | { kind: 'approved' | 'suspended' }
  /** Null selects the default limits. */
  | { kind: 'limits_changed'; limits: VolumeLimits | null }
)

/**
 * A trigger changes the merchant in the same transaction.
 */
export async function recordDecision(
  em: EntityManager,
  merchantId: string,
  decision: OperatorDecision,
  by: OperatorActor,
): Promise<boolean> {
  const { kind, reason = null } = decision
  const limits =
    decision.kind === 'limits_changed' && decision.limits ? JSON.stringify(decision.limits) : null
  const rows = await executePrepared(
    em,
    `insert into operator_decision (id, merchant_id, kind, reason, limits, decided_by)
     select ?, id, ?, ?, ?::jsonb, ?::jsonb from merchant where id = ? and status <> ? returning id`,
    [newId('opd'), kind, reason, limits, JSON.stringify(by), merchantId, kind],
  )
  return rows.length > 0
}

export interface RecordedDecision {
  kind: OperatorDecision['kind']
  reason: string | null
  limits: VolumeLimits | null
  by: OperatorActor
  /** Milliseconds since 1970. */
  at: number
}

export async function listDecisions(em: EntityManager, merchantId: string): Promise<RecordedDecision[]> {
  return executePrepared(
    em,
    `select kind, reason, limits, decided_by as by, floor(extract(epoch from decided_at) * 1000)::float8 as at
     from operator_decision where merchant_id = ? order by decided_at, id`,
    [merchantId],
  )
}
