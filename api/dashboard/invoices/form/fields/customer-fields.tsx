import { Choice, Field, Hidden, TextField } from '../../../../pages/fields.tsx'
import { COMPANY_NUMBER_HINT, EINVOICE_OPTIONS } from '../../../einvoice-options.ts'
import type { DraftFormProps, KnownName } from '../draft-form-props.ts'

const DETAILS = [
  'phone',
  'billing_address',
  'vat_number',
  'tax_number',
  'company_number',
  'electronic_address.scheme',
  'electronic_address.value',
  'einvoice_format',
  'cc',
].map((name) => `customer.${name}`)

type CustomerProps = Pick<DraftFormProps, 'form' | 'path' | 'lookup' | 'known' | 'mistakes'>

export function CustomerFields({ form: { fields }, path, lookup, known, mistakes }: CustomerProps) {
  const hasKnown = known.length > 0
  const search = {
    'hx-get': lookup,
    'hx-trigger': 'input changed delay:200ms',
    'hx-target': '#known',
    'hx-swap': 'outerHTML',
    'hx-sync': 'this:replace',
  }
  return (
    <fieldset class="card" id="customer">
      <legend class="hidden">Customer</legend>
      <h2>Customer</h2>
      <div
        class="fields"
        hx-post={path}
        hx-vals='{"do":"customer"}'
        hx-trigger="change"
        hx-target="#customer"
        hx-select="#customer"
        hx-swap="outerMorph"
        hx-sync="this:replace"
      >
        <Field
          name="customer.email"
          label="Email"
          type="email"
          list="known-addresses"
          attributes={search}
          value={fields['customer.email']}
          hint={hasKnown ? 'Type a new address, or the name of a known customer.' : undefined}
          mistakes={mistakes}
        />
        <Field
          name="customer.name"
          label="Customer name"
          list="known-names"
          attributes={search}
          value={fields['customer.name']}
          required={false}
          hint={hasKnown ? 'Of a known customer it can stay empty.' : undefined}
          mistakes={mistakes}
        />
      </div>
      <KnownCustomers known={known} />
      <details
        class="disclosure"
        id="customer-details"
        open={DETAILS.some((name) => fields[name] || mistakes?.[name]) || fields['sms'] === 'yes'}
      >
        <summary>Billing address, phone, VAT number, e-invoice, copies</summary>
        <div class="stack">
          <TextField
            name="customer.billing_address"
            label="Billing address"
            optional
            value={fields['customer.billing_address']}
            hint="As it is to stand on the invoice, without the name."
            mistakes={mistakes}
          />
          <Hidden name="address_parts" value={fields['address_parts'] || undefined} />
          <div class="fields">
            <Field
              name="customer.phone"
              label="Phone"
              type="tel"
              optional
              value={fields['customer.phone']}
              hint="With the code of the country: +447700900123."
              mistakes={mistakes}
            />
            <Field
              name="customer.vat_number"
              label="VAT number of the customer"
              optional
              value={fields['customer.vat_number']}
              hint="With the code of the country: DE136695976."
              mistakes={mistakes}
            />
            <Field
              name="customer.tax_number"
              label="Tax number of the customer"
              optional
              value={fields['customer.tax_number']}
              hint="If it is no VAT number."
              mistakes={mistakes}
            />
            <Field
              name="customer.company_number"
              label="Company number of the customer"
              optional
              value={fields['customer.company_number']}
              hint={COMPANY_NUMBER_HINT}
              mistakes={mistakes}
            />
            <Choice
              name="customer.einvoice_format"
              label="E-invoice"
              chosen={fields['customer.einvoice_format']}
              options={EINVOICE_OPTIONS}
              hint="Comes with the mail, beside the PDF."
              mistakes={mistakes}
            />
            <Field
              name="customer.electronic_address.scheme"
              label="Scheme of the electronic address"
              optional
              value={fields['customer.electronic_address.scheme']}
              hint="A code such as 9930, 0088 or EM."
              mistakes={mistakes}
            />
            <Field
              name="customer.electronic_address.value"
              label="Electronic address"
              optional
              value={fields['customer.electronic_address.value']}
              mistakes={mistakes}
            />
          </div>
          <Field
            name="customer.cc"
            label="Copies to"
            optional
            value={fields['customer.cc']}
            hint="E-mail addresses with commas between them. They get the invoice, its reminders and its receipt too."
            mistakes={mistakes}
          />
        </div>
      </details>
    </fieldset>
  )
}

/** Lists the entries of the name field and of the address field. */
export function KnownCustomers({ known }: { known: readonly KnownName[] }) {
  return (
    <div id="known">
      <datalist id="known-addresses">
        {known.map(({ name, email }) => (
          <option value={email}>{name}</option>
        ))}
      </datalist>
      <datalist id="known-names">
        {known.map(({ name, email }) => (
          <option value={name}>{email}</option>
        ))}
      </datalist>
    </div>
  )
}
