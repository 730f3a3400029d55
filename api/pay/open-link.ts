import { InvoiceRow, PaymentAttemptRow, PayLinkRow } from '../../db/entities/index.ts'
import { verifyLinkToken } from '../../domain/pay-link.ts'
import type { ApiDeps } from '../deps.ts'

/** What a payment link leads to. A forged link and an unknown one are the same: nothing is told about either. */
export type OpenedLink =
  | { problem: 'unknown' }
  | { problem: 'expired' | 'revoked' | 'void'; invoice: InvoiceRow }
  | { problem?: undefined; invoice: InvoiceRow; attempt: PaymentAttemptRow | null }

/** Follows a link's token. Reads only: opening a link changes nothing, as mail scanners open links too. */
export async function openLink({ em, linkKeys }: ApiDeps, token: string): Promise<OpenedLink> {
  const linkId = verifyLinkToken(token, linkKeys)
  const read = em.fork()
  const link = linkId ? await read.findOne(PayLinkRow, { id: linkId }) : null
  if (!link) return { problem: 'unknown' }
  const invoice = await read.findOneOrFail(InvoiceRow, { id: link.invoiceId })
  const { state } = link
  if (state === 'revoked') return { problem: 'revoked', invoice }
  if (invoice.status === 'void') return { problem: 'void', invoice }
  const attempts = await read.find(
    PaymentAttemptRow,
    { invoiceId: invoice.id },
    { orderBy: { createdAt: 'desc' } },
  )
  // Ids are given before the workflow puts the presses in order; at most one attempt has not failed.
  const attempt = attempts.find((each) => each.state !== 'failed') ?? attempts[0] ?? null
  const isPaid = invoice.status === 'paid'
  if (!isPaid && (state === 'expired' || (state === 'active' && link.expiresAt.getTime() <= Date.now()))) {
    return { problem: 'expired', invoice }
  }
  return { invoice, attempt }
}
