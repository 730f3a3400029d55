import { zoneOf } from '../../../../../db/invoices/schedule.ts'
import { MANUAL_METHODS } from '../../../../../domain/invoice/index.ts'
import { dateInZone } from '../../../../../domain/shared/calendar.ts'
import { type Currency, decimalAmount } from '../../../../../domain/shared/money.ts'
import { Check, Choice, Field } from '../../../../pages/fields.tsx'
import { CommandForm } from '../../../command-form.tsx'
import { money } from '../../../format.ts'
import { type CommandsProps, type FilledField, formOf, Note } from './command-fields.tsx'
import { methodName } from '../timeline-words.ts'

export function RecordPayment(props: CommandsProps) {
  const { view } = props
  const { row } = view
  const { form, field, choice, check } = formOf('payment', props)
  return (
    <CommandForm
      {...form}
      title="Record a payment that you received"
      consequence={`It counts as paid outside of Duewell. ${money(row.amountDue, row.currency)} is due; a payment of all of it makes the invoice paid and stops reminders. It can be undone.`}
    >
      <AmountField {...field('amount', decimal(row.amountDue, row.currency))} currency={row.currency} />
      <Choice {...choice('method', 'transfer')} label="Method" options={METHODS} />
      <Field {...field('paid_on', today(props))} label="Received on" type="date" />
      <Note {...field('note')} />
      <Check {...check('receipt', true)} label="Send the customer a receipt" />
      <button class="primary">Record the payment</button>
    </CommandForm>
  )
}

/** The command refuses a later day by the invoice's zone. */
function today({ viewer, view: { row, next } }: CommandsProps): string {
  return dateInZone(Date.parse(next.now), zoneOf(row, viewer))
}

const METHODS = MANUAL_METHODS.map((method) => [method, methodName(method)] as const)

export function Refund(props: CommandsProps) {
  const { view } = props
  const { row } = view
  const { form, field, choice, check } = formOf('refund', props)
  const most = row.amountPaid + row.amountOverpaid - row.amountRefunded
  const byBank = view.refundableByBank
  const wanted = row.amountOverpaid > 0 ? row.amountOverpaid : most
  const latest = view.money.payments.findLast(({ status }) => status === 'received')
  const isByBank = byBank > 0 && (latest?.source === 'bank' || wanted <= byBank)
  const proposed = isByBank ? Math.min(wanted, byBank) : wanted
  const usual = isByBank ? '' : (latest?.method ?? 'transfer')
  const bankOption = [['', `By bank, now, at most ${money(byBank, row.currency)}`]] as const
  return (
    <CommandForm
      {...form}
      title="Refund"
      consequence={
        byBank > 0
          ? 'By bank, the money goes back to the account that paid, and the customer is told. With another method you record what you have paid back yourself.'
          : 'Nothing of it can be sent back by bank. You record what you have paid back yourself, and the customer is told.'
      }
    >
      <AmountField
        {...field('amount', decimal(Math.max(0, proposed), row.currency))}
        currency={row.currency}
      />
      <Choice
        {...choice('method', usual)}
        label="Method"
        options={[
          ...(byBank > 0 ? bankOption : []),
          ...METHODS.map(([value, name]) => [value, `${name}, done already`] as const),
        ]}
      />
      <Field
        {...field('refunded_on', today(props))}
        label="Paid back on"
        type="date"
        hint="Counts only for what you have paid back yourself."
      />
      <Note {...field('note')} />
      <Check {...check('credit_note', false)} label="Make a credit note over what is no overpayment" />
      <button class="danger">Refund</button>
    </CommandForm>
  )
}

function AmountField({ currency, ...field }: FilledField & { currency: string }) {
  return <Field {...field} label={`Amount in ${currency}`} numeric />
}

function decimal(amount: number, currency: string): string {
  return decimalAmount({ amount, currency: currency as Currency })
}
