import * as v from 'valibot'
import { MANUAL_METHODS } from '../../../domain/invoice/index.ts'
import { invalidFields } from '../../http/problem.ts'
import { date, fieldErrors, instant, positiveAmount, prose } from '../../http/fields.ts'
import { reminderText } from './reminder-plan-body.ts'

// What the routes under /v1/invoices/{id} take. A body may be left out where all of it is optional.

const note = v.optional(prose(1_000))

const channels = v.pipe(
  v.array(
    v.picklist(['email', 'sms'], 'unsupported_channel|must be "email" or "sms"'),
    'invalid_type|must be a list',
  ),
  v.maxLength(10, 'too_many|must have at most 10 entries'),
  v.transform((list) => [...new Set(list)]),
)

export const RemindBody = v.strictObject({
  channel: v.optional(
    v.picklist(['email', 'sms', 'both'], 'unsupported_channel|must be "email", "sms" or "both"'),
    'email',
  ),
  text: v.optional(reminderText),
})

export const PauseBody = v.strictObject({ note })

export const ResumeBody = v.strictObject({
  dates: v.optional(
    v.picklist(['keep', 'shift'], 'invalid_choice|must be "keep" or "shift": by the time held'),
    'keep',
  ),
})

export const VoidBody = v.strictObject({ note })

export const LinkBody = v.strictObject({ expires_at: v.optional(instant), deliver: v.optional(channels, []) })

const method = v.picklist(MANUAL_METHODS, `invalid_choice|must be one of ${MANUAL_METHODS.join(', ')}`)

export const PaymentBody = v.strictObject({
  amount: positiveAmount,
  method,
  paid_on: v.optional(date),
  note,
  receipt: v.optional(v.boolean('invalid_type|must be true or false'), true),
})

export const UndoBody = v.strictObject({ note })

/** With a `method` it is money that the merchant has given back already, by themselves. */
export const RefundBody = v.pipe(
  v.strictObject({
    amount: v.optional(positiveAmount),
    overpayment: v.optional(v.literal(true, 'invalid_choice|is true or left out')),
    method: v.optional(method),
    refunded_on: v.optional(date),
    note,
  }),
  v.forward(
    v.check(
      ({ amount, overpayment }) => (amount === undefined) !== (overpayment === undefined),
      'required|give an amount, or "overpayment": true for all that came beyond what was due',
    ),
    ['amount'],
  ),
  v.forward(
    v.check(
      (body) => body.refunded_on === undefined || body.method !== undefined,
      'required|say how it was given back: without a method the bank is asked to do it',
    ),
    ['method'],
  ),
)

export const ClockBody = v.strictObject({
  advance: v.pipe(
    v.string('invalid_type|must be an ISO 8601 duration, P30D'),
    v.maxLength(40, 'invalid_duration|must be an ISO 8601 duration, P30D'),
  ),
})

/** @throws Problem with every wrong field */
export function parseBody<const S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body)
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.issues))
  return parsed.output
}
