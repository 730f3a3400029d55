import type { Fields, Mistakes } from '../../identity/form.ts'
import { Choice, Field, Hidden, TextField } from '../../pages/fields.tsx'
import { countryOptions } from '../country-options.ts'
import { COMPANY_NUMBER_HINT, EINVOICE_NAMES } from '../einvoice-options.ts'
import { languageOptions } from '../language-options.ts'
import { ActionForm, DashboardPage } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'

export interface CustomerFormProps {
  viewer: Viewer
  fields: Fields
  /** Absent for a new customer. */
  customerId?: string
  mistakes?: Mistakes | undefined
}

export function CustomerFormPage({ viewer, fields, customerId, mistakes }: CustomerFormProps) {
  const path = customerId ? `/customers/${customerId}/edit` : '/customers/new'
  const text = (name: string) => ({ name, value: fields[name], mistakes })
  return (
    <DashboardPage
      viewer={viewer}
      title={customerId ? 'Change the customer' : 'New customer'}
      section="customers"
      mistakes={mistakes}
    >
      <ActionForm viewer={viewer} path={path} class="card reading">
        <Hidden name="tag" value={fields['tag']} />
        <div class="fields">
          <Field {...text('name')} label="Name" />
          <Field {...text('email')} label="Email" type="email" />
        </div>
        <TextField
          {...text('cc')}
          label="Copies to"
          optional
          hint="Further e-mail addresses, one a line, at most ten. They get invoices, reminders and receipts too."
        />
        <div class="fields">
          <Field
            {...text('phone')}
            label="Phone"
            type="tel"
            optional
            hint="With the code of the country: +447700900123."
          />
          <Choice
            name="language"
            label="Language"
            chosen={fields['language']}
            options={languageOptions(fields['language'], 'Not known')}
            hint="Of the payment page, messages and PDFs."
            mistakes={mistakes}
          />
          <Field
            {...text('vat_number')}
            label="VAT number"
            optional
            hint="With the code of the country: DE136695976."
          />
          <Field {...text('tax_number')} label="Tax number" optional hint="If it is no VAT number." />
          <Field {...text('company_number')} label="Company number" optional hint={COMPANY_NUMBER_HINT} />
        </div>
        <AddressFields name="billing_address" label="Billing address" fields={fields} mistakes={mistakes} />
        <EinvoiceDetails fields={fields} mistakes={mistakes} />
        <p class="muted">
          {customerId
            ? 'New invoices take this over. Invoices and drafts that exist keep what they have.'
            : 'Each new invoice to this address takes these details over.'}
        </p>
        <div class="actions">
          <button class="primary">{customerId ? 'Save the change' : 'Save the customer'}</button>
          <a href={`${viewer.base}/customers${customerId ? `/${customerId}` : ''}`}>Back</a>
        </div>
      </ActionForm>
    </DashboardPage>
  )
}

const EINVOICE = [
  'einvoice_format',
  'purchase_order',
  'buyer_reference',
  'electronic_address.scheme',
  'electronic_address.value',
]

function EinvoiceDetails({ fields, mistakes }: Pick<CustomerFormProps, 'fields' | 'mistakes'>) {
  const text = (name: string) => ({ name, value: fields[name], mistakes })
  const isUsed = (name: string) => Boolean(fields[name] || mistakes?.[name])
  const hasDelivery = [...Object.keys(fields), ...Object.keys(mistakes ?? {})].some(
    (name) => name.startsWith('delivery_address.') && isUsed(name),
  )
  return (
    <details class="disclosure" open={hasDelivery || EINVOICE.some(isUsed)}>
      <summary>E-invoice, order, delivery address</summary>
      <div class="stack">
        <Choice
          {...text('einvoice_format')}
          label="E-invoice"
          chosen={fields['einvoice_format']}
          options={[['', 'Not known'], ...Object.entries(EINVOICE_NAMES)]}
          hint="Comes with the mail, beside the PDF. Ask the customer which one they take."
        />
        <div class="fields">
          <Field
            {...text('electronic_address.scheme')}
            label="Scheme of the electronic address"
            optional
            hint="A code such as 9930, 0088 or EM."
          />
          <Field {...text('electronic_address.value')} label="Electronic address" optional />
          <Field
            {...text('buyer_reference')}
            label="Buyer reference"
            optional
            hint="What the customer asks to have stated; of German authorities the Leitweg-ID."
          />
          <Field
            {...text('purchase_order')}
            label="Purchase order"
            optional
            hint="Of a standing order. An invoice can have its own."
          />
        </div>
        <AddressFields name="delivery_address" label="Delivery address" fields={fields} mistakes={mistakes} />
      </div>
    </details>
  )
}

interface AddressProps extends Pick<CustomerFormProps, 'fields' | 'mistakes'> {
  name: string
  label: string
}

function AddressFields({ name, label, fields, mistakes }: AddressProps) {
  const part = (one: string) => ({
    name: `${name}.${one}`,
    value: fields[`${name}.${one}`],
    mistakes,
  })
  if (fields[`${name}.text`] !== undefined) return <TextField {...part('text')} label={label} optional />
  return (
    <fieldset class="stack">
      <legend>{label}</legend>
      <div class="fields">
        <Field {...part('line1')} label="Address" optional />
        <Field {...part('line2')} label="Second line" optional />
        <Field {...part('postal_code')} label="Postal code" optional />
        <Field {...part('city')} label="City" optional />
        <Choice
          {...part('country')}
          label="Country (optional)"
          chosen={fields[`${name}.country`]}
          options={countryOptions(fields[`${name}.country`])}
        />
      </div>
    </fieldset>
  )
}
