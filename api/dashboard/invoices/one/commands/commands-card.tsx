import { amountHeld } from '../../../../../db/invoices/money-entries.ts'
import { type Channel, isPayable } from '../../../../../domain/invoice/index.ts'
import { PLACEHOLDERS } from '../../../../../domain/invoice/messages/own-words.ts'
import { listPlaceholders } from '../../../../../domain/shared/placeholders.ts'
import { Check, Choice, Field, Hidden, TextField } from '../../../../pages/fields.tsx'
import { CommandForm } from '../../../command-form.tsx'
import { day } from '../../../format.ts'
import { withShown } from '../../../shown-fields.ts'
import { changeFields } from './change-form.ts'
import { type CommandsProps, formOf, Note } from './command-fields.tsx'
import { Credit } from './credit-command.tsx'
import { RecordPayment, Refund } from './money-commands.tsx'

export function CommandsCard(props: CommandsProps) {
  const { viewer, view } = props
  const { row } = view
  const mayWrite = viewer.may('invoice', 'write')
  const mayRefund = viewer.may('invoice', 'refund')
  if (!mayWrite && !mayRefund) return null
  const isOpen = isPayable(row.status)
  const canCredit =
    (isOpen || row.status === 'paid') && !row.voidRequestedAt && row.amountCredited < row.amount
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
      {mayWrite && canCredit ? <Credit {...props} /> : null}
      {mayWrite && isOpen && !row.voidRequestedAt ? (
        amountHeld(row.money ?? null) > 0 ? (
          <p class="muted">
            It is partly paid, so it cannot be voided. Refund what came first, or make a credit note over all
            of it.
          </p>
        ) : (
          <Void {...props} />
        )
      ) : null}
      {mayWrite && viewer.mode === 'test' ? <Clock {...props} /> : null}
      <p>
        <a href={`${viewer.base}/invoices/new?from=${row.id}`}>Write a new invoice like this one</a>
      </p>
    </section>
  )
}

function channelOptions(channels: readonly Channel[]): readonly (readonly [string, string])[] {
  const names = [['email', 'E-mail']] as const
  return channels.includes('sms') ? [...names, ['sms', 'Text message'], ['both', 'Both']] : names
}

function Remind(props: CommandsProps) {
  const { view, channels } = props
  const { form, field, choice } = formOf('remind', props)
  const { customerName } = view.row
  const options = channelOptions(view.row.customerPhone ? channels : ['email'])
  return (
    <CommandForm
      {...form}
      title="Send a reminder"
      consequence={`${customerName} gets a message with the payment link at once. Two a day can be sent by hand.`}
    >
      {options.length > 1 ? (
        <Choice {...choice('channel', 'email')} label="By" options={options} />
      ) : (
        <Hidden name="channel" value="email" />
      )}
      <TextField
        {...field('text')}
        label="Your own words"
        optional
        hint={`In place of the usual text. These are filled in: ${listPlaceholders(PLACEHOLDERS)}.`}
      />
      <button class="primary">Send the reminder</button>
    </CommandForm>
  )
}

function Pause(props: CommandsProps) {
  const { form, field } = formOf('pause', props)
  return (
    <CommandForm
      {...form}
      title="Put on hold"
      consequence="No reminders go out and it does not become overdue, until you resume it. The customer can still pay, and is not told."
    >
      <Note {...field('note')} />
      <button class="secondary">Put on hold</button>
    </CommandForm>
  )
}

function Resume(props: CommandsProps) {
  const { form, choice } = formOf('resume', props)
  return (
    <CommandForm
      {...form}
      title="Resume"
      consequence="Reminders go out again, and it becomes overdue after its due date."
    >
      <Choice
        {...choice('dates', 'keep')}
        label="Dates"
        options={[
          ['keep', 'Keep the due date'],
          ['shift', 'Move all dates by the time on hold'],
        ]}
      />
      <button class="primary">Resume</button>
    </CommandForm>
  )
}

function Change(props: CommandsProps) {
  const { view } = props
  const { row } = view
  const { form, field } = formOf('change', props)
  const present = withShown(changeFields(row))
  const own = (name: string) => field(name, present[name])
  return (
    <CommandForm
      {...form}
      title="Change due date, address or instructions"
      consequence="With a new e-mail address or phone number the invoice is sent again, there. With a new due date reminders move along."
    >
      <Hidden name="shown" value={own('shown').value} />
      <Field {...own('due_date')} label="Due date" type="date" />
      <Field {...own('email')} label="Email" type="email" />
      <Field
        {...own('phone')}
        label="Phone"
        type="tel"
        optional
        hint="With the code of the country: +447700900123."
      />
      <TextField {...own('instructions')} label="Instructions" optional />
      <button class="primary">Save the change</button>
    </CommandForm>
  )
}

function NewLink(props: CommandsProps) {
  const { view, channels } = props
  const { form, check } = formOf('link', props)
  return (
    <CommandForm
      {...form}
      title="Make a new payment link"
      consequence="The old link stops working at once, also in messages that were sent already."
    >
      <fieldset class="field" id="link-deliver">
        <legend>Send the new link</legend>
        <Check {...check('email', true)} label="by e-mail" />
        {channels.includes('sms') && view.row.customerPhone ? (
          <Check {...check('sms', false)} label="by text message" />
        ) : null}
      </fieldset>
      <button class="secondary">Make a new link</button>
    </CommandForm>
  )
}

function Void(props: CommandsProps) {
  const { view } = props
  const { form, field, check } = formOf('void', props)
  return (
    <CommandForm
      {...form}
      title="Void"
      consequence={`${view.row.customerName} can no longer pay it. It keeps its number, and this cannot be undone. If a payment is in flight, its outcome decides.`}
    >
      <Note {...field('note')} />
      <Check
        {...check('credit_note', view.isCreditedOnVoid)}
        label="Make a credit note over what is left of it"
      />
      <Check {...check('notify', true)} label="Tell the customer" />
      <button class="danger">Void the invoice</button>
    </CommandForm>
  )
}

function Clock(props: CommandsProps) {
  const { view } = props
  const { form, choice } = formOf('clock', props)
  return (
    <CommandForm
      {...form}
      title="Move the test clock"
      consequence={`For this invoice, time passes at once: reminders go out and it becomes overdue. The clock only moves forward. It is due on ${day(view.row.dueDate)}.`}
    >
      <Choice
        {...choice('advance', 'P1D')}
        label="Ahead by"
        options={[
          ['PT1H', 'an hour'],
          ['P1D', 'a day'],
          ['P7D', 'a week'],
          ['P14D', 'two weeks'],
          ['P30D', '30 days'],
        ]}
      />
      <button class="secondary">Move the clock</button>
    </CommandForm>
  )
}
