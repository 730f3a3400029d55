import { type Currency, formatAmount } from '../../../../domain/shared/money.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { Field } from '../../../pages/fields.tsx'
import { money } from '../../format.ts'
import { type DraftForm, type LineFields, totalsOf } from './draft-form.ts'

interface CustomerProps {
  form: DraftForm
  customers: readonly { name: string; email: string }[]
  mistakes?: Mistakes | undefined
}

export function CustomerFields({ form: { fields }, customers, mistakes }: CustomerProps) {
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

/** Follows what is typed, where the browser runs htmx. */
export function Totals({ form }: { form: DraftForm }) {
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

interface LinesProps {
  form: DraftForm
  /** The address of the form. */
  path: string
  /** The id of the element that follows what is typed. Absent if the whole form has one. */
  follower?: string | undefined
  mistakes: Mistakes | undefined
}

export function LinesFields({ form: { lines }, path, follower, mistakes }: LinesProps) {
  return (
    <>
      {lines.map((line, index) => (
        <LineFieldset
          line={line}
          index={index}
          live={follower === undefined ? {} : liveForm(path, follower, '300ms')}
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
    </>
  )
}

/** Sends the form while one types, and replaces the follower with that of the answer. */
export function liveForm(path: string, follower: string, delay: string) {
  return {
    'hx-post': path,
    'hx-include': 'closest form',
    'hx-vals': '{"do":"update"}',
    'hx-trigger': `input delay:${delay}`,
    'hx-target': `#${follower}`,
    'hx-select': `#${follower}`,
    'hx-swap': 'outerHTML',
    'hx-sync': 'closest form:replace',
  }
}

function LineFieldset({
  line,
  index,
  live,
  mistakes,
}: {
  line: LineFields
  live: Partial<ReturnType<typeof liveForm>>
  index: number
  mistakes: Mistakes | undefined
}) {
  const name = (field: keyof LineFields) => `lines.${index}.${field}`
  return (
    <fieldset class="line" {...live}>
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
