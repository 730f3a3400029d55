import type { Channel } from '../../../../domain/invoice/index.ts'
import { PERIOD_PLACEHOLDERS } from '../../../../domain/recurring/period.ts'
import { isCalendarDate } from '../../../../domain/shared/calendar.ts'
import { listPlaceholders } from '../../../../domain/shared/placeholders.ts'
import type { Mistakes } from '../../../identity/form.ts'
import type { previewRecurring } from '../../../merchant/recurring/create-recurring.ts'
import { HTMX_PATH } from '../../../pages/assets.ts'
import { Choice, Field, Hidden, TextField } from '../../../pages/fields.tsx'
import {
  AmountFields,
  DepositField,
  LinesFields,
  liveForm,
  NationalTaxField,
  Totals,
} from '../../invoices/form/fields/content-fields.tsx'
import { CustomerFields } from '../../invoices/form/fields/customer-fields.tsx'
import type { DraftForm } from '../../invoices/form/draft-form.ts'
import type { KnownName } from '../../invoices/form/draft-form-props.ts'
import { ChannelFields, LanguageField, MetadataField } from '../../invoices/form/fields/more-fields.tsx'
import { OrderFields } from '../../invoices/form/fields/order-fields.tsx'
import { ReminderFields } from '../../invoices/form/fields/reminder-fields.tsx'
import { day } from '../../format.ts'
import { ActionForm, DashboardPage, EnterButton } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { NextDates } from '../next-dates.tsx'
import { ScheduleFields } from './schedule-fields.tsx'

export type Preview = Awaited<ReturnType<typeof previewRecurring>>['next']

export interface RecurringFormProps {
  viewer: Viewer
  form: DraftForm
  /** Absent for a new one. */
  recurringId?: string | undefined
  currencies: readonly string[]
  nationalCurrency?: string | undefined
  known: readonly KnownName[]
  channels: readonly Channel[]
  /** Absent as long as the form cannot be read. */
  preview?: Preview | undefined
  mistakes?: Mistakes | undefined
}

export function RecurringFormPage(props: RecurringFormProps) {
  const { viewer, form, recurringId, mistakes } = props
  const title = recurringId ? 'Change the recurring invoice' : 'New recurring invoice'
  const path = pathOf(props)
  return (
    <DashboardPage
      viewer={viewer}
      title={title}
      section="recurring"
      mistakes={mistakes}
      scripts={[HTMX_PATH]}
    >
      <ActionForm viewer={viewer} path={path.slice(viewer.base.length)} class="stack reading">
        <EnterButton does="update" />
        <Hidden name="id" value={form.fields['id']} />
        <Hidden name="base" value={form.fields['base']} />
        <Hidden name="rate_set_on" value={form.fields['rate_set_on']} />
        {form.fields['customer.id'] ? (
          <NamedCustomer viewer={viewer} form={form} />
        ) : (
          <CustomerFields {...props} path={path} lookup={`${viewer.base}/invoices/new/customers`} />
        )}
        <div class="stack" {...liveForm(path, 'preview', '400ms')}>
          <ContentFields {...props} />
          <ScheduleFields form={form} mistakes={mistakes} />
        </div>
        <OrderFields fields={form.fields} mistakes={mistakes} hasDates={false} />
        <MoreFields {...props} />
        <PreviewCard {...props} />
        <section class="card">
          <p>
            {recurringId
              ? 'It counts from the next invoice on. Invoices that were made before stay as they are.'
              : 'On each date an invoice is made and sent by itself, or waits as a draft for you. You can skip, pause, change or end it at any time.'}
          </p>
          <div class="actions">
            <button class="primary" name="do" value="save">
              {recurringId ? 'Save the change' : 'Start the recurring invoice'}
            </button>
            <a href={`${viewer.base}/recurring${recurringId ? `/${recurringId}` : ''}`}>Back</a>
          </div>
        </section>
      </ActionForm>
    </DashboardPage>
  )
}

function pathOf({ viewer, recurringId }: RecurringFormProps): string {
  return `${viewer.base}/recurring/${recurringId ? `${recurringId}/edit` : 'new'}`
}

function NamedCustomer({ viewer, form: { fields } }: Pick<RecurringFormProps, 'viewer' | 'form'>) {
  return (
    <section class="card" aria-labelledby="customer">
      <h2 id="customer">Customer</h2>
      <p>
        <a href={`${viewer.base}/customers/${fields['customer.id'] ?? ''}`}>{fields['customer.name']}</a>
        {`, ${fields['customer.email'] ?? ''}. Each invoice takes the customer as it is on its date.`}
      </p>
      <Hidden name="customer.id" value={fields['customer.id']} />
    </section>
  )
}

function ContentFields(props: RecurringFormProps) {
  const { form, currencies, nationalCurrency, mistakes } = props
  const { fields } = form
  return (
    <fieldset class="card">
      <legend class="hidden">What for</legend>
      <h2>What for</h2>
      <TextField
        name="description"
        label="Description"
        value={fields['description']}
        hint={`These are filled in for each date: ${listPlaceholders(PERIOD_PLACEHOLDERS)}.`}
        mistakes={mistakes}
      />
      <div class="fields">
        <AmountFields form={form} currencies={currencies} mistakes={mistakes} />
        <DepositField fields={fields} mistakes={mistakes} />
      </div>
      <NationalTaxField
        {...{ fields, currencies, nationalCurrency, mistakes }}
        hint={rateHint(fields['rate_set_on'])}
      />
      <LinesFields form={form} path={pathOf(props)} mistakes={mistakes} />
    </fieldset>
  )
}

function rateHint(setOn: string | undefined): string {
  const hint = 'Each invoice takes this rate until you change it.'
  return setOn && isCalendarDate(setOn) ? `${hint} It was set on ${day(setOn)}.` : hint
}

const FIELDS = [
  'schedule.day',
  'schedule.time',
  'instructions',
  'language',
  'deliver',
  'reminders',
  'catch_up',
  'metadata',
]

function MoreFields(props: RecurringFormProps) {
  const { form, channels, mistakes } = props
  const { fields } = form
  const isWrong = Object.keys(mistakes ?? {}).some(
    (name) => FIELDS.includes(name) || name.startsWith('reminders.'),
  )
  return (
    <details
      class="disclosure"
      open={isWrong || fields['reminders'] !== 'plan' || Boolean(fields['metadata'])}
    >
      <summary>Instructions, language, reminders, time of day and more</summary>
      <div class="stack">
        <TextField
          name="instructions"
          label="Instructions"
          optional
          value={fields['instructions']}
          hint="The customer reads them on the page, in the e-mail and on the PDF."
          mistakes={mistakes}
        />
        <LanguageField fields={fields} mistakes={mistakes} />
        <ReminderFields {...props} path={pathOf(props)} />
        <div class="fields">
          <Field
            name="schedule.time"
            label="Time on each date"
            optional
            value={fields['schedule.time']}
            placeholder="09:00"
            hint="By your clock. Without one, that of your reminders."
            mistakes={mistakes}
          />
          <Field
            name="schedule.day"
            label="Day of the month"
            numeric
            optional
            value={fields['schedule.day']}
            hint="Only if the first date is the last of a short month: 31 goes on at the end of each month."
            mistakes={mistakes}
          />
        </div>
        <Choice
          name="catch_up"
          label="After an outage of more than a day"
          chosen={fields['catch_up']}
          options={[
            ['latest', 'Make the latest missed invoice'],
            ['all', 'Make all missed invoices'],
            ['none', 'Skip missed invoices'],
          ]}
          mistakes={mistakes}
        />
        <ChannelFields fields={fields} channels={channels} mistakes={mistakes} />
        <MetadataField fields={fields} mistakes={mistakes} />
      </div>
    </details>
  )
}

/** Follows what is typed, where the browser runs htmx. */
function PreviewCard({ form, preview }: RecurringFormProps) {
  return (
    <section class="card" id="preview" aria-labelledby="preview-title" aria-live="polite">
      <h2 id="preview-title">The next six dates</h2>
      <Totals form={form} />
      {preview ? (
        <NextDates next={preview} />
      ) : (
        <p class="muted">They stand here once customer, amount and schedule are filled in.</p>
      )}
      <div>
        <button class="secondary small" name="do" value="update" formnovalidate>
          Show the dates
        </button>
      </div>
    </section>
  )
}
