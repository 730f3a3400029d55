import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { parseDecimal } from '../../../../domain/shared/decimal.ts'
import { type InvoiceLine, sumLines, type Totals } from '../../../../domain/shared/lines.ts'
import { type Currency, decimalAmount } from '../../../../domain/shared/money.ts'
import { withoutUndefined } from '../../../http/merge-changes.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { readMoney } from '../read-money.ts'

export interface LineFields {
  description: string
  quantity: string
  unit_amount: string
  tax_rate: string
}

/** Everything as the person typed it. Without lines the invoice has one amount. */
export interface DraftForm {
  fields: Fields
  lines: LineFields[]
}

const EMPTY_LINE: LineFields = { description: '', quantity: '1', unit_amount: '', tax_rate: '' }
const LINE_FIELD = /^lines\.(\d{1,3})\.(description|quantity|unit_amount|tax_rate)$/

export function readDraftForm(given: Fields): DraftForm {
  const lines: Record<number, Record<string, string>> = {}
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const [, index, field] = LINE_FIELD.exec(name) ?? []
    if (index === undefined || field === undefined) fields[name] = value
    else (lines[Number(index)] ??= {})[field] = value
  }
  return { fields, lines: Object.values(lines).map((line) => ({ ...EMPTY_LINE, ...line })) }
}

/** Adds or removes a line, as the pressed button names it. */
export function pressed({ fields, lines }: DraftForm, button: string): DraftForm {
  if (button === 'add_line') {
    const { description = '', amount = '' } = fields
    const isFirst = lines.length === 0 && (description !== '' || amount !== '')
    const line = isFirst ? { ...EMPTY_LINE, description, unit_amount: amount } : EMPTY_LINE
    return { fields: { ...fields, amount: '' }, lines: [...lines, line] }
  }
  const [, removed] = /^remove_line\.(\d{1,3})$/.exec(button) ?? []
  if (removed !== undefined) {
    return { fields, lines: lines.filter((_, index) => index !== Number(removed)) }
  }
  return { fields, lines }
}

export function withoutEmptyLines({ fields, lines }: DraftForm): DraftForm {
  const isEmpty = ({ description, unit_amount }: LineFields) =>
    description.trim() === '' && unit_amount.trim() === ''
  return { fields, lines: lines.filter((line) => !isEmpty(line)) }
}

/** Returns the totals of the lines that can be read. */
export function totalsOf({ fields, lines }: DraftForm): Totals | undefined {
  const { currency = '' } = fields
  const read = lines.flatMap((line): InvoiceLine[] => {
    const unitAmount = readMoney(line.unit_amount, currency as Currency)
    const { quantity, tax_rate: taxRate } = decimals(line)
    const isRead =
      typeof unitAmount === 'number' && parseDecimal(quantity) && (!taxRate || parseDecimal(taxRate))
    return isRead ? [{ description: '', quantity, unitAmount, ...(taxRate ? { taxRate } : {}) }] : []
  })
  return lines.length > 0 ? sumLines(read) : undefined
}

function decimals({ quantity, tax_rate }: LineFields): Pick<LineFields, 'quantity' | 'tax_rate'> {
  const plain = (text: string) => text.trim().replace(',', '.')
  return { quantity: plain(quantity), tax_rate: plain(tax_rate) }
}

type Body = { json: Record<string, unknown> } | { mistakes: Mistakes }

/** Makes the body that `/v1` takes. An empty field is left out of a new draft, and null in a change. */
export function bodyOf({ fields, lines }: DraftForm, absent: undefined | null): Body {
  const currency = (fields['currency'] ?? '') as Currency
  const mistakes: Record<string, string> = {}
  const amountOf = (name: string, text: string) => {
    const amount = readMoney(text, currency)
    if (typeof amount === 'number') return amount
    mistakes[name] = amount.mistake
    return 0
  }
  const text = (name: string) => fields[name]?.trim() || absent
  const content =
    lines.length > 0
      ? {
          lines: lines.map((line, index) => {
            const { quantity, tax_rate: taxRate } = decimals(line)
            return {
              description: line.description,
              quantity: quantity || '1',
              unit_amount: amountOf(`lines.${index}.unit_amount`, line.unit_amount),
              ...(taxRate ? { tax_rate: taxRate } : {}),
            }
          }),
        }
      : { amount: amountOf('amount', fields['amount'] ?? '') }
  if (Object.keys(mistakes).length > 0) return { mistakes }
  const name = fields['customer.name'] ?? ''
  const json = {
    customer: withoutUndefined({
      // The name of a known customer is taken from their last invoice.
      ...(name.trim() === '' && absent === undefined ? {} : { name }),
      email: fields['customer.email'] ?? '',
      phone: text('customer.phone'),
    }),
    currency,
    due_date: fields['due_date'] ?? '',
    description: fields['description'] ?? '',
    ...content,
    number: text('number'),
    instructions: text('instructions'),
    deliver: [...(fields['email'] === 'yes' ? ['email'] : []), ...(fields['sms'] === 'yes' ? ['sms'] : [])],
    ...(fields['reminders'] === 'none' ? { reminders: { steps: [] } } : {}),
    ...(fields['reminders'] === 'plan' ? { reminders: absent } : {}),
    send: 'draft',
  }
  return { json: withoutUndefined(json) }
}

type Contents = Pick<
  InvoiceRow,
  | 'customerName'
  | 'customerEmail'
  | 'customerPhone'
  | 'currency'
  | 'lines'
  | 'description'
  | 'amount'
  | 'instructions'
  | 'reminders'
  | 'channels'
> &
  Partial<Pick<InvoiceRow, 'dueDate' | 'number'>>

export function formOf(row: Contents): DraftForm {
  const { currency, lines, description, amount, reminders, channels } = row
  const decimal = (minor: number) => decimalAmount({ amount: minor, currency: currency as Currency })
  const [only] = lines
  const isOneAmount =
    lines.length === 1 &&
    only?.description === description &&
    only.quantity === '1' &&
    only.taxRate === undefined
  return {
    fields: {
      'customer.name': row.customerName,
      'customer.email': row.customerEmail,
      'customer.phone': row.customerPhone ?? '',
      currency,
      due_date: row.dueDate ?? '',
      description,
      amount: isOneAmount ? decimal(amount) : '',
      number: row.number ?? '',
      instructions: row.instructions ?? '',
      email: channels.includes('email') ? 'yes' : '',
      sms: channels.includes('sms') ? 'yes' : '',
      reminders: !reminders ? 'plan' : reminders.steps.length === 0 ? 'none' : 'own',
    },
    lines: isOneAmount
      ? []
      : lines.map((line) => ({
          description: line.description,
          quantity: line.quantity,
          unit_amount: decimal(line.unitAmount),
          tax_rate: line.taxRate ?? '',
        })),
  }
}
