import * as v from 'valibot'
import {
  equalSteps,
  MOST_DAYS,
  MOST_STEPS,
  type ReminderPlan,
  type ReminderStep,
} from '../../../../domain/invoice/messages/reminder-plan.ts'
import { channelOrBoth, onlyKnownPlaceholders, prose } from '../../../http/request/fields.ts'

const days = v.pipe(
  v.number('invalid_type|must be a whole number of days after the due date, negative before it'),
  v.integer('invalid_type|must be a whole number of days'),
  v.minValue(-MOST_DAYS, `out_of_range|must be between ${-MOST_DAYS} and ${MOST_DAYS}`),
  v.maxValue(MOST_DAYS, `out_of_range|must be between ${-MOST_DAYS} and ${MOST_DAYS}`),
)

export const reminderText = v.pipe(prose(1_000), onlyKnownPlaceholders)

const Step = v.strictObject({
  days,
  channel: channelOrBoth,
  text: v.optional(reminderText),
})

export const time = v.pipe(
  v.string('invalid_type|must be a time of day, 09:00'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid_time|must be a time of day from 00:00 to 23:59'),
)

const steps = v.pipe(
  v.array(Step, 'invalid_type|must be a list'),
  v.maxLength(MOST_STEPS, `too_many_steps|must have at most ${MOST_STEPS} reminders`),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const [first] = equalSteps(dataset.value.map(toStep))
    if (first === undefined) return
    addIssue({ message: 'equal_reminders|must not have two reminders on the same day by the same channel' })
  }),
)

export const ReminderPlanBody = v.strictObject({ time: v.optional(time), steps })

export type ReminderPlanInput = v.InferOutput<typeof ReminderPlanBody>

export function toReminderPlan(
  { time: given, steps: list }: ReminderPlanInput,
  defaultTime: string,
): ReminderPlan {
  return { time: given ?? defaultTime, steps: list.map(toStep) }
}

function toStep({ days: after, channel, text }: ReminderPlanInput['steps'][number]): ReminderStep {
  return { days: after, channel, ...(text === undefined ? {} : { text }) }
}

export function needsTextMessages({ steps: list }: ReminderPlanInput): boolean {
  return list.some(({ channel }) => channel !== 'email')
}
