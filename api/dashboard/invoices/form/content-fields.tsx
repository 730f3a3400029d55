import { type Currency, formatAmount } from '../../../../domain/shared/money.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Choice, Field, TextField } from '../../../pages/fields.tsx'
import { money } from '../../format.ts'
import { type DraftForm, type LineFields, totalsOf } from './draft-form.ts'
import type { DraftFormProps } from './draft-form-props.ts'

export function ContentFields({ viewer, form, path, currencies, mistakes }: DraftFormProps) {
  const { fields } = form
  return (
    <fieldset class="card">
      <legend class="hidden">What for</legend>
      <h2>What for</h2>
      <TextField name="description" label="Description" value={fields['description']} mistakes={mistakes} />
      <div class="fields">
        <AmountFields form={form} currencies={currencies} mistakes={mistakes} />
        <Field name="due_date" label="Due date" type="date" value={fields['due_date']} mistakes={mistakes} />
        <DepositField fields={fields} mistakes={mistakes} />
      </div>
      {viewer.may('settings', 'write') ? (
        <p class="muted">
          <a href={`${viewer.base}/settings/payout-accounts`}>Another currency</a> needs a payout account
          first.
        </p>
      ) : null}
      <LinesFields form={form} path={path} follower="totals" mistakes={mistakes} />
      <Totals form={form} />
    </fieldset>
  )
}

type AmountProps = Pick<DraftFormProps, 'form' | 'currencies' | 'mistakes'>

/** With lines, the amount is their sum. */
export function AmountFields({ form: { fields, lines }, currencies, mistakes }: AmountProps) {
  return (
    <>
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
        chosen={fields['currency']}
        options={currencies.map((code) => [code, code] as const)}
        mistakes={mistakes}
      />
    </>
  )
}

export function DepositField({ fields, mistakes }: { fields: Fields; mistakes: Mistakes | undefined }) {
  return (
    <Field
      name="deposit"
      label="Deposit"
      optional
      value={fields['deposit']}
      hint="A part that is asked for first: 30 % or an amount."
      mistakes={mistakes}
    />
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
