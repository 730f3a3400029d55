import { UNIT_CODES } from '../../../../../domain/tax/units.ts'
import type { Mistakes } from '../../../../identity/form.ts'
import { Choice, Field, Hidden } from '../../../../pages/fields.tsx'
import { RemoveButton } from '../../../layout.tsx'
import { EMPTY_LINE, type LineFields } from './line-fields.ts'

const UNIT_NAMES: Record<(typeof UNIT_CODES)[number], string> = {
  C62: 'none',
  H87: 'pieces',
  SET: 'sets',
  NPR: 'pairs',
  XPK: 'packages',
  LS: 'lump sum',
  D68: 'words',
  MIN: 'minutes',
  HUR: 'hours',
  DAY: 'days',
  WEE: 'weeks',
  MON: 'months',
  ANN: 'years',
  GRM: 'grams',
  KGM: 'kilograms',
  TNE: 'tonnes',
  CMT: 'centimetres',
  MTR: 'metres',
  KMT: 'kilometres',
  MTK: 'square metres',
  MTQ: 'cubic metres',
  LTR: 'litres',
  KWH: 'kilowatt hours',
}

const CATEGORIES = [
  ['', 'As the tax says'],
  ['zero', 'Zero rate: taxed at 0 %'],
  ['exempt', 'Exempt: the law charges no tax on it'],
  ['reverse_charge', 'Reverse charge: the customer, a business, pays the tax'],
  ['intra_community', 'Goods to a business in another EU country'],
  ['export', 'Goods to a country outside the EU'],
  ['outside_scope', 'Outside of the tax, such as a deposit for bottles'],
] as const

const MORE = ['unit', 'discount', 'tax_category', 'exemption_reason'] as const

interface LineProps {
  line: LineFields
  live: Record<string, string>
  index: number
  mistakes: Mistakes | undefined
}

export function LineFieldset({ line, index, live, mistakes }: LineProps) {
  const name = (field: keyof LineFields) => `lines.${index}.${field}`
  const isOpen = MORE.some(
    (field) => line[field] !== EMPTY_LINE[field] || mistakes?.[name(field)] !== undefined,
  )
  const category = line.tax_category === 'standard' ? '' : line.tax_category
  return (
    <fieldset class="line" {...live}>
      <legend>{`Line ${index + 1}`}</legend>
      <Field name={name('description')} label="Item" value={line.description} mistakes={mistakes} />
      <Field name={name('quantity')} label="Quantity" numeric value={line.quantity} mistakes={mistakes} />
      <Field name={name('unit_amount')} label="Price" numeric value={line.unit_amount} mistakes={mistakes} />
      <Field
        name={name('tax_rate')}
        label="Tax in %"
        numeric
        required={false}
        value={line.tax_rate}
        mistakes={mistakes}
      />
      <RemoveButton what="line" index={index} />
      <Hidden name={name('kept')} value={line.kept === '' ? undefined : line.kept} />
      <details class="disclosure" open={isOpen}>
        <summary>{`Unit, discount, reason for no tax of line ${index + 1}`}</summary>
        <div class="stack">
          <div class="fields">
            <Choice
              name={name('unit')}
              label="Unit"
              chosen={line.unit}
              options={[
                ['', 'none'] as const,
                ...UNIT_CODES.filter((code) => code !== 'C62').map(
                  (code) => [code, UNIT_NAMES[code]] as const,
                ),
              ]}
              hint="What is counted. It stands beside the quantity."
              mistakes={mistakes}
            />
            <Field
              name={name('discount')}
              label="Discount"
              optional
              value={line.discount}
              hint={
                line.kept === ''
                  ? 'Taken off this line, before tax: 10 % or an amount.'
                  : 'This line has discounts or charges of a program. What you write replaces its discounts.'
              }
              mistakes={mistakes}
            />
          </div>
          <Choice
            name={name('tax_category')}
            label="Why no tax"
            chosen={category}
            options={CATEGORIES}
            hint="Leave it, unless you charge no tax and know why: the customer then reads the words that the law wants."
            mistakes={mistakes}
          />
          <Field
            name={name('exemption_reason')}
            label="Reason in your own words"
            optional
            value={line.exemption_reason}
            hint="In place of our words, such as the paragraph of your law."
            mistakes={mistakes}
          />
        </div>
      </details>
    </fieldset>
  )
}
