import { InvoiceRow, PaymentAttemptRow, PayLinkRow } from '../../db/entities/index.ts'
import { type AttemptStatus, isLive } from '../../domain/invoice/index.ts'
import { verifyLinkToken } from '../../domain/payment/payment-link.ts'
import type { ApiDeps } from '../deps.ts'

/** What a payment link leads to. A forged link and an unknown one are the same: nothing is told about either. */
export type OpenedLink =
  | { problem: 'unknown' }
  | { problem: LinkProblem; invoice: InvoiceRow; linkId: string }
  | {
      problem?: undefined
      invoice: InvoiceRow
      linkId: string
      attempt: PaymentAttemptRow | null
      /** Something has come for it, or may be on its way. */
      hasPaid: boolean
    }

/** Why a genuine link cannot be paid with. */
export type LinkProblem = 'expired' | 'revoked' | 'void' | 'paid'

const MAY_BRING_MONEY: readonly AttemptStatus[] = ['authorizing', 'processing', 'settled']

/** Follows a link's token. Reads only: opening a link changes nothing, as mail scanners open links too. */
export async function openLink({ em, linkKeys }: ApiDeps, token: string): Promise<OpenedLink> {
  const linkId = verifyLinkToken(token, linkKeys)
  const read = em.fork()
  const link = linkId ? await read.findOne(PayLinkRow, { id: linkId }) : null
  if (!link) return { problem: 'unknown' }
  const invoice = await read.findOneOrFail(InvoiceRow, { id: link.invoiceId })
  const { id, status } = link
  // An invoice that is to be voided asks for nothing more, whichever link one comes by.
  if (invoice.status === 'void' || invoice.voidRequestedAt) return { problem: 'void', invoice, linkId: id }
  // Whoever has an old link is told no more than that there is nothing to do.
  if (status === 'revoked') {
    return { problem: invoice.status === 'paid' ? 'paid' : 'revoked', invoice, linkId: id }
  }
  const attempts = await read.find(
    PaymentAttemptRow,
    { invoiceId: invoice.id },
    { orderBy: { createdAt: 'desc' } },
  )
  // Ids are given before the workflow puts the presses in order; at most one attempt is open.
  const attempt = attempts.find((each) => isLive(each)) ?? attempts[0] ?? null
  const isOver = link.expiresAt.getTime() <= Date.now() + invoice.testClockOffsetMs
  if (status === 'expired' || (status === 'active' && isOver))
    return { problem: 'expired', invoice, linkId: id }
  const hasPaid = invoice.amountPaid > 0n || attempts.some(({ status: is }) => MAY_BRING_MONEY.includes(is))
  return { invoice, linkId: id, attempt, hasPaid }
}
