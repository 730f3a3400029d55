import { setImmediate as nextTurn } from 'node:timers/promises'
import { ImportRow, type InvoiceRow, MerchantRow, type NotificationRow } from '../../db/entities/index.ts'
import { loadStates } from '../../db/invoices/event-store.ts'
import { batchInvoices, markBatchEmailed, progressOf } from '../../db/imports/batches.ts'
import * as messages from '../../db/notifications/bulk-messages.ts'
import { documentOf } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import { isPayable } from '../../domain/invoice/index.ts'
import { type LinkKey, signLinkToken } from '../../domain/payment/payment-link.ts'
import type { BatchOutcome, Email, Mailer } from '../../integrations/email/mailer.ts'
import { invoiceEmail } from '../../integrations/email/templates/index.ts'
import { MessageNotTakenError } from '../../integrations/send-outcome.ts'
import { withHeartbeat } from '../heartbeat.ts'
import { recordAll } from './record-batch-delivery.ts'
import type { BulkMailActivities } from './types.ts'

export interface BulkMailDeps {
  em: EntityManager
  mailer: Mailer
  publicUrl: string
  linkKeys: readonly LinkKey[]
  /** How long the provider may take to list a message it accepted, in milliseconds. */
  indexDelayMs?: number
}

/** An earlier try may have been taken, and the provider does not list it yet. */
class SendOutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

/**
 * Sends the e-mails of a batch in one batch, each once however often it is tried, and records in each invoice's log
 * what became of it.
 */
export function createBulkMail(deps: BulkMailDeps): BulkMailActivities {
  const { em } = deps
  return {
    emailBatch: withHeartbeat(async ({ importId, batch }) => {
      const invoiceIds = await batchInvoices(em, importId, batch)
      const batchId = `${importId}-${batch}`
      const claimed = await messages.claimMessages(em, invoiceIds)
      const pending = claimed.filter(({ status }) => status === 'pending')
      const unsent = await findEarlier(deps, pending, batchId)
      await send(deps, await wanted(deps, unsent, invoiceIds), { importId, batchId })
      const all = await messages.claimMessages(em, invoiceIds)
      const failed = await recordAll(em, all)
      const undelivered = failed.length
      await markBatchEmailed(em, importId, batch, { mailed: all.length - undelivered, undelivered })
      const { issued, failed: rowsFailed, delivered, undelivered: refused } = await progressOf(em, importId)
      const progress = { issued, failed: rowsFailed, delivered, undelivered: refused }
      return { undelivered: failed, progress }
    }),
  }
}

/** Settles what an earlier try sent without learning it. @returns what was certainly not sent */
async function findEarlier(
  { em, mailer, indexDelayMs = 30_000 }: BulkMailDeps,
  pending: readonly NotificationRow[],
  batchId: string,
): Promise<NotificationRow[]> {
  const unknown = pending.filter(({ attemptedAt }) => attemptedAt)
  if (unknown.length === 0) return [...pending]
  const found = await mailer.findBatch(batchId)
  await messages.settleMessages(
    em,
    unknown.flatMap(({ id }) => {
      const providerMessageId = found.get(id)
      return providerMessageId ? [settled(id, { outcome: 'accepted', providerMessageId })] : []
    }),
  )
  const missing = unknown.filter(({ id }) => !found.has(id))
  const isTooSoon = missing.some(
    ({ attemptedAt }) => Date.now() - (attemptedAt?.getTime() ?? 0) < indexDelayMs,
  )
  if (isTooSoon)
    throw new SendOutcomeUnknownError('not known yet whether the earlier try was taken; looking again')
  return pending.filter(({ id }) => !found.has(id))
}

interface Wanted {
  message: NotificationRow
  invoice: InvoiceRow
}

/**
 * Leaves out, and settles, what must not go out: to addresses that bounced, for what is paid or void by now, and what
 * has been sent anew meanwhile.
 */
async function wanted(
  { em }: BulkMailDeps,
  unsent: readonly NotificationRow[],
  invoiceIds: readonly string[],
): Promise<Wanted[]> {
  if (unsent.length === 0) return []
  const suppressed = await messages.suppressedMessages(em, invoiceIds)
  const invoices = await messages.loadInvoices(em, invoiceIds)
  // One whose log holds no more than its issue is as it was issued.
  const touched = [...invoices.values()].filter(({ lastSeq }) => lastSeq > 1)
  const states = await loadStates(
    em,
    touched.map(({ id }) => id),
  )
  const left: Wanted[] = []
  const refused: messages.SettledMessage[] = []
  for (const message of unsent) {
    const invoice = invoices.get(message.invoiceId)
    if (!invoice) continue
    const { status } = invoice
    const state = states.get(invoice.id)
    if (suppressed.has(message.id)) refused.push(refusal(message.id, 'inactive_recipient'))
    else if (!isPayable(status))
      refused.push(refusal(message.id, status === 'void' ? 'voided' : 'already_paid'))
    else if (state?.voidRequestedAt !== undefined) refused.push(refusal(message.id, 'voided'))
    // To another address, or with another link: its own workflow has sent it.
    else if (state && state.delivery !== 1) refused.push(refusal(message.id, 'superseded'))
    else left.push({ message, invoice })
  }
  await messages.settleMessages(em, refused)
  return left
}

async function send(
  deps: BulkMailDeps,
  batch: readonly Wanted[],
  { importId, batchId }: { importId: string; batchId: string },
): Promise<void> {
  if (batch.length === 0) return
  const { em, mailer } = deps
  const { merchantId } = await em.fork().findOneOrFail(ImportRow, { id: importId })
  const merchant = await em.fork().findOneOrFail(MerchantRow, { id: merchantId })
  const letters: Email[] = []
  for (const { message, invoice } of batch) {
    letters.push(composeEmail(deps, message, invoice, merchant))
    // Others have a turn on this process, too.
    if (letters.length % 20 === 0) await nextTurn()
  }
  const at = new Date()
  const claimed = await messages.markAttempted(
    em,
    batch.map(({ message }) => message),
    at,
  )
  if (claimed.size < batch.length) throw new SendOutcomeUnknownError('another try is sending them')
  const ids = letters.map(({ messageId }) => messageId)
  const outcomes = await mailer.sendBatch(letters, batchId).catch(async (error: unknown) => {
    if (error instanceof MessageNotTakenError) await messages.clearAttempt(em, ids, at)
    throw error
  })
  const notTaken = ids.filter((id) => outcomes.get(id)?.outcome === 'not_taken')
  await messages.settleMessages(
    em,
    [...outcomes].flatMap(([id, outcome]) => (outcome.outcome === 'not_taken' ? [] : [settled(id, outcome)])),
  )
  if (notTaken.length === 0) return
  await messages.clearAttempt(em, notTaken, at)
  throw new MessageNotTakenError(`${notTaken.length} of a batch were not taken`)
}

function composeEmail(
  { publicUrl, linkKeys }: BulkMailDeps,
  message: NotificationRow,
  invoice: InvoiceRow,
  merchant: MerchantRow,
): Email {
  const { document, linkId } = documentOf(invoice, merchant)
  const payUrl = `${publicUrl}/pay/${signLinkToken(linkId, linkKeys)}`
  return {
    messageId: message.id,
    fromName: merchant.name,
    replyTo: merchant.email,
    to: { name: invoice.customerName, email: message.recipient },
    // Hundreds of files would be too much for one request: these letters link to theirs.
    ...invoiceEmail(document, payUrl, { pdf: 'linked' }),
  }
}

function settled(
  id: string,
  outcome: Exclude<BatchOutcome, { outcome: 'not_taken' }>,
): messages.SettledMessage {
  return outcome.outcome === 'accepted'
    ? { id, status: 'sent', provider_message_id: outcome.providerMessageId, failure: null }
    : refusal(id, outcome.reason)
}

function refusal(id: string, failure: string): messages.SettledMessage {
  return { id, status: 'failed', provider_message_id: null, failure }
}
