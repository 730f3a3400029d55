import { isPayable, MANUAL_METHODS, type Channel } from '../../../../domain/invoice/index.ts'
import { dateInZone } from '../../../../domain/shared/calendar.ts'
import { type Currency, decimalAmount } from '../../../../domain/shared/money.ts'
import { Check, Choice, Field, Hidden, TextField } from '../../../pages/fields.tsx'
import { day, money } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import { type Attempt, CommandForm } from './command-form.tsx'
import type { InvoiceView } from './load-invoice-view.ts'
import { METHOD_NAMES } from './timeline-words.ts'

export interface CommandsProps {
  viewer: Viewer
  view: InvoiceView
  channels: readonly Channel[]
  attempt: Attempt | undefined
}

/** The commands that the invoice can take, each with its consequence. */
export function CommandsCard(props: CommandsProps) {
  const { viewer, view } = props
  const { row } = view
  const mayWrite = viewer.may('invoice', 'write')
  const mayRefund = viewer.may('invoice', 'refund')
  if (!mayWrite && !mayRefund) return null
  const isOpen = isPayable(row.status)
  const hasMoney = view.money.payments.some(({ status }) => status === 'received')
  return (
    <section class="card" aria-labelledby="commands">
      <h2 id="commands">What you can do</h2>
      {mayWrite && isOpen && !row.voidRequestedAt ? (
        <>
          {row.onHoldSince ? <Resume {...props} /> : <Remind {...props} />}
          <RecordPayment {...props} />
          <Change {...props} />
          <NewLink {...props} />
          {row.onHoldSince ? null : <Pause {...props} />}
        </>
      ) : null}
      {mayRefund && hasMoney ? <Refund {...props} /> : null}
      {mayWrite && isOpen && !row.voidRequestedAt ? <Void {...props} /> : null}
      {mayWrite && viewer.mode === 'test' ? <Clock {...props} /> : null}
      <p>
        <a href={`${viewer.base}/invoices/new?from=${row.id}`}>Write a new invoice like this one</a>
      </p>
    </section>
  )
}

function common(command: string, { viewer, view: { row }, attempt }: CommandsProps) {
  const mine = attempt?.command === command ? attempt : undefined
  return {
    form: { viewer, row, command, attempt },
    given: mine?.fields ?? {},
    mistakes: mine?.mistakes,
    id: (name: string) => `${command}-${name}`,
  }
}

function channelOptions(channels: readonly Channel[]): readonly (readonly [string, string])[] {
  const names = [['email', 'E-mail']] as const
  return channels.includes('sms') ? [...names, ['sms', 'Text message'], ['both', 'Both']] : names
}

function Remind(props: CommandsProps) {
  const { view, channels } = props
  const { form, given, mistakes, id } = common('remind', props)
  const { customerName } = view.row
  const options = channelOptions(view.row.customerPhone ? channels : ['email'])
  return (
    <CommandForm
      {...form}
      title="Send a reminder"
      consequence={`${customerName} gets a message with the payment link at once. Two a day can be sent by hand.`}
    >
      {options.length > 1 ? (
        <Choice
          name="channel"
          id={id('channel')}
          label="By"
          chosen={given['channel'] ?? 'email'}
          options={options}
          mistakes={mistakes}
        />
      ) : (
        <Hidden name="channel" value="email" />
      )}
      <TextField
        name="text"
        id={id('text')}
        label="Your own words"
        optional
        value={given['text']}
        hint="In place of the usual text. {customer_name}, {amount_due} and {due_date} are filled in."
        mistakes={mistakes}
      />
      <button class="primary">Send the reminder</button>
    </CommandForm>
  )
}

function Pause(props: CommandsProps) {
  const { form, given, mistakes, id } = common('pause', props)
  return (
    <CommandForm
      {...form}
      title="Put on hold"
      consequence="No reminders go out and it does not become overdue, until you resume it. The customer can still pay, and is not told."
    >
      <Note id={id('note')} value={given['note']} mistakes={mistakes} />
      <button class="secondary">Put on hold</button>
    </CommandForm>
  )
}

function Resume(props: CommandsProps) {
  const { form, given, mistakes, id } = common('resume', props)
  return (
    <CommandForm
      {...form}
      title="Resume"
      consequence="Reminders go out again, and it becomes overdue after its due date."
    >
      <Choice
        name="dates"
        id={id('dates')}
        label="Dates"
        chosen={given['dates'] ?? 'keep'}
        options={[
          ['keep', 'Keep the due date'],
          ['shift', 'Move all dates by the time on hold'],
        ]}
        mistakes={mistakes}
      />
      <button class="primary">Resume</button>
    </CommandForm>
  )
}

function Change(props: CommandsProps) {
  const { view } = props
  const { row } = view
  const { form, given, mistakes, id } = common('change', props)
  return (
    <CommandForm
      {...form}
      title="Change due date, address or instructions"
      consequence="With a new e-mail address or phone number the invoice is sent again, there. With a new due date reminders move along."
    >
      <Field
        name="due_date"
        id={id('due_date')}
        label="Due date"
        type="date"
        value={given['due_date'] ?? row.dueDate}
        mistakes={mistakes}
      />
      <Field
        name="email"
        id={id('email')}
        label="Email"
        type="email"
        value={given['email'] ?? row.customerEmail}
        mistakes={mistakes}
      />
      <Field
        name="phone"
        id={id('phone')}
        label="Phone"
        type="tel"
        optional
        value={given['phone'] ?? row.customerPhone ?? ''}
        hint="With the code of the country: +447700900123."
        mistakes={mistakes}
      />
      <TextField
        name="instructions"
        id={id('instructions')}
        label="Instructions"
        optional
        value={given['instructions'] ?? row.instructions ?? ''}
        mistakes={mistakes}
      />
      <button class="primary">Save the change</button>
    </CommandForm>
  )
}

function NewLink(props: CommandsProps) {
  const { view, channels } = props
  const { form, given, id } = common('link', props)
  const tried = Object.keys(given).length > 0
  return (
    <CommandForm
      {...form}
      title="Make a new payment link"
      consequence="The old link stops working at once, also in messages that were sent already."
    >
      <fieldset class="field" id={id('deliver')}>
        <legend>Send the new link</legend>
        <Check name="email" label="by e-mail" checked={tried ? given['email'] === 'yes' : true} />
        {channels.includes('sms') && view.row.customerPhone ? (
          <Check name="sms" label="by text message" checked={given['sms'] === 'yes'} />
        ) : null}
      </fieldset>
      <button class="secondary">Make a new link</button>
    </CommandForm>
  )
}

function Void(props: CommandsProps) {
  const { view } = props
  const { form, given, mistakes, id } = common('void', props)
  const tried = Object.keys(given).length > 0
  return (
    <CommandForm
      {...form}
      title="Void"
      consequence={`${view.row.customerName} can no longer pay it. It keeps its number, and this cannot be undone. If a payment is in flight, its outcome decides.`}
    >
      <Note id={id('note')} value={given['note']} mistakes={mistakes} />
      <Check name="notify" label="Tell the customer" checked={tried ? given['notify'] === 'yes' : true} />
      <button class="danger">Void the invoice</button>
    </CommandForm>
  )
}

function RecordPayment(props: CommandsProps) {
  const { viewer, view } = props
  const { row } = view
  const { form, given, mistakes, id } = common('payment', props)
  const tried = Object.keys(given).length > 0
  return (
    <CommandForm
      {...form}
      title="Record a payment that you received"
      consequence={`It counts as paid outside of Duewell. ${money(row.amountDue, row.currency)} is due; a payment of all of it makes the invoice paid and stops reminders. It can be undone.`}
    >
      <Amount
        id={id('amount')}
        row={row}
        value={given['amount'] ?? decimal(row.amountDue, row.currency)}
        mistakes={mistakes}
      />
      <Choice
        name="method"
        id={id('method')}
        label="Method"
        chosen={given['method'] ?? 'transfer'}
        options={METHODS}
        mistakes={mistakes}
      />
      <Field
        name="paid_on"
        id={id('paid_on')}
        label="Received on"
        type="date"
        value={given['paid_on'] ?? dateInZone(Date.parse(view.next.now), viewer.timeZone)}
        mistakes={mistakes}
      />
      <Note id={id('note')} value={given['note']} mistakes={mistakes} />
      <Check
        name="receipt"
        label="Send the customer a receipt"
        checked={tried ? given['receipt'] === 'yes' : true}
      />
      <button class="primary">Record the payment</button>
    </CommandForm>
  )
}

const METHODS = MANUAL_METHODS.map((method) => [method, METHOD_NAMES[method]] as const)

function Refund(props: CommandsProps) {
  const { viewer, view } = props
  const { row } = view
  const { form, given, mistakes, id } = common('refund', props)
  const most = row.amountPaid + row.amountOverpaid - row.amountRefunded
  const proposed = row.amountOverpaid > 0 ? row.amountOverpaid : most
  return (
    <CommandForm
      {...form}
      title="Refund"
      consequence="By bank, the money goes back to the account that paid, and the customer is told. With another method you record what you have paid back yourself."
    >
      <Amount
        id={id('amount')}
        row={row}
        value={given['amount'] ?? decimal(Math.max(0, proposed), row.currency)}
        mistakes={mistakes}
      />
      <Choice
        name="method"
        id={id('method')}
        label="Method"
        chosen={given['method'] ?? ''}
        options={[
          ['', 'By bank, now'],
          ...METHODS.map(([value, name]) => [value, `${name}, done already`] as const),
        ]}
        mistakes={mistakes}
      />
      <Field
        name="refunded_on"
        id={id('refunded_on')}
        label="Paid back on"
        type="date"
        value={given['refunded_on'] ?? dateInZone(Date.parse(view.next.now), viewer.timeZone)}
        hint="Counts only for what you have paid back yourself."
        mistakes={mistakes}
      />
      <Note id={id('note')} value={given['note']} mistakes={mistakes} />
      <button class="danger">Refund</button>
    </CommandForm>
  )
}

function Clock(props: CommandsProps) {
  const { view } = props
  const { form, given, mistakes, id } = common('clock', props)
  return (
    <CommandForm
      {...form}
      title="Move the test clock"
      consequence={`For this invoice, time passes at once: reminders go out and it becomes overdue. The clock only moves forward. It is due on ${day(view.row.dueDate)}.`}
    >
      <Choice
        name="advance"
        id={id('advance')}
        label="Ahead by"
        chosen={given['advance'] ?? 'P1D'}
        options={[
          ['PT1H', 'an hour'],
          ['P1D', 'a day'],
          ['P7D', 'a week'],
          ['P14D', 'two weeks'],
          ['P30D', '30 days'],
        ]}
        mistakes={mistakes}
      />
      <button class="secondary">Move the clock</button>
    </CommandForm>
  )
}

function Amount({
  id,
  row,
  value,
  mistakes,
}: {
  id: string
  row: { currency: string }
  value: string
  mistakes: Attempt['mistakes'] | undefined
}) {
  return (
    <Field
      name="amount"
      id={id}
      label={`Amount in ${row.currency}`}
      numeric
      value={value}
      mistakes={mistakes}
    />
  )
}

function decimal(amount: number, currency: string): string {
  return decimalAmount({ amount, currency: currency as Currency })
}

function Note({
  id,
  value,
  mistakes,
}: {
  id: string
  value: string | undefined
  mistakes: Attempt['mistakes'] | undefined
}) {
  return (
    <TextField
      name="note"
      id={id}
      label="Note for your team"
      optional
      value={value}
      hint="It stands in the timeline. The customer does not see it."
      mistakes={mistakes}
    />
  )
}
