import { type AmountsDue, amountRequested } from '../../../domain/invoice/index.ts'
import type { MinorUnits } from '../../../domain/shared/money.ts'

/** Returns what the payer is asked for now, where it is a deposit or the rest of one. */
export function depositNow(amounts: AmountsDue): MinorUnits | undefined {
  const requested = amountRequested(amounts)
  return requested < amounts.amountDue ? requested : undefined
}
