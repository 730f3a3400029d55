import type { LiveStanding } from '../../domain/merchant/trust.ts'
import { toAmountSum } from '../../domain/shared/money.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export async function readLiveStanding(em: EntityManager, merchantId: string): Promise<LiveStanding> {
  type Used = { invoices: number; amounts: Record<string, string> }
  const [standing] = await executePrepared<LiveStanding & { used: Used }>(
    em,
    `select m.status, missing_for_live(m.id) as missing, limits_of(m.id) as limits,
       case when m.status = 'suspended' then (
         select d.reason from operator_decision d where d.merchant_id = m.id and d.kind = 'suspended'
         order by d.decided_at desc, d.id desc limit 1) end as reason,
       coalesce((
         select jsonb_build_object('invoices', v.invoices, 'amounts', (
           select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each_text(v.amounts)))
         from live_volume v where v.merchant_id = m.id and v.day = volume_day(now())),
         '{"invoices": 0, "amounts": {}}') as used
     from merchant m where m.id = ?`,
    [merchantId],
  )
  if (!standing) throw new RangeError(`no merchant ${merchantId}`)
  const amounts = Object.entries(standing.used.amounts).map(([currency, amount]) => [
    currency,
    toAmountSum(BigInt(amount)),
  ])
  return { ...standing, used: { ...standing.used, amounts: Object.fromEntries(amounts) } }
}

export async function isSuspended(em: EntityManager, merchantId: string): Promise<boolean> {
  const rows = await executePrepared(em, "select from merchant where id = ? and status = 'suspended'", [
    merchantId,
  ])
  return rows.length > 0
}

/** The lock makes a suspension wait for the end of the transaction. */
export async function lockUnlessSuspended(tx: EntityManager, merchantId: string): Promise<boolean> {
  const rows = await executePrepared(
    tx,
    "select from merchant where id = ? and status <> 'suspended' for key share",
    [merchantId],
  )
  return rows.length > 0
}

export const MAY_ISSUE = `(invoice.mode = 'test' or (
  cardinality(missing_for_live(invoice.merchant_id)) = 0 and not exists (
    select from live_volume v
    where v.merchant_id = invoice.merchant_id and v.day = volume_day(now())
      and v.invoices >= (limits_of(v.merchant_id) ->> 'invoices')::integer)))`
