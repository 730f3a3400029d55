import type { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { countRows } from '../../db/imports/rows.ts'
import {
  failRows,
  findInvalidated,
  type InvalidatedRow,
  markDuplicateInvoices,
} from '../../db/imports/validate.ts'
import type { EntityManager } from '../../db/orm.ts'
import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import { type CellError, type ColumnName, uploadedHeader } from '../../domain/import/index.ts'
import { type CalendarDate, dateInZone } from '../../domain/shared/calendar.ts'

export interface ValidationContext {
  today: CalendarDate
  currencies: ReadonlySet<string>
}

/** @param now milliseconds since 1970 */
export async function validationContext(
  tx: EntityManager,
  subject: ImportRow,
  { timeZone }: MerchantRow,
  now: number,
): Promise<ValidationContext> {
  return { today: dateInZone(now, timeZone), currencies: await payableCurrencies(tx, subject) }
}

export async function revalidate(
  tx: EntityManager,
  subject: ImportRow,
  context: ValidationContext,
): Promise<void> {
  const rows = await findInvalidated(tx, subject, context)
  const invalidRows = rows.flatMap((row) => {
    const error = invalidReason(subject, row, context)
    return error ? [{ rowNumber: row.rowNumber, errors: [error] }] : []
  })
  await failRows(tx, subject, invalidRows)
  await markDuplicateInvoices(
    tx,
    subject,
    rows.filter(({ duplicate }) => duplicate),
  )
  if (rows.length > 0) Object.assign(subject, await countRows(tx, subject))
}

export function invalidReason(
  { header }: Pick<ImportRow, 'header'>,
  { invoice: { number, currency, dueDate, issueDate }, isNumberTaken }: InvalidatedRow,
  { today, currencies }: ValidationContext,
): CellError | undefined {
  const at = (target: ColumnName) => ({ column: uploadedHeader(header, target), target })
  if (isNumberTaken) {
    const detail = 'was given to another invoice after the review'
    return { ...at('invoice_number'), value: number ?? '', code: 'number_taken', detail }
  }
  if (!currencies.has(currency)) {
    const detail = `has no payout account any more: set one for ${currency} first`
    return { ...at('currency'), value: currency, code: 'no_payout_account', detail }
  }
  if (dueDate >= (issueDate ?? today)) return undefined
  const detail = `has passed since the review: today is ${today}`
  return { ...at('due_date'), value: dueDate, code: 'due_before_issue', detail }
}

export function duplicateSinceReview({ duplicate }: InvalidatedRow): CellError | undefined {
  if (!duplicate) return undefined
  const other = duplicate.invoiceNumber ?? duplicate.invoiceId
  const detail = `has the customer, amount and due date of invoice ${other}, which came after the review`
  return { column: null, target: null, value: '', code: 'duplicate', detail }
}
