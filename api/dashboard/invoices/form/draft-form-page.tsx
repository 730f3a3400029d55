import type { Channel } from '../../../../domain/invoice/index.ts'
import { type Currency, formatAmount } from '../../../../domain/shared/money.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { HTMX_PATH } from '../../../pages/assets.ts'
import { Check, Choice, Field, Hidden, TextField } from '../../../pages/fields.tsx'
import { money } from '../../format.ts'
import { ActionForm, DashboardPage } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { type DraftForm, type LineFields, totalsOf } from './draft-form.ts'

export interface DraftFormProps {
  viewer: Viewer
  form: DraftForm
  /** Absent for a new draft. */
  invoiceId?: string
  currencies: readonly string[]
  customers: readonly { name: string; email: string }[]
  channels: readonly Channel[]
  mistakes?: Mistakes | undefined
}

export function DraftFormPage(props: DraftFormProps) {
  const { viewer, form, invoiceId, currencies, mistakes } = props
  const title = invoiceId ? 'Edit the draft' : 'New invoice'
  if (currencies.length === 0) {
    return (
      <DashboardPage viewer={viewer} title={title} section="invoices">
        <section class="empty">
          <h2>First, where should the money go?</h2>
          <p>
            {viewer.may('settings', 'write')
              ? 'An invoice needs a payout account in its currency, and this mode has none yet.'
              : 'An invoice needs a payout account in its currency, and this mode has none yet. Ask an owner or an admin to set one.'}
          </p>
          <a class="primary" href={`${viewer.base}/settings/payout-accounts`}>
            Payout accounts
          </a>
        </section>
      </DashboardPage>
    )
  }
  return (
    <DashboardPage viewer={viewer} title={title} section="invoices" mistakes={mistakes} scripts={[HTMX_PATH]}>
      <ActionForm viewer={viewer} path={pathOf(invoiceId)} class="stack reading">
        {/* Enter presses the first button, which must not send. */}
        <button class="hidden" name="do" value="update" formnovalidate tabindex={-1} aria-hidden="true">
          Update
        </button>
        <Hidden name="id" value={form.fields['id']} />
        <Hidden name="tag" value={form.fields['tag']} />
        <CustomerFields {...props} />
        <ContentFields {...props} />
        <MoreFields {...props} />
        <section class="card">
          <p>
            Save draft keeps it for you alone: you can look at the page, the e-mail and the PDF, and try the
            whole payment. Send gives it its number, and sends it to the customer at once.
          </p>
          <div class="actions">
            <button class="primary" name="do" value="save">
              Save draft
            </button>
            <button class="secondary" name="do" value="send">
              Send
            </button>
            <a href={`${viewer.base}/invoices${invoiceId ? `/${invoiceId}` : ''}`}>Cancel</a>
          </div>
        </section>
      </ActionForm>
    </DashboardPage>
  )
}

function pathOf(invoiceId: string | undefined): string {
  return invoiceId ? `/invoices/${invoiceId}/edit` : '/invoices/new'
}

function CustomerFields({ form: { fields }, customers, mistakes }: DraftFormProps) {
  return (
    <fieldset class="card">
      <legend class="hidden">Customer</legend>
      <h2>Customer</h2>
      <div class="fields">
        <Field
          name="customer.email"
          label="Email"
          type="email"
          list="customers"
          names="customer.name"
          value={fields['customer.email']}
          hint={customers.length > 0 ? 'Choose a known customer, or type a new address.' : undefined}
          mistakes={mistakes}
        />
        <Field
          name="customer.name"
          label="Customer name"
          value={fields['customer.name']}
          required={false}
          hint={customers.length > 0 ? 'Of a known customer it can stay empty.' : undefined}
          mistakes={mistakes}
        />
      </div>
      <datalist id="customers">
        {customers.map(({ name, email }) => (
          <option value={email}>{name}</option>
        ))}
      </datalist>
    </fieldset>
  )
}

function ContentFields({ viewer, form, invoiceId, currencies, mistakes }: DraftFormProps) {
  const { fields, lines } = form
  const { currency = '' } = fields
  return (
    <fieldset class="card">
      <legend class="hidden">What for</legend>
      <h2>What for</h2>
      <TextField name="description" label="Description" value={fields['description']} mistakes={mistakes} />
      <div class="fields">
        {lines.length === 0 ? (
          <Field
            name="amount"
            label="Amount"
            numeric
            value={fields['amount']}
            placeholder="0.00"
            mistakes={mistakes}
          />
        ) : null}
        <Choice
          name="currency"
          label="Currency"
          chosen={currency}
          options={currencies.map((code) => [code, code] as const)}
          mistakes={mistakes}
        />
        <Field name="due_date" label="Due date" type="date" value={fields['due_date']} mistakes={mistakes} />
      </div>
      {viewer.may('settings', 'write') ? (
        <p class="muted">
          <a href={`${viewer.base}/settings/payout-accounts`}>Another currency</a> needs a payout account
          first.
        </p>
      ) : null}
      {lines.map((line, index) => (
        <LineFieldset
          line={line}
          index={index}
          path={`${viewer.base}${pathOf(invoiceId)}`}
          mistakes={mistakes}
        />
      ))}
      {mistakes?.['lines'] ? <p class="mistake">{`The lines ${mistakes['lines']}.`}</p> : null}
      <div class="actions">
        <button class="secondary small" name="do" value="add_line" formnovalidate>
          {lines.length === 0 ? 'Split into lines' : 'Add a line'}
        </button>
        {lines.length > 0 ? (
          <button class="secondary small" name="do" value="update" formnovalidate>
            Update the totals
          </button>
        ) : null}
      </div>
      <Totals form={form} />
    </fieldset>
  )
}

/** Follows what is typed, where the browser runs htmx. */
function Totals({ form }: { form: DraftForm }) {
  const totals = totalsOf(form)
  const { currency = '' } = form.fields
  const plain = (amount: number) => formatAmount({ amount, currency: currency as Currency })
  if (!totals) return null
  return (
    <dl class="facts totals" id="totals" aria-live="polite">
      {totals.tax === 0 ? null : (
        <>
          <dt>Subtotal</dt>
          <dd>{plain(totals.subtotal)}</dd>
          <dt>Tax</dt>
          <dd>{plain(totals.tax)}</dd>
        </>
      )}
      <dt>Total</dt>
      <dd>
        <strong>{money(totals.amount, currency)}</strong>
      </dd>
    </dl>
  )
}

function LineFieldset({
  line,
  index,
  path,
  mistakes,
}: {
  line: LineFields
  path: string
  index: number
  mistakes: Mistakes | undefined
}) {
  const name = (field: keyof LineFields) => `lines.${index}.${field}`
  return (
    <fieldset
      class="line"
      hx-post={path}
      hx-include="closest form"
      hx-vals='{"do":"update"}'
      hx-trigger="input delay:300ms"
      hx-target="#totals"
      hx-select="#totals"
      hx-swap="outerHTML"
      hx-sync="closest form:replace"
    >
      <legend>{`Line ${index + 1}`}</legend>
      <Field name={name('description')} label="Item" value={line.description} mistakes={mistakes} />
      <Field name={name('quantity')} label="Quantity" numeric value={line.quantity} mistakes={mistakes} />
      <Field name={name('unit_amount')} label="Price" numeric value={line.unit_amount} mistakes={mistakes} />
      <Field
        name={name('tax_rate')}
        label="Tax in %"
        numeric
        required={false}
        value={line.tax_rate}
        mistakes={mistakes}
      />
      <button
        class="link"
        name="do"
        value={`remove_line.${index}`}
        formnovalidate
        aria-label={`Remove line ${index + 1}`}
      >
        Remove
      </button>
    </fieldset>
  )
}

function MoreFields({ form: { fields }, channels, mistakes }: DraftFormProps) {
  const isOpen = ['customer.phone', 'number', 'instructions'].some((name) => fields[name] || mistakes?.[name])
  const own = fields['reminders'] === 'own' ? [['own', 'Its own plan, set by the API'] as const] : []
  return (
    <details class="disclosure" open={isOpen || fields['reminders'] === 'none' || fields['sms'] === 'yes'}>
      <summary>Instructions, reminders, number and more</summary>
      <div class="stack">
        <TextField
          name="instructions"
          label="Instructions"
          optional
          value={fields['instructions']}
          hint="The customer reads them on the page, in the e-mail and on the PDF."
          mistakes={mistakes}
        />
        <Choice
          name="reminders"
          label="Reminders"
          chosen={fields['reminders']}
          options={[['plan', 'By the plan of your settings'], ['none', 'None'], ...own]}
        />
        <div class="fields">
          <Field
            name="number"
            label="Invoice number"
            optional
            value={fields['number']}
            hint="Without one it gets the next of your numbers when it is sent."
            mistakes={mistakes}
          />
          <Field
            name="customer.phone"
            label="Phone"
            type="tel"
            optional
            value={fields['customer.phone']}
            hint="With the code of the country: +447700900123."
            mistakes={mistakes}
          />
        </div>
        <fieldset class="field">
          <legend>Send by</legend>
          {mistakes?.['deliver'] ? <p class="mistake">{`This ${mistakes['deliver']}.`}</p> : null}
          <Check name="email" label="E-mail" checked={fields['email'] === 'yes'} />
          {channels.includes('sms') ? (
            <Check name="sms" label="Text message, to the phone number" checked={fields['sms'] === 'yes'} />
          ) : null}
        </fieldset>
      </div>
    </details>
  )
}
