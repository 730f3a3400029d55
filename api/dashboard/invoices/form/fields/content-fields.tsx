import { type Currency, formatAmount } from '../../../../../domain/shared/money.ts'
import type { Fields, Mistakes } from '../../../../identity/form.ts'
import { Choice, Field, Hidden, TextField } from '../../../../pages/fields.tsx'
import { money } from '../../../format.ts'
import { type DraftForm, totalsOf } from '../draft-form.ts'
import type { DraftFormProps } from '../draft-form-props.ts'
import { LineFieldset } from './line-fieldset.tsx'

export function ContentFields(props: DraftFormProps) {
  const { viewer, form, path, currencies, nationalCurrency, mistakes } = props
  const { fields } = form
  return (
    <fieldset class="card">
      <legend class="hidden">What for</legend>
      <h2>What for</h2>
      <TextField name="description" label="Description" value={fields['description']} mistakes={mistakes} />
      <div class="fields" {...(form.lines.length > 0 ? liveForm(path, 'totals', '300ms') : {})}>
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
      <NationalTaxField {...{ fields, currencies, nationalCurrency, mistakes }} />
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
      hint="A part that is asked for first: 30 % or an amount."
      mistakes={mistakes}
    />
  )
}

type NationalTaxProps = Pick<DraftFormProps, 'currencies' | 'nationalCurrency' | 'mistakes'> & {
  fields: Fields
  /** The text follows the explanation of the rate. */
  hint?: string
}

export function NationalTaxField(props: NationalTaxProps) {
  const { fields, currencies, nationalCurrency: national, mistakes, hint } = props
  const name = 'tax_exchange_rate'
  const canApply = national !== undefined && currencies.some((currency) => currency !== national)
  if (!canApply && !fields[name] && !mistakes?.[name]) return null
  return (
    <details class="disclosure" open={Boolean(fields[name] || mistakes?.[name])}>
      <summary>
        {national ? `Tax in ${national} too, if the currency is another` : 'Tax in another currency too'}
      </summary>
      <div class="fields">
        <Field
          name={name}
          label={national ? `Exchange rate to ${national}` : 'Exchange rate'}
          numeric
          optional
          value={fields[name]}
          placeholder="0.8432"
          hint={`For an invoice in another currency: how much ${national ?? 'of yours'} one unit of its currency is worth. It then states its tax in both.${hint ? ` ${hint}` : ''}`}
          mistakes={mistakes}
        />
      </div>
    </details>
  )
}

/** Follows what is typed, where the browser runs htmx. */
export function Totals({ form }: { form: DraftForm }) {
  const totals = totalsOf(form)
  const { currency = '' } = form.fields
  const plain = (amount: number) => formatAmount({ amount, currency: currency as Currency })
  if (!totals) return null
  const { subtotal, discount, charge, net, amount, groups, deposit, missing } = totals
  const rows = [
    ...(subtotal === amount ? [] : [['Sum of the lines', plain(subtotal)]]),
    ...(discount === 0 ? [] : [['Discount', plain(-discount)]]),
    ...(charge === 0 ? [] : [['Charge', plain(charge)]]),
    ...(net === amount || net === subtotal ? [] : [['Before tax', plain(net)]]),
    ...groups
      .filter(({ tax }) => tax !== 0)
      .map(({ taxRate, net: of, tax }) => [`Tax ${taxRate} % on ${plain(of)}`, plain(tax)]),
  ]
  return (
    <dl class="facts totals" id="totals" aria-live="polite">
      {rows.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </>
      ))}
      <dt>
        {missing.length === 0 ? 'Total' : `Total without ${missing.join(', ')}, which cannot be read yet`}
      </dt>
      <dd>
        <strong>{money(amount, currency)}</strong>
      </dd>
      {deposit === undefined ? null : (
        <>
          <dt>Deposit now</dt>
          <dd>{money(deposit, currency)}</dd>
        </>
      )}
    </dl>
  )
}

interface LinesProps {
  form: DraftForm
  path: string
  /** The element with this id follows what is typed. Absent if the whole form has one. */
  follower?: string | undefined
  mistakes: Mistakes | undefined
}

export function LinesFields({ form: { fields, lines }, path, follower, mistakes }: LinesProps) {
  const live = follower === undefined ? {} : liveForm(path, follower, '300ms')
  return (
    <>
      {lines.map((line, index) => (
        <LineFieldset line={line} index={index} live={live} mistakes={mistakes} />
      ))}
      {lines.length > 0 ? <WholeFields fields={fields} live={live} mistakes={mistakes} /> : null}
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

const PRICES = [
  ['no', 'Without tax: it is added'],
  ['yes', 'With tax: it is in them'],
] as const

function WholeFields({
  fields,
  live,
  mistakes,
}: {
  fields: Fields
  live: Record<string, string>
  mistakes: Mistakes | undefined
}) {
  return (
    <div class="fields" {...live}>
      <Choice
        name="prices_include_tax"
        label="Prices are"
        chosen={fields['prices_include_tax']}
        options={PRICES}
        hint="With tax, the customer pays exactly the prices above."
        mistakes={mistakes}
      />
      <Field
        name="discount"
        label="Discount on everything"
        optional
        value={fields['discount']}
        hint={
          fields['kept']
            ? 'The invoice has discounts or charges of a program. What you write replaces its discounts.'
            : 'Taken off the sum of the lines: 10 % or an amount.'
        }
        mistakes={mistakes}
      />
      <Hidden name="kept" value={fields['kept'] || undefined} />
    </div>
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
