import * as v from 'valibot'
import { decimalText, line, positiveAmount, prose } from '../../http/request/fields.ts'
import { TAX_CATEGORIES } from '../../../domain/tax/category.ts'

const lineNumber = v.pipe(
  v.number('invalid_type|must be the number of a line, from 1'),
  v.integer('invalid_type|must be the number of a line, from 1'),
)

const list = 'invalid_type|must be a list'

export const CreditBody = v.pipe(
  v.strictObject({
    lines: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            line: lineNumber,
            quantity: v.optional(decimalText('a number')),
          }),
          list,
        ),
        v.minLength(1, 'required|must have at least one line'),
        v.maxLength(1_000, 'too_many|must have at most 1000 lines'),
      ),
    ),
    taxes: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            rate: v.nullable(decimalText('a percentage')),
            category: v.optional(
              v.picklist(TAX_CATEGORIES, `invalid_choice|must be one of ${TAX_CATEGORIES.join(', ')}`),
            ),
            amount: positiveAmount,
          }),
          list,
        ),
        v.minLength(1, 'required|must have at least one rate'),
        v.maxLength(50, 'too_many|must have at most 50 rates'),
      ),
    ),
    amount: v.optional(positiveAmount),
    rest: v.optional(v.literal(true, 'invalid_choice|must be true or left out')),
    reason: v.optional(line(200)),
    notify: v.optional(v.boolean('invalid_type|must be true or false'), true),
    note: v.optional(prose(1_000)),
  }),
  v.forward(
    v.check(
      (body) => FORMS.some((form) => body[form] !== undefined),
      'required|is required, or lines, taxes, or "rest": true to credit all that is left',
    ),
    ['amount'],
  ),
  v.forward(
    v.check(
      (body) => FORMS.filter((form) => body[form] !== undefined).length <= 1,
      'conflict|must be alone: send lines, taxes, amount or rest',
    ),
    ['amount'],
  ),
)

const FORMS = ['lines', 'taxes', 'amount', 'rest'] as const

export type CreditInput = v.InferOutput<typeof CreditBody>
