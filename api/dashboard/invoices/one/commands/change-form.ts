import type { InvoiceRow } from '../../../../../db/entities/index.ts'
import { withLineEnds } from '../../../../../domain/invoice/limits.ts'
import type { Fields, Mistakes } from '../../../../identity/form.ts'
import type { EnteredForm } from '../../../shown-fields.ts'

export function changeFields({ dueDate, customerEmail, customerPhone, instructions }: InvoiceRow): Fields {
  return {
    due_date: dueDate,
    email: customerEmail,
    phone: customerPhone ?? '',
    instructions: instructions ?? '',
  }
}

/** Makes the body that `/v1` takes, of the fields that the person touched. */
export function changeBody(form: EnteredForm, fields: Fields): { json: object } | { mistakes: Mistakes } {
  const { due_date, email, phone, instructions = '' } = fields
  const words = withLineEnds(instructions).trim()
  const touched = form.touchedOf({ due_date, email, phone, instructions: words || null })
  if (touched['phone']?.trim() === '') {
    return { mistakes: { phone: 'cannot be removed from an invoice that is issued: enter another number' } }
  }
  const { email: _, phone: __, ...others } = touched
  const customer = form.touchedOf({ email, phone })
  return { json: Object.keys(customer).length > 0 ? { ...others, customer } : others }
}

/** The names of fields of the form have no `customer` in front. */
export function changeMistakes(mistakes: Mistakes): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([name, words]) => [name.replace(/^customer\./, ''), words]),
  )
}
