import type { InvoiceRow } from '../../../db/entities/index.ts'
import type { WantedCredit } from '../../../domain/credit-note/types.ts'
import { groupKey } from '../../../domain/tax/category.ts'
import { type FieldError, invalidFields } from '../../http/errors/problem.ts'
import type { CreditInput } from './credit-body.ts'

/** @throws Problem `invalid_fields` for a line or a rate that the invoice does not have */
export function wantedCredit(invoice: InvoiceRow, { lines, taxes, amount }: CreditInput): WantedCredit {
  if (lines) return { lines: wantedLines(invoice, lines) }
  if (taxes) return { amounts: wantedAmounts(invoice, taxes) }
  return amount === undefined ? { rest: true } : { amount }
}

function wantedLines(invoice: InvoiceRow, lines: NonNullable<CreditInput['lines']>) {
  const errors = lines.flatMap(({ line }, index): FieldError[] => {
    const pointer = `/lines/${index}/line`
    if (!invoice.lines[line - 1]) {
      const detail = `must be between 1 and ${invoice.lines.length}`
      return [{ pointer, code: 'out_of_range', detail }]
    }
    const isRepeated = lines.findIndex((one) => one.line === line) !== index
    return isRepeated ? [{ pointer, code: 'repeated', detail: 'must be in the list once' }] : []
  })
  if (errors.length > 0) throw invalidFields(errors)
  return lines.map(({ line, quantity }) => ({
    line: line - 1,
    ...(quantity === undefined ? {} : { quantity }),
  }))
}

function wantedAmounts(invoice: InvoiceRow, taxes: NonNullable<CreditInput['taxes']>) {
  const found = taxes.map(({ rate, category, amount }) => {
    const groups = invoice.taxes.filter(
      (group) =>
        (rate === null ? group.category === 'outside_scope' : Number(rate) === Number(group.taxRate)) &&
        (category ?? group.category) === group.category,
    )
    const [group] = groups.length === 1 ? groups : []
    return { group: group && groupKey(group), amount }
  })
  const errors = found.flatMap(({ group }, index): FieldError[] => {
    const pointer = `/taxes/${index}/rate`
    if (group === undefined) {
      return [{ pointer, code: 'unknown_rate', detail: 'must be one tax rate and category of the invoice' }]
    }
    const isRepeated = found.findIndex((one) => one.group === group) !== index
    return isRepeated ? [{ pointer, code: 'repeated', detail: 'must be in the list once' }] : []
  })
  if (errors.length > 0) throw invalidFields(errors)
  return found.map(({ group = '', amount }) => ({ group, amount }))
}
