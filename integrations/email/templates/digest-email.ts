import type { Digest, DigestSum } from '../../../domain/merchant/notices.ts'
import { formatDate } from '../../../domain/shared/calendar.ts'
import { formatMoney } from '../../../domain/shared/money.ts'
import { duewellEmail, type EmailContent } from './parts/layout.ts'

export function digestEmail(merchant: string, digest: Digest): EmailContent {
  const { paid, overdue, failedPayments, failedDeliveries, outstanding } = digest
  const lines = [
    'this is what happened to your invoices since the last digest.',
    ...(paid.length > 0 ? [`Paid: ${sums(paid)}`] : []),
    ...(overdue.length > 0 ? [`Became overdue: ${sums(overdue)} due`] : []),
    ...(failedPayments > 0 ? [`Payments that failed: ${failedPayments}`] : []),
    ...(failedDeliveries > 0 ? [`Messages that did not arrive: ${failedDeliveries}`] : []),
    `Outstanding now: ${outstanding.length > 0 ? sums(outstanding) : 'nothing'}`,
  ]
  const subject = `Your invoices on ${formatDate(digest.day)}`
  return duewellEmail({ subject, heading: subject, to: merchant, lines })
}

function sums(each: readonly DigestSum[]): string {
  return each
    .map(({ count, ...sum }) => `${count} ${count === 1 ? 'invoice' : 'invoices'}, ${formatMoney(sum)}`)
    .join('; ')
}
