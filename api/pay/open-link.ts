import {
  type InvoiceRow,
  NotificationRow,
  type PaymentAttemptRow,
  PayLinkRow,
} from '../../db/entities/index.ts'
import { readLink } from '../../db/payments/read-link.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type AttemptStatus, isLive } from '../../domain/invoice/index.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import { type LinkKey, verifyLinkToken } from '../../domain/payment/payment-link.ts'

export type OpenedLink =
  | { problem: 'unknown' }
  | { problem: LinkProblem; invoice: InvoiceRow; linkId: string }
  | OpenedInvoice

export interface OpenedInvoice {
  problem?: undefined
  invoice: InvoiceRow
  linkId: string
  attempt: PaymentAttemptRow | null
  hasPaid: boolean
  pendingSince: Date | null
  payout: PayoutAccount | null
  isSuspended: boolean
}

type LinkProblem = 'expired' | 'revoked' | 'void' | 'paid'

const MAY_BRING_MONEY: readonly AttemptStatus[] = ['authorizing', 'processing', 'settled']

/** The function must change nothing, because mail scanners open links. */
export async function openLink(
  em: EntityManager,
  linkKeys: readonly LinkKey[],
  token: string,
): Promise<OpenedLink> {
  const linkId = verifyLinkToken(token, linkKeys)
  return linkId ? openLinkById(em, linkId) : { problem: 'unknown' }
}

export async function openLinkById(em: EntityManager, linkId: string): Promise<OpenedLink> {
  const found = await readLink(em, linkId)
  if (!found) return { problem: 'unknown' }
  const { link, invoice, attempts, pendingSince, payout, isSuspended } = found
  const { id, status } = link
  if (invoice.status === 'void' || invoice.voidRequestedAt) return { problem: 'void', invoice, linkId: id }
  // A replaced link must not open the invoice.
  if (status === 'revoked') {
    return { problem: invoice.status === 'paid' ? 'paid' : 'revoked', invoice, linkId: id }
  }
  const attempt = attempts.find((each) => isLive(each)) ?? attempts[0] ?? null
  const hasExpired = link.expiresAt.getTime() <= Date.now() + invoice.testClockOffsetMs
  if (status === 'expired' || (status === 'active' && hasExpired))
    return { problem: 'expired', invoice, linkId: id }
  const hasPaid = invoice.amountPaid > 0 || attempts.some((each) => MAY_BRING_MONEY.includes(each.status))
  return { invoice, linkId: id, attempt, hasPaid, pendingSince, payout, isSuspended }
}

export async function isCurrentLinkSent(em: EntityManager, { id, linkId }: InvoiceRow): Promise<boolean> {
  const link = linkId ? await em.findOne(PayLinkRow, { id: linkId }) : null
  if (!link) return false
  const messages = await em.count(NotificationRow, {
    invoiceId: id,
    kind: { $in: ['invoice', 'reminder'] },
    status: 'sent',
    createdAt: { $gte: link.createdAt },
  })
  return messages > 0
}
