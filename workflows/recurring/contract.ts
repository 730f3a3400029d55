import { ApplicationFailure } from '@temporalio/common'
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { RecurringUpdate } from '../../activities/recurring/types.ts'
import {
  RECURRING_REFUSALS,
  type RecurringRefusal,
  type RecurringState,
} from '../../domain/recurring/index.ts'

// What callers of a recurring invoice's workflow need to know. Nothing here, and nothing sent by it, is personal data.

export type { RecurringUpdate, ScheduleChange } from '../../activities/recurring/types.ts'

/** The workflow id of a recurring invoice: the one referee over everything that changes it. */
export function recurringWorkflowId(recurringId: string): string {
  return `recurring-${recurringId}`
}

export const RECURRING_WORKFLOW_TYPE = 'recurringWorkflow'

export interface RecurringWorkflowInput {
  recurringId: string
}

export type RecurringWorkflow = (input: RecurringWorkflowInput) => Promise<void>

export type RecurringUpdateResult =
  /** `settled`: everything that follows by itself is done, up to `reachedAt` by the plan's clock; else it goes on. */
  | { outcome: 'done'; settled: boolean; processedUntil: number }
  | { outcome: 'refused'; refused: RecurringRefusal }

/** One update for each thing a merchant can ask, so that it can be read in a workflow's history. */
export const recurringUpdates = {
  change: recurringUpdate('change'),
  pause: recurringUpdate('pause'),
  resume: recurringUpdate('resume'),
  skip: recurringUpdate('skip'),
  end: recurringUpdate('end'),
  retry: recurringUpdate('retry'),
  advance_clock: recurringUpdate('advance_clock'),
} satisfies Record<RecurringUpdate['type'], unknown>

function recurringUpdate(name: string) {
  return defineUpdate<RecurringUpdateResult, [RecurringUpdate]>(name)
}

/** How long a merchant is kept waiting for what follows from a request, in milliseconds; it goes on afterwards. */
export const SETTLE_WAIT_MS = 10_000

/** Something may have been recorded that the workflow does not know of: it reads its log again. */
export const reloadRecurringSignal = defineSignal('reloadRecurring')

/** What the workflow holds the plan to be, for operators and tests. Everyone else reads the database. */
export const recurringStateQuery = defineQuery<RecurringState | undefined>('recurringState')

const REFUSED = 'plan refused'

/** A refusal by an update's validator, as a failure. */
export function recurringRefusal(refused: RecurringRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${refused}`, REFUSED, refused)
}

/** The refusal inside such a failure, if it is one. */
export function recurringRefusalOf(failure: unknown): RecurringRefusal | undefined {
  if (!(failure instanceof ApplicationFailure) || failure.type !== REFUSED) return undefined
  return RECURRING_REFUSALS.find((code) => code === failure.details?.[0])
}
