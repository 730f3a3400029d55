import { type AmountsDue, amountRequested } from '../../../domain/invoice/index.ts'
import type { MinorUnits } from '../../../domain/shared/money.ts'

/** Returns the deposit, or the rest of it, that the payer is asked for now. */
export function depositNow(amounts: AmountsDue): MinorUnits | undefined {
  const requested = amountRequested(amounts)
  return requested < amounts.amountDue ? requested : undefined
}
