import type { FindingKind } from '../../domain/payment/reconciliation.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

/** The invoice did not reach its customer, or its money asks for a decision. */
interface AttentionInvoice {
  id: string
  number: string | null
  customerName: string
  currency: string
  isUndelivered: boolean
  amountOverpaid: MinorUnits
  /** Money in another currency, or with an unreadable amount. */
  isUnmatched: boolean
  isReversed: boolean
  isRefundFailed: boolean
}

interface AttentionFinding {
  id: string
  kind: FindingKind
  invoiceId: string
  number: string | null
}

interface AttentionEndpoint {
  id: string
  url: string
  status: 'enabled' | 'disabled'
}

export interface Attention {
  invoices: AttentionInvoice[]
  findings: AttentionFinding[]
  endpoints: AttentionEndpoint[]
}

const INVOICES = `
  select id, number, customer_name as "customerName", currency, amount_overpaid::float8 as "amountOverpaid",
    delivery = 'failed' and status in ('sent', 'viewed', 'overdue') as "isUndelivered",
    coalesce(money @> '{"currencyMismatches": [{"status": "waiting"}]}'
      or money @> '{"unreadableAmounts": [{"status": "waiting"}]}', false) as "isUnmatched",
    coalesce(money @> '{"payments": [{"status": "reversed"}]}', false) as "isReversed",
    coalesce(money->'refunds'->-1->>'status' = 'failed', false) as "isRefundFailed"
  from invoice where merchant_id = ? and mode = ?
    and (delivery = 'failed' or amount_overpaid > 0 or needs_decision(money))
    and (status in ('sent', 'viewed', 'overdue') or amount_overpaid > 0 or needs_decision(money))
  order by created_at desc limit ?`

const FINDINGS = `
  select f.id, f.kind, i.id as "invoiceId", i.number
  from reconciliation_finding f join invoice i on i.id = f.invoice_id
  where i.merchant_id = ? and i.mode = ? and f.resolved_at is null and f.acknowledged_at is null
  order by f.found_at desc limit ?`

const ENDPOINTS = `
  select id, url, status from webhook_endpoint
  where merchant_id = ? and mode = ? and deleted_at is null
    and (disabled_reason in ('gone', 'failing') or (status = 'enabled' and failing_since is not null))
  order by created_at limit ?`

/** @param limit entries of each kind */
export async function readAttention(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  limit: number,
): Promise<Attention> {
  const values = [merchantId, mode, limit]
  const [invoices, findings, endpoints] = await Promise.all([
    executePrepared<AttentionInvoice>(em, INVOICES, values),
    executePrepared<AttentionFinding>(em, FINDINGS, values),
    executePrepared<AttentionEndpoint>(em, ENDPOINTS, values),
  ])
  return { invoices, findings, endpoints }
}
