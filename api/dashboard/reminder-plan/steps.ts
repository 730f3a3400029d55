import { withLineEnds } from '../../../domain/invoice/limits.ts'
import type { ReminderPlan } from '../../../domain/invoice/messages/reminder-plan.ts'
import type { Fields } from '../../identity/form.ts'

/** `days` counts from the due date into the direction of `when`. */
export interface StepFields {
  days: string
  when: string
  channel: string
  text: string
}

const EMPTY: StepFields = { days: '', when: 'after', channel: 'email', text: '' }
const FIELD = /^steps\.(\d{1,3})\.(days|when|channel|text)$/

/** @param prefix stands before the names of the fields */
export function readSteps(fields: Fields, prefix: string): StepFields[] {
  const steps: Record<number, Partial<StepFields>> = {}
  for (const [name, value] of Object.entries(fields)) {
    const [, index, field] = (name.startsWith(prefix) && FIELD.exec(name.slice(prefix.length))) || []
    if (index !== undefined && field) (steps[Number(index)] ??= {})[field as keyof StepFields] = value
  }
  return Object.values(steps).map((step) => ({ ...EMPTY, ...step }))
}

/** Adds or removes a reminder, as the pressed button names it. */
export function withPressed(steps: StepFields[], button: string): StepFields[] {
  if (button === 'add_reminder') return [...steps, EMPTY]
  const [, removed] = /^remove_reminder\.(\d{1,3})$/.exec(button) ?? []
  return steps.filter((_, index) => String(index) !== removed)
}

export function stepsOf(steps: ReminderPlan['steps']): StepFields[] {
  return steps.map(({ days, channel, text = '' }) => ({
    days: String(Math.abs(days)),
    when: days < 0 ? 'before' : 'after',
    channel,
    text,
  }))
}

/** Makes what `/v1` takes. Days that are no number stay as they are, to be refused there. */
export function stepBody({ days, when, channel, text }: StepFields): object {
  const number = /^\d{1,9}$/.test(days.trim()) ? Number(days) : undefined
  const words = withLineEnds(text).trim()
  return {
    days: number === undefined ? days : when === 'before' ? 0 - number : number,
    channel,
    ...(words ? { text: words } : {}),
  }
}
