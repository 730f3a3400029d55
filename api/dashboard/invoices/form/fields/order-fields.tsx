import type { Fields, Mistakes } from '../../../../identity/form.ts'
import { Field, Hidden, TextField } from '../../../../pages/fields.tsx'

const ORDER = ['purchase_order', 'buyer_reference', 'delivery_address']
const DATES = ['delivery_date', 'service_period.from', 'service_period.to']

interface OrderProps {
  fields: Fields
  mistakes: Mistakes | undefined
  /** A recurring invoice has no dates of its own. */
  hasDates: boolean
}

export function OrderFields({ fields, mistakes, hasDates }: OrderProps) {
  const text = (name: string) => ({ name, value: fields[name], mistakes })
  const isOpen = [...ORDER, ...DATES].some((name) => fields[name] || mistakes?.[name])
  return (
    <details class="disclosure" open={isOpen}>
      <summary>{hasDates ? 'Order, delivery, period' : 'Order, delivery'}</summary>
      <div class="stack">
        {hasDates ? (
          <div class="fields">
            <Field
              {...text('delivery_date')}
              label="Delivered on"
              type="date"
              optional
              hint="The day of the delivery or of the work, if it is one day."
            />
            <Field
              {...text('service_period.from')}
              label="Period from"
              type="date"
              optional
              hint="The first day of what is invoiced."
            />
            <Field
              {...text('service_period.to')}
              label="Period to"
              type="date"
              optional
              hint="Its last day, included."
            />
          </div>
        ) : null}
        <div class="fields">
          <Field
            {...text('purchase_order')}
            label="Purchase order"
            optional
            hint="The number of the customer’s order."
          />
          <Field
            {...text('buyer_reference')}
            label="Buyer reference"
            optional
            hint="What the customer asks to have stated; of German authorities the Leitweg-ID."
          />
        </div>
        <TextField
          {...text('delivery_address')}
          label="Delivery address"
          optional
          hint="Where goods go, if not to the billing address."
        />
        <Hidden name="delivery_address_parts" value={fields['delivery_address_parts'] || undefined} />
      </div>
    </details>
  )
}

/** The number field is among the other fields of the form. */
export function TakenOverFields({ fields, mistakes }: Omit<OrderProps, 'hasDates'>) {
  const text = (name: string) => ({ name, value: fields[name], mistakes })
  const isOpen = ['issue_date', 'amount_paid'].some((name) => fields[name] || mistakes?.[name])
  return (
    <details class="disclosure" open={isOpen}>
      <summary>An invoice that you issued elsewhere</summary>
      <div class="stack">
        <p class="muted">
          It keeps its own number and day, and can be overdue or paid in part already. The customer gets it
          with a link to pay what is left; reminders whose day has passed are not sent.
        </p>
        <div class="fields">
          <Field
            {...text('issue_date')}
            label="Issued on"
            type="date"
            optional
            hint="Needs its invoice number, among the fields below."
          />
          <Field {...text('amount_paid')} label="Paid already" numeric optional hint="Less than the whole." />
        </div>
      </div>
    </details>
  )
}
