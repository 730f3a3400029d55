import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Choice, Field, Hidden, TextField } from '../../../pages/fields.tsx'
import { countryOptions } from '../../country-options.ts'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'
import { EinvoiceFields, TransferFields } from './einvoice-fields.tsx'
import { LABELS, type Name } from './labels.ts'

export interface ProfileProps {
  viewer: Viewer
  fields: Fields
  mistakes: Mistakes | undefined
  notice: string | undefined
}

export function ProfilePage({ viewer, fields, mistakes, notice }: ProfileProps) {
  const page = { viewer, title: 'Business profile', here: '/settings/profile', mistakes, notice } as const
  if (!viewer.may('settings', 'write')) {
    const rows = Object.entries(LABELS).map(([name, label]) => [label, fields[name] ?? null] as const)
    return (
      <SettingsPage {...page}>
        <Facts rows={rows} />
      </SettingsPage>
    )
  }
  const field = (name: Name) => ({ name, label: LABELS[name], value: fields[name], mistakes })
  return (
    <SettingsPage {...page}>
      <ActionForm viewer={viewer} path="/settings/profile" class="stack reading">
        <Hidden name="shown" value={fields['shown']} />
        <p>
          Customers see this on the payment page, in e-mails and on PDFs, in test and in live mode. An invoice
          that is issued keeps what it states: a change holds for drafts and new invoices.
        </p>
        <fieldset class="card">
          <legend class="hidden">Names and contact</legend>
          <h2>Names and contact</h2>
          <div class="fields">
            <Field {...field('name')} autocomplete="organization" hint="As customers know you." />
            <Field {...field('legal_name')} optional hint="If the company has another one." />
            <Field
              {...field('email')}
              type="email"
              autocomplete="email"
              hint="Customers answer here, and notices come here."
            />
            <Field
              {...field('phone')}
              type="tel"
              autocomplete="tel"
              optional
              hint="With the code of the country: +447700900123."
            />
          </div>
          <Field {...field('website')} optional hint="With https:// at its beginning." />
        </fieldset>
        <fieldset class="card">
          <legend class="hidden">Address</legend>
          <h2>Address</h2>
          <Field {...field('address.line1')} autocomplete="address-line1" required={false} />
          <Field {...field('address.line2')} autocomplete="address-line2" optional />
          <div class="fields">
            <Field {...field('address.city')} autocomplete="address-level2" required={false} />
            <Field {...field('address.postal_code')} autocomplete="postal-code" optional />
            <Choice
              {...field('address.country')}
              autocomplete="country"
              chosen={fields['address.country']}
              options={countryOptions(fields['address.country'])}
            />
          </div>
        </fieldset>
        <fieldset class="card">
          <legend class="hidden">Numbers and terms</legend>
          <h2>Numbers and terms</h2>
          <div class="fields">
            <Field {...field('company_number')} optional />
            <Field
              {...field('vat_number')}
              optional
              hint="With the code of the country: DE136695976. Its digits are checked."
            />
            <Field {...field('tax_number')} optional hint="If the tax office gave you another number too." />
          </div>
          <TextField
            {...field('small_business_note')}
            rows={2}
            optional
            hint="The words that your law wants on an invoice without tax, if you charge none as a small business."
          />
          <TextField {...field('terms')} optional hint="Every invoice ends with them." />
        </fieldset>
        <EinvoiceFields field={field} />
        <TransferFields field={field} fields={fields} mistakes={mistakes} />
        <div class="actions">
          <button class="primary">Save the profile</button>
        </div>
      </ActionForm>
    </SettingsPage>
  )
}
