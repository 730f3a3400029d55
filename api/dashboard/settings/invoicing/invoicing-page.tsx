import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Check, Choice, Field } from '../../../pages/fields.tsx'
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
  ['hold', 'Keep it until I refund it, and send me an e-mail'],
  ['refund', 'Send it back at once'],
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
