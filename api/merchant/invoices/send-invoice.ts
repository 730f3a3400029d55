import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { issueInvoice } from '../../../clients/issue-invoice.ts'
import { logFailure } from '../../../clients/outages.ts'
import { InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { MerchantActor } from '../../../domain/invoice/index.ts'
import type { IssueRefusal } from '../../../domain/merchant/trust.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/errors/problem.ts'
import { assertMayIssue, issueProblem } from '../trust/live-standing.ts'
import { noPayoutAccount } from './request/request-rules.ts'

type Deps = Pick<ApiDeps, 'invoices' | 'log' | 'database' | 'rails'>

/**
 * Issues a draft. Does nothing to an issued invoice.
 *
 * @throws Problem `due_before_issue`, `no_payout_account`, or of {@link assertMayIssue}
 */
export async function sendInvoice(
  deps: Deps,
  em: EntityManager,
  invoice: InvoiceRow,
  actor: MerchantActor,
): Promise<void> {
  const { id, status, amount, currency, merchantId } = invoice
  if (status !== 'draft') return
  await assertNotPastDue(em, invoice)
  await assertPayable(deps, em, invoice)
  await assertMayIssue(em, invoice, { invoices: 1, amounts: { [currency]: amount } })
  // The sweep issues the draft if the process stops after the update.
  const sendAt = new Date()
  await em.nativeUpdate(
    InvoiceRow,
    { id, status: 'draft' },
    { sendAt, sendRequestedBy: actor, updatedAt: sendAt },
  )
  const refused = await tryIssue(deps, em, invoice)
  if (refused) {
    const before = { sendAt: invoice.sendAt ?? null, sendRequestedBy: invoice.sendRequestedBy ?? null }
    await em.nativeUpdate(InvoiceRow, { id, status: 'draft', sendAt }, before)
    throw await issueProblem(em, merchantId, refused)
  }
}

export async function tryIssue(
  deps: Deps,
  em: EntityManager,
  invoice: Pick<InvoiceRow, 'id' | 'merchantId'>,
): Promise<IssueRefusal | undefined> {
  try {
    return await issueInvoice(em, deps.invoices, invoice)
  } catch (error) {
    if (!(error instanceof TemporalUnavailableError)) throw error
    logFailure(deps, 'warn', { invoice: invoice.id, err: error }, 'invoice.start_deferred')
    return undefined
  }
}

async function assertNotPastDue(
  em: EntityManager,
  { merchantId, dueDate, testClockOffsetMs }: InvoiceRow,
): Promise<void> {
  const { timeZone } = await em.findOneOrFail(MerchantRow, { id: merchantId })
  if (dueDate < dateInZone(Date.now() + testClockOffsetMs, timeZone)) {
    throw new Problem('due_before_issue', `The draft is due on ${dueDate}. Change its due date first.`)
  }
}

async function assertPayable(
  { rails }: Pick<Deps, 'rails'>,
  em: EntityManager,
  draft: InvoiceRow,
): Promise<void> {
  const { currency, mode } = draft
  if ((await payableCurrencies(em, draft)).has(currency)) return
  throw invalidFields([{ pointer: '/currency', ...noPayoutAccount(currency, rails[mode]) }])
}
