import * as v from 'valibot'
import { MANUAL_METHODS } from '../../../../domain/invoice/index.ts'
import {
  channel,
  channelOrBoth,
  date,
  instant,
  positiveAmount,
  prose,
  uniqueChannels,
} from '../../../http/request/fields.ts'
import { reminderText } from './reminder-plan-body.ts'

export const EmptyBody = v.strictObject({})

const note = v.optional(prose(1_000))

const channels = v.pipe(
  v.array(channel, 'invalid_type|must be a list'),
  v.maxLength(10, 'too_many|must have at most 10 entries'),
  uniqueChannels,
)

export const RemindBody = v.strictObject({
  channel: channelOrBoth,
  text: v.optional(reminderText),
})

export const PauseBody = v.strictObject({ note })

export const ResumeBody = v.strictObject({
  dates: v.optional(
    v.picklist(
      ['keep', 'shift'],
      'invalid_choice|must be "keep", or "shift" to move the dates by the time on hold',
    ),
    'keep',
  ),
})

/** Without `credit_note`, the merchant's setting decides. */
export const VoidBody = v.strictObject({
  note,
  credit_note: v.optional(v.boolean('invalid_type|must be true or false')),
  notify: v.optional(v.boolean('invalid_type|must be true or false'), true),
})

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

/** A body with `method` records a refund that the merchant has already made. */
export const RefundBody = v.pipe(
  v.strictObject({
    amount: v.optional(positiveAmount),
    overpayment: v.optional(v.literal(true, 'invalid_choice|must be true or left out')),
    method: v.optional(method),
    refunded_on: v.optional(date),
    credit_note: v.optional(v.boolean('invalid_type|must be true or false'), false),
    note,
  }),
  v.forward(
    v.check(
      ({ amount, overpayment }) => (amount === undefined) !== (overpayment === undefined),
      'required|is required, or "overpayment": true to refund the whole overpayment',
    ),
    ['amount'],
  ),
  v.forward(
    v.check(
      (body) => body.refunded_on === undefined || body.method !== undefined,
      'required|is required with refunded_on: without a method the bank makes the refund',
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
