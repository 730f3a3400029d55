import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import {
  failRows,
  findInvalidated,
  markDuplicateInvoices,
  type InvalidatedRow,
} from '../../db/imports/validate.ts'
import { countRows } from '../../db/imports/rows.ts'
import type { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type CalendarDate, dateInZone } from '../../domain/shared/calendar.ts'
import type { CellError } from '../../domain/import/index.ts'

// A review is true when it is made. Days may pass until it is confirmed, and an import may be paused as long.

/** What rows of an import are judged by again: the merchant's day, and the currencies that can be paid. */
export interface Today {
  today: CalendarDate
  currencies: ReadonlySet<string>
}

export async function validationContext(
  tx: EntityManager,
  subject: ImportRow,
  { timeZone }: MerchantRow,
  now: number,
): Promise<Today> {
  return { today: dateInZone(now, timeZone), currencies: await payableCurrencies(tx, subject) }
}

/** Brings the review up to date, rows and counts. Under the import's lock. */
export async function revalidate(tx: EntityManager, subject: ImportRow, known: Today): Promise<void> {
  const spoilt = await findInvalidated(tx, subject, known)
  const failed = spoilt.flatMap((one) => {
    const mistake = invalidReason(one, known)
    return mistake ? [{ row: one.row, errors: [mistake] }] : []
  })
  await failRows(tx, subject, failed)
  await markDuplicateInvoices(
    tx,
    subject,
    spoilt.filter(({ twin }) => twin),
  )
  if (spoilt.length > 0) Object.assign(subject, await countRows(tx, subject))
}

/** What is wrong with a row by now, if it is more than a dedup_key. */
export function invalidReason(
  { number, currency, dueDate, isNumberTaken }: InvalidatedRow,
  { today, currencies }: Today,
): CellError | undefined {
  if (isNumberTaken) {
    const detail = 'was given to another invoice after the review'
    const value = number ?? ''
    return { column: 'invoice_number', target: 'invoice_number', value, code: 'number_taken', detail }
  }
  if (!currencies.has(currency)) {
    const detail = `cannot be paid any more: say where ${currency} is to go with PUT /v1/payout_accounts/${currency}`
    return { column: 'currency', target: 'currency', value: currency, code: 'no_payout_account', detail }
  }
  if (dueDate >= today) return undefined
  const detail = `has passed since the review: today is ${today}`
  return { column: 'due_date', target: 'due_date', value: dueDate, code: 'due_before_issue', detail }
}

/** A row that was to be left out if there was another like it. */
export function twinSinceReview({ twin }: InvalidatedRow): CellError | undefined {
  if (!twin) return undefined
  const other = twin.number ?? twin.invoice
  const detail = `has the customer, amount and due date of invoice ${other}, which came after the review`
  return { column: null, target: null, value: '', code: 'duplicate', detail }
}
