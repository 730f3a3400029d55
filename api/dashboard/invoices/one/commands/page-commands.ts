import { type Channel, MANUAL_METHODS } from '../../../../../domain/invoice/index.ts'
import type { InvoiceRow } from '../../../../../db/entities/index.ts'
import { parseDecimal } from '../../../../../domain/shared/decimal.ts'
import type { Currency } from '../../../../../domain/shared/money.ts'
import type { Fields, Mistakes } from '../../../../identity/form.ts'
import type { CommandName } from '../../../../merchant/invoices/commands.ts'
import { readMoney } from '../../read-money.ts'

/** The keys are segments of addresses. */
export const PAGE_COMMANDS = {
  remind: 'remind',
  pause: 'pause',
  resume: 'resume',
  void: 'void',
  link: 'link',
  payment: 'record_payment',
  undo: 'undo_payment',
  refund: 'refund',
  credit: 'credit',
  clock: 'advance_clock',
} as const satisfies Record<string, CommandName>

export type PageCommand = keyof typeof PAGE_COMMANDS

export function isPageCommand(text: string): text is PageCommand {
  return Object.hasOwn(PAGE_COMMANDS, text)
}

type Done = PageCommand | 'refund_recorded' | 'send' | 'saved' | 'changed'

export const DONE: Record<Done, string> = {
  remind: 'The reminder goes out now.',
  pause: 'The invoice is on hold.',
  resume: 'The invoice is resumed.',
  void: 'The invoice is void, or becomes void as soon as no payment can arrive any more.',
  link: 'The new payment link works, and the old one does not any more.',
  payment: 'The payment is recorded.',
  undo: 'The payment is undone.',
  refund: 'The refund is under way.',
  refund_recorded: 'The refund is recorded.',
  credit: 'The credit note is issued.',
  clock: 'The test clock moved ahead.',
  send: 'The invoice is issued, and goes out now.',
  saved: 'The draft is saved.',
  changed: 'The change is made.',
}

/** The merchant gives the money of a refund by hand, or the bank does. */
export function doneOf(command: PageCommand, fields: Fields): Done {
  return command === 'refund' && manualMethodOf(fields) ? 'refund_recorded' : command
}

function manualMethodOf(fields: Fields) {
  return MANUAL_METHODS.find((one) => one === fields['method'])
}

type Body = { json: Record<string, unknown> } | { mistakes: Mistakes }

/** Makes the body that `/v1` takes from the fields of a form. */
export function bodyOf(command: PageCommand, fields: Fields, invoice: InvoiceRow): Body {
  const { currency } = invoice
  const note = filled({ note: fields['note'] })
  switch (command) {
    case 'remind':
      return { json: filled({ channel: fields['channel'], text: fields['text'] }) }
    case 'pause':
    case 'undo':
      return { json: note }
    case 'resume':
      return { json: filled({ dates: fields['dates'] }) }
    case 'void':
      return {
        json: {
          ...note,
          credit_note: fields['credit_note'] === 'yes',
          notify: fields['notify'] === 'yes',
        },
      }
    case 'link':
      return { json: { deliver: DELIVERIES.filter((channel) => fields[channel] === 'yes') } }
    case 'payment': {
      const others = { ...filled({ method: fields['method'], paid_on: fields['paid_on'] }), ...note }
      return withAmount(fields, currency, { ...others, receipt: fields['receipt'] === 'yes' })
    }
    case 'refund': {
      const method = manualMethodOf(fields)
      const manual = method ? filled({ method, refunded_on: fields['refunded_on'] }) : {}
      const credit = { credit_note: fields['credit_note'] === 'yes' }
      return withAmount(fields, currency, { ...manual, ...credit, ...note })
    }
    case 'credit': {
      const others = { ...filled({ reason: fields['reason'] }), ...note, notify: fields['notify'] === 'yes' }
      if (fields['by'] === 'amount') return withAmount(fields, currency, others)
      if (fields['by'] === 'taxes') return withTaxes(fields, invoice, others)
      return fields['by'] === 'rest'
        ? { json: { ...others, rest: true } }
        : withLines(fields, invoice, others)
    }
    case 'clock':
      return { json: filled({ advance: fields['advance'] }) }
  }
}

const DELIVERIES: readonly Channel[] = ['email', 'sms']

function withAmount(fields: Fields, currency: string, others: Record<string, unknown>): Body {
  const amount = readMoney(fields['amount'] ?? '', currency as Currency)
  if (typeof amount !== 'number') return { mistakes: { amount: amount.mistake } }
  return { json: { ...others, amount } }
}

/** A line without a quantity is left as it is. */
function withLines(fields: Fields, { lines }: InvoiceRow, others: Record<string, unknown>): Body {
  const mistakes: Record<string, string> = {}
  const wanted = lines.flatMap((_, index) => {
    const name = lineField(index)
    const quantity = (fields[name] ?? '').trim().replace(',', '.')
    if (quantity === '') return []
    if (parseDecimal(quantity) === undefined) mistakes[name] = 'must be a number'
    return [{ line: index + 1, quantity }]
  })
  if (Object.keys(mistakes).length > 0) return { mistakes }
  return wanted.length === 0
    ? { mistakes: { [lineField(0)]: 'must not be empty in every line' } }
    : { json: { ...others, lines: wanted } }
}

/** A rate without an amount is left as it is. */
function withTaxes(fields: Fields, { taxes, currency }: InvoiceRow, others: Record<string, unknown>): Body {
  const mistakes: Record<string, string> = {}
  const wanted = taxes.flatMap(({ category, taxRate }, index) => {
    const name = taxField(index)
    const text = fields[name]?.trim() ?? ''
    if (text === '') return []
    const amount = readMoney(text, currency as Currency)
    if (typeof amount !== 'number') mistakes[name] = amount.mistake
    return [{ rate: category === 'outside_scope' ? null : taxRate, category, amount }]
  })
  if (Object.keys(mistakes).length > 0) return { mistakes }
  return wanted.length === 0
    ? { mistakes: { [taxField(0)]: 'must not be empty in every rate' } }
    : { json: { ...others, taxes: wanted } }
}

export function taxField(index: number): string {
  return `tax_${index + 1}`
}

export function lineField(index: number): string {
  return `line_${index + 1}`
}

function filled(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])),
  )
}
