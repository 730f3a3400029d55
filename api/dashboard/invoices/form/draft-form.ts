import * as v from 'valibot'
import { LIMITS } from '../../../../domain/invoice/limits.ts'
import { DEFAULT_PLAN, type ReminderPlan } from '../../../../domain/invoice/messages/reminder-plan.ts'
import type { Currency, MinorUnits } from '../../../../domain/shared/money.ts'
import { totalsOf as totalsOfPriced } from '../../../../domain/tax/totals.ts'
import type { TaxRounding, Totals } from '../../../../domain/tax/types.ts'
import type { Fields } from '../../../identity/form.ts'
import { readSteps, type StepFields, stepsOf, withPressed } from '../../reminder-plan/steps.ts'
import { Deposit, depositAmount } from '../../../merchant/invoices/request/invoice-body.ts'
import { FormAdjustments, LineBody, pricedOf } from '../../../merchant/invoices/request/line-body.ts'
import { depositNow } from '../deposit-now.ts'
import { readDeposit, readMoney } from '../read-money.ts'
import { adjustmentsOf, EMPTY_LINE, lineBody, type LineFields } from './fields/line-fields.ts'

/** The texts are as the person typed them. Without lines the invoice has one amount. */
export interface DraftForm {
  fields: Fields
  lines: LineFields[]
  steps: StepFields[]
  taxRounding?: TaxRounding
}

const LINE_FIELD = new RegExp(`^lines\\.(\\d{1,3})\\.(${Object.keys(EMPTY_LINE).join('|')})$`)

export function readDraftForm(given: Fields): DraftForm {
  const lines: Record<number, Partial<LineFields>> = {}
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const [, line, ofLine] = LINE_FIELD.exec(name) ?? []
    if (line !== undefined && ofLine !== undefined)
      lines[Number(line)] = { ...lines[Number(line)], [ofLine]: value }
    else if (!name.startsWith('reminders.steps.')) fields[name] = value
  }
  return {
    fields,
    lines: Object.values(lines).map((line) => ({ ...EMPTY_LINE, ...line })),
    steps: readSteps(given, 'reminders.'),
  }
}

/** Adds or removes a line or a reminder, as the pressed button names it. */
export function pressed(form: DraftForm, button: string): DraftForm {
  const { fields, lines, steps } = form
  if (button === 'add_line') {
    const { description = '', amount = '' } = fields
    const isFirst = lines.length === 0 && (description !== '' || amount !== '')
    const line = isFirst ? { ...EMPTY_LINE, description, unit_amount: amount } : EMPTY_LINE
    return { ...form, fields: { ...fields, amount: '' }, lines: [...lines, line] }
  }
  if (button === 'own_reminders') return { ...form, fields: { ...fields, reminders: 'own' } }
  const [, removed] = /^remove_line\.(\d{1,3})$/.exec(button) ?? []
  if (removed !== undefined) return { ...form, lines: lines.filter((_, index) => String(index) !== removed) }
  return { ...form, steps: withPressed(steps, button) }
}

/** An own plan begins with the reminders of the settings. */
export function withPlan(form: DraftForm, { time, steps }: ReminderPlan): DraftForm {
  if (form.fields['reminders'] !== 'own' || form.steps.length > 0) return form
  const fields = { ...form.fields, 'reminders.time': form.fields['reminders.time'] || time }
  return { ...form, fields, steps: stepsOf(steps.length > 0 ? steps : DEFAULT_PLAN.steps) }
}

function isEmpty({ description, unit_amount }: LineFields): boolean {
  return description.trim() === '' && unit_amount.trim() === ''
}

export function withoutEmptyLines(form: DraftForm): DraftForm {
  return { ...form, lines: form.lines.filter((line) => !isEmpty(line)) }
}

export interface FormTotals extends Totals {
  /** The payer is asked for this part first. */
  deposit?: MinorUnits | undefined
  /** The names of what cannot be read, so that the totals are without it. */
  missing: string[]
}

/** Returns the totals of the lines that can be read. */
export function totalsOf({ fields, lines, taxRounding = 'group' }: DraftForm): FormTotals | undefined {
  if (lines.length === 0 || lines.length > LIMITS.lines) return undefined
  const currency = (fields['currency'] ?? '') as Currency
  const missing: string[] = []
  const read = lines.flatMap((line, index) => {
    let isRead = true
    const body = lineBody(line, index, currency, () => (isRead = false))
    const parsed = v.safeParse(LineBody, { ...body, description: body.description || '-' })
    if (isRead && parsed.success) return [parsed.output]
    if (!isEmpty(line)) missing.push(`line ${index + 1}`)
    return []
  })
  const kept = { discount: fields['discount'] ?? '', kept: fields['kept'] ?? '' }
  let isDiscountRead = true
  const whole = v.safeParse(
    FormAdjustments,
    adjustmentsOf(kept, currency, () => (isDiscountRead = false)),
  )
  if (!isDiscountRead || !whole.success) missing.push('the discount on everything')
  const pricesIncludeTax = fields['prices_include_tax'] === 'yes'
  const totals = totalsOfPriced(
    pricedOf(
      { description: '', lines: read, ...(whole.success ? whole.output : {}) },
      { pricesIncludeTax, taxRounding },
    ),
  )
  return { ...totals, missing, deposit: missing.length > 0 ? undefined : depositOf(fields, totals.amount) }
}

function depositOf(fields: Fields, amount: MinorUnits): MinorUnits | undefined {
  const typed = fields['deposit']?.trim() ?? ''
  if (typed === '') return undefined
  const currency = (fields['currency'] ?? '') as Currency
  const minorUnits = (text: string) => {
    const read = readMoney(text, currency)
    return typeof read === 'number' ? read : Number.NaN
  }
  const parsed = v.safeParse(Deposit, readDeposit(typed, minorUnits))
  if (!parsed.success) return undefined
  const paid = fields['amount_paid']?.trim() ? minorUnits(fields['amount_paid']) : 0
  const deposit = depositAmount(parsed.output, amount)
  return depositNow({ amount, amountCredited: 0, amountDue: amount - paid, deposit, status: 'draft' })
}
