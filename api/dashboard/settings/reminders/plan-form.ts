import type { ReminderPlan } from '../../../../domain/invoice/reminder-plan.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { readSteps, stepBody, type StepFields, stepsOf } from '../../reminder-plan/steps.ts'

/** Everything as the person typed it. */
export interface PlanForm {
  time: string
  steps: StepFields[]
}

export function readPlanForm(given: Fields): PlanForm {
  return { time: given['time'] ?? '', steps: readSteps(given, '') }
}

/** Makes the body that `/v1` takes. */
export function planBody({ time, steps }: PlanForm) {
  return { reminders: { time: time.trim(), steps: steps.map(stepBody) } }
}

export function formOfPlan({ time, steps }: ReminderPlan): PlanForm {
  return { time, steps: stepsOf(steps) }
}

/** The names of fields of the form have no `reminders` in front. */
export function planMistakes(mistakes: Mistakes): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([name, words]) => [name.replace(/^reminders\./, ''), words]),
  )
}
