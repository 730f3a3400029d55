import type { ReminderPlan } from '../../../../domain/invoice/messages/reminder-plan.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { readSteps, stepBody, type StepFields, stepsOf } from '../../reminder-plan/steps.ts'

/** The texts are as the person typed them. */
export interface PlanForm {
  time: string
  steps: StepFields[]
  shown?: string | undefined
}

export function readPlanForm(given: Fields): PlanForm {
  return { time: given['time'] ?? '', steps: readSteps(given, ''), shown: given['shown'] }
}

/** Returns the fields by their names on the page. */
export function planFields({ time, steps, shown }: PlanForm): Fields {
  const named = steps.flatMap((step, index) =>
    Object.entries(step).map(([name, value]) => [`steps.${index}.${name}`, String(value)]),
  )
  return { time, ...(Object.fromEntries(named) as Fields), ...(shown === undefined ? {} : { shown }) }
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
