import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Check, Choice, Field } from '../../../pages/fields.tsx'
import { type Name, REFERENCE_OPTIONS } from './labels.ts'

interface Props {
  field: (name: Name) => {
    name: string
    label: string
    value: string | undefined
    mistakes: Mistakes | undefined
  }
  fields: Fields
  mistakes: Mistakes | undefined
}

export function EinvoiceFields({ field }: Pick<Props, 'field'>) {
  return (
    <fieldset class="card">
      <legend class="hidden">E-invoices</legend>
      <h2>E-invoices</h2>
      <p class="muted">
        Businesses and authorities that take in invoices without typing need this. Leave it empty if no
        customer asks for it.
      </p>
      <div class="fields">
        <Field
          {...field('electronic_address.scheme')}
          optional
          hint="The code of the list EAS: 9930 for a German VAT number, 0088 for a GLN, EM for e-mail."
        />
        <Field
          {...field('electronic_address.value')}
          optional
          hint="Your address in that scheme, such as the VAT number."
        />
        <Field {...field('einvoice_contact.name')} optional hint="Whom customers ask about an e-invoice." />
        <Field {...field('einvoice_contact.phone')} type="tel" optional />
        <Field {...field('einvoice_contact.email')} type="email" optional />
      </div>
    </fieldset>
  )
}

export function TransferFields({ field, fields, mistakes }: Props) {
  return (
    <fieldset class="card">
      <legend class="hidden">Account for transfers</legend>
      <h2>Account for transfers</h2>
      <p class="muted">
        For customers who transfer the money themselves. Such a transfer is not noticed here: record it by
        hand. Payments by link go to your payout accounts.
      </p>
      <div class="fields">
        <Field {...field('bank_details.account_name')} optional hint="Who holds the account." />
        <Field {...field('bank_details.iban')} optional />
        <Field {...field('bank_details.bic')} optional hint="Only if your bank gave one." />
        <Field
          {...field('bank_details.sort_code')}
          optional
          hint="Of a British account, in place of the IBAN."
        />
        <Field {...field('bank_details.account_number')} optional hint="Of a British account." />
        <Field
          {...field('bank_details.creditor_number')}
          optional
          hint="Eight digits from a Danish bank, for payments by FIK."
        />
        <Field
          {...field('bank_details.currencies')}
          optional
          placeholder="EUR, CHF"
          hint="Only invoices in these show the account. Without any, that of its country; CHF and EUR in Switzerland."
        />
      </div>
      <Choice
        {...field('bank_details.reference')}
        chosen={fields['bank_details.reference']}
        options={REFERENCE_OPTIONS}
        hint="What a customer states so that the transfer can be matched. KID, OCR and FIK need an agreement with your bank."
      />
      {mistakes?.['bank_details'] ? <p class="mistake">{`This ${mistakes['bank_details']}.`}</p> : null}
      <Check
        name="bank_details.show_on_documents"
        label="Show the account on the page, in e-mails and on PDFs, and not only in e-invoices"
        checked={fields['bank_details.show_on_documents'] === 'yes'}
      />
    </fieldset>
  )
}
