import type { BankReport } from './commands.ts'
import type { InvoiceState } from './state.ts'

/**
 * Does a rail's report contradict what the log holds as final? Such a word may be an old one that was long on its way,
 * read or sent before the one that the log holds: it is believed only if the rail, asked in the invoice's turn, says the
 * same.
 */
export function contradicts(state: InvoiceState, { attemptId, status, confirmed }: BankReport): boolean {
  if (confirmed) return false
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (status === 'failed') return payment !== undefined && !payment.reversed && !payment.undone
  if (status !== 'settled') return false
  const attempt = state.attempts.find(({ id }) => id === attemptId)
  return attempt?.state === 'failed' || payment?.reversed === true
}
