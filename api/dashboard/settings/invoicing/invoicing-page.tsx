import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Check, Choice, Field, Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'

export interface InvoicingProps {
  viewer: Viewer
  fields: Fields
  mistakes: Mistakes | undefined
  notice: string | undefined
}

const ZONES = Intl.supportedValuesOf('timeZone')

const OVERPAYMENTS = [
  ['keep', 'Keep it until I refund it, and send me an e-mail'],
  ['refund', 'Send it back at once'],
] as const
const PRICES = [
  ['no', 'Without tax: it is added to the sum'],
  ['yes', 'With tax: it is in the prices already'],
] as const
const TAX_ROUNDING_WORDS = [
  ['group', 'Once for each rate, on the sum of its lines'],
  ['line', 'On each line'],
] as const
const LATE_PAYMENTS = [
  ['refund', 'Send it back at once'],
  ['keep', 'Keep it: it pays the invoice'],
] as const

export function InvoicingPage({ viewer, fields, mistakes, notice }: InvoicingProps) {
  const page = {
    viewer,
    title: 'Numbers, dates and money',
    here: '/settings/invoicing',
    mistakes,
    notice,
  } as const
  if (!viewer.may('settings', 'write')) {
    const nameIn = (options: readonly (readonly [string, string])[], name: string) =>
      options.find(([value]) => value === fields[name])?.[1] ?? null
    return (
      <SettingsPage {...page}>
        <Facts
          rows={[
            ['Time zone', fields['time_zone'] ?? null],
            ['Beginning of invoice numbers', fields['number_prefix'] ?? null],
            ['Days a link works after the due date', fields['link_lifetime_days'] ?? null],
            ['Prices', nameIn(PRICES, 'prices_include_tax')],
            ['Rounding of tax', nameIn(TAX_ROUNDING_WORDS, 'tax_rounding')],
            ['Money beyond the amount', nameIn(OVERPAYMENTS, 'overpayment_policy')],
            ['Money for a void invoice', nameIn(LATE_PAYMENTS, 'late_payment_policy')],
            ['Credit note for a void invoice', fields['credit_note_on_void'] === 'yes' ? 'Yes' : 'No'],
          ]}
        />
      </SettingsPage>
    )
  }
  const field = (name: string) => ({ name, value: fields[name], mistakes })
  const choice = (name: string) => ({ name, chosen: fields[name], mistakes })
  return (
    <SettingsPage {...page}>
      <ActionForm viewer={viewer} path="/settings/invoicing" class="stack reading">
        <Hidden name="shown" value={fields['shown']} />
        <p>They hold in test and in live mode, for invoices that are issued after you save.</p>
        <fieldset class="card">
          <legend class="hidden">Numbers and dates</legend>
          <h2>Numbers and dates</h2>
          <Field
            {...field('number_prefix')}
            label="Beginning of invoice numbers"
            hint="The year and the next number follow, such as INV-2027-0001. Letters, digits and hyphens."
          />
          <Field
            {...field('time_zone')}
            label="Time zone"
            list="zones"
            hint="Decides when a day ends, and with it what is overdue. Such as Europe/London."
          />
          <datalist id="zones">
            {ZONES.map((zone) => (
              <option value={zone} />
            ))}
          </datalist>
          <Field
            {...field('link_lifetime_days')}
            label="Days a payment link works after the due date"
            numeric
            hint="From 0 to 3650. A customer with an older link can ask for a new one."
          />
        </fieldset>
        <fieldset class="card">
          <legend class="hidden">Prices and tax</legend>
          <h2>Prices and tax</h2>
          <Choice
            {...choice('prices_include_tax')}
            label="How you write prices"
            options={PRICES}
            hint="Shops for private customers mostly write prices with tax, and others without. Each invoice can differ."
          />
          <Choice
            {...choice('tax_rounding')}
            label="How tax is rounded to whole cents"
            options={TAX_ROUNDING_WORDS}
            hint="E-invoices want it once for each rate. Prices with tax are always rounded so."
          />
        </fieldset>
        <fieldset class="card">
          <legend class="hidden">Money that was not expected</legend>
          <h2>Money that was not expected</h2>
          <Choice
            {...choice('overpayment_policy')}
            label="Money beyond the amount, such as a second payment"
            options={OVERPAYMENTS}
          />
          <Choice
            {...choice('late_payment_policy')}
            label="Money that arrives for a void invoice"
            options={LATE_PAYMENTS}
          />
          <p class="muted">
            Money that went straight to your own bank account cannot be sent back from here: you get an
            e-mail.
          </p>
        </fieldset>
        <fieldset class="card">
          <legend class="hidden">Void invoices</legend>
          <h2>Void invoices</h2>
          <Check
            name="credit_note_on_void"
            checked={fields['credit_note_on_void'] === 'yes'}
            label="Make a credit note when an invoice becomes void"
          />
          <p class="muted">
            A credit note is the document that takes an issued invoice back. Many countries ask for one.
          </p>
        </fieldset>
        <div class="actions">
          <button class="primary">Save</button>
        </div>
      </ActionForm>
    </SettingsPage>
  )
}
