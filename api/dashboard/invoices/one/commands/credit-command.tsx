import { type Currency, decimalAmount } from '../../../../../domain/shared/money.ts'
import type { TaxGroup } from '../../../../../domain/tax/types.ts'
import { Check, Choice, Field } from '../../../../pages/fields.tsx'
import { CommandForm } from '../../../command-form.tsx'
import { money } from '../../../format.ts'
import { type CommandsProps, formOf, Note } from './command-fields.tsx'
import { lineField, taxField } from './page-commands.ts'

const MOST_LINES = 50

export function Credit(props: CommandsProps) {
  const { row } = props.view
  const { form, field, choice, check } = formOf('credit', props)
  const { currency, lines, taxes } = row
  const amountLeft = row.amount - row.amountCredited
  const offered = lines.length <= MOST_LINES ? lines : []
  const options = [
    ...(offered.length > 0 ? [['lines', 'Lines, by quantity'] as const] : []),
    ...(taxes.length > 1 ? [['taxes', 'Amounts with tax, by tax rate'] as const] : []),
    ['amount', 'An amount with tax, shared over the tax rates'] as const,
    ['rest', `All that is left: ${money(amountLeft, currency)}`] as const,
  ]
  return (
    <CommandForm
      {...form}
      title="Issue a credit note"
      consequence={`The customer owes less by its amount. What was paid beyond the rest is an overpayment. If it covers all of an invoice that is not paid, the invoice becomes void. It has a number of its own and cannot be undone.`}
    >
      <Choice
        {...choice('by', offered.length > 0 ? 'lines' : 'amount')}
        label="Take back"
        options={options}
      />
      {offered.length > 0 ? (
        <fieldset class="field">
          <legend>Quantities to take back</legend>
          {offered.map(({ description, quantity }, index) => (
            <Field
              {...field(lineField(index))}
              label={description}
              optional
              numeric
              hint={`Of ${quantity}. Counts only for lines.`}
            />
          ))}
        </fieldset>
      ) : null}
      {taxes.length > 1 ? (
        <fieldset class="field">
          <legend>{`Amounts to take back, in ${currency}`}</legend>
          {taxes.map((group, index) => (
            <Field
              {...field(taxField(index))}
              label={labelOf(group)}
              optional
              numeric
              hint={`Of ${money(group.net + group.tax, currency)} with tax. Counts only for tax rates.`}
            />
          ))}
        </fieldset>
      ) : null}
      <Field
        {...field('amount', decimalAmount({ amount: amountLeft, currency: currency as Currency }))}
        label={`Amount in ${currency}, with tax`}
        numeric
        hint="Counts only for an amount."
      />
      <Field {...field('reason')} label="Reason" optional hint="It stands on the credit note." />
      <Note {...field('note')} />
      <Check {...check('notify', true)} label="Send it to the customer" />
      <button class="danger">Issue the credit note</button>
    </CommandForm>
  )
}

function labelOf({ category, taxRate }: TaxGroup): string {
  return category === 'standard' ? `Tax ${taxRate} %` : NO_TAX[category]
}

const NO_TAX: Record<Exclude<TaxGroup['category'], 'standard'>, string> = {
  zero: 'Tax 0 %',
  exempt: 'Exempt from tax',
  reverse_charge: 'Reverse charge',
  intra_community: 'Intra-Community supply',
  export: 'Export',
  outside_scope: 'No tax',
}
