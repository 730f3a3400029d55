import type { FindingKind } from '../../domain/payment/reconciliation.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

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
  hasMismatch: boolean
  isReversed: boolean
  isRefundFailed: boolean
}

interface AttentionLinkRequest {
  id: string
  number: string | null
  customerName: string
}

interface AttentionPayment {
  id: string
  number: string | null
  bankName: string
  reason: string
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
  linkRequests: AttentionLinkRequest[]
  refusedPayments: AttentionPayment[]
  findings: AttentionFinding[]
  endpoints: AttentionEndpoint[]
}

const INVOICES = `
  select id, number, customer_name as "customerName", currency, amount_overpaid::float8 as "amountOverpaid",
    delivery = 'failed' and status in ('sent', 'viewed', 'overdue') as "isUndelivered",
    coalesce(money @> '{"currencyMismatches": [{"status": "waiting"}]}'
      or money @> '{"unreadableAmounts": [{"status": "waiting"}]}', false) as "hasMismatch",
    coalesce(money @> '{"payments": [{"status": "reversed"}]}', false) as "isReversed",
    coalesce(money->'refunds'->-1->>'status' = 'failed', false) as "isRefundFailed"
  from invoice where merchant_id = ? and mode = ?
    and (delivery = 'failed' or amount_overpaid > 0 or needs_decision(money))
    and (status in ('sent', 'viewed', 'overdue') or amount_overpaid > 0 or needs_decision(money))
  order by created_at desc limit ?`

const LATEST_REQUESTS = 200

/** A newer link answers a request. A later message answers one that came by a replaced link. */
const LINK_REQUESTS = `
  select i.id, i.number, i.customer_name as "customerName"
  from (select data->>'invoice_id' as invoice_id, data->'data'->>'link_id' as link_id, created_at
    from public_event where merchant_id = ? and mode = ? and type = 'invoice.link_requested'
    order by sequence desc limit ${LATEST_REQUESTS}) e
  join invoice i on i.id = e.invoice_id join pay_link l on l.id = i.link_id
  where i.status in ('sent', 'viewed', 'overdue') and l.created_at <= e.created_at
    and case when l.id = e.link_id
      then l.expires_at <= now() + i.test_clock_offset_ms * interval '1 millisecond'
      else not exists (select from notification n where n.invoice_id = i.id
        and n.kind in ('invoice', 'reminder') and n.created_at > e.created_at) end
  group by i.id order by max(e.created_at) desc limit ?`

/** A later attempt, which the rail took, answers an invalid one. */
const REFUSED_PAYMENTS = `
  select i.id, i.number, a.bank_name as "bankName", coalesce(a.failure, '') as reason
  from payment_attempt a join invoice i on i.id = a.invoice_id
  where a.is_request_invalid and i.merchant_id = ? and i.mode = ? and i.status in ('sent', 'viewed', 'overdue')
    and not exists (select from payment_attempt b
      where b.invoice_id = a.invoice_id and (b.created_at, b.id) > (a.created_at, a.id))
  order by a.created_at desc limit ?`

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
  const [invoices, linkRequests, refusedPayments, findings, endpoints] = await Promise.all([
    executePrepared<AttentionInvoice>(em, INVOICES, values),
    executePrepared<AttentionLinkRequest>(em, LINK_REQUESTS, values),
    executePrepared<AttentionPayment>(em, REFUSED_PAYMENTS, values),
    executePrepared<AttentionFinding>(em, FINDINGS, values),
    executePrepared<AttentionEndpoint>(em, ENDPOINTS, values),
  ])
  return { invoices, linkRequests, refusedPayments, findings, endpoints }
}
