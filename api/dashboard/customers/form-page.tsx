import type { Fields, Mistakes } from '../../identity/form.ts'
import { Choice, Field, Hidden, TextField } from '../../pages/fields.tsx'
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
          <Field {...text('tax_number')} label="Tax number" optional />
        </div>
        <AddressFields fields={fields} mistakes={mistakes} />
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

function AddressFields({ fields, mistakes }: Pick<CustomerFormProps, 'fields' | 'mistakes'>) {
  const part = (name: string) => ({
    name: `billing_address.${name}`,
    value: fields[`billing_address.${name}`],
    mistakes,
  })
  if (fields['billing_address.text'] !== undefined) {
    return <TextField {...part('text')} label="Billing address" optional />
  }
  return (
    <fieldset class="stack">
      <legend>Billing address</legend>
      <div class="fields">
        <Field {...part('line1')} label="Address" optional />
        <Field {...part('line2')} label="Second line" optional />
        <Field {...part('postal_code')} label="Postal code" optional />
        <Field {...part('city')} label="City" optional />
        <Field {...part('country')} label="Country" optional hint="Two letters: GB, DE, DK." />
      </div>
    </fieldset>
  )
}
