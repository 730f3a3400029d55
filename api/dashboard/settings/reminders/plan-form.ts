import type { ReminderPlan } from '../../../../domain/invoice/reminder-plan.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'

export interface StepFields {
  days: string
  when: string
  channel: string
  text: string
}

/** Everything as the person typed it. */
export interface PlanForm {
  time: string
  steps: StepFields[]
}

const NEW_STEP: StepFields = { days: '7', when: 'after', channel: 'email', text: '' }
const STEP_FIELD = /^steps\.(\d{1,3})\.(days|when|channel|text)$/

export function readPlanForm(given: Fields): PlanForm {
  const steps: Record<number, Partial<StepFields>> = {}
  for (const [name, value] of Object.entries(given)) {
    const [, index, field] = STEP_FIELD.exec(name) ?? []
    if (index !== undefined && field) (steps[Number(index)] ??= {})[field as keyof StepFields] = value
  }
  return { time: given['time'] ?? '', steps: Object.values(steps).map((step) => ({ ...NEW_STEP, ...step })) }
}

/** Adds or removes a reminder, as the pressed button names it. */
export function pressed({ time, steps }: PlanForm, button: string): PlanForm {
  if (button === 'add_step') return { time, steps: [...steps, NEW_STEP] }
  const [, removed] = /^remove_step\.(\d{1,3})$/.exec(button) ?? []
  return { time, steps: steps.filter((_, index) => String(index) !== removed) }
}

/** Makes the body that `/v1` takes. */
export function planBody({ time, steps }: PlanForm) {
  return {
    reminders: {
      time: time.trim(),
      steps: steps.map(({ days, when, channel, text }) => {
        const number = /^\d{1,4}$/.test(days.trim()) ? Number(days) : undefined
        return {
          days: number === undefined ? days : when === 'before' ? -number : number,
          channel,
          ...(text.trim() ? { text } : {}),
        }
      }),
    },
  }
}

export function formOfPlan({ time, steps }: ReminderPlan): PlanForm {
  return {
    time,
    steps: steps.map(({ days, channel, text = '' }) => ({
      days: String(Math.abs(days)),
      when: days < 0 ? 'before' : 'after',
      channel,
      text,
    })),
  }
}

/** The names of fields of the form have no `reminders` in front. */
export function planMistakes(mistakes: Mistakes): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([name, words]) => [name.replace(/^reminders\./, ''), words]),
  )
}
