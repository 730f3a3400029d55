import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { RecurringUpdate } from '../../activities/recurring/types.ts'
import {
  RECURRING_REFUSALS,
  type RecurringRefusal,
  type RecurringState,
} from '../../domain/recurring/index.ts'
import { refusalIn } from '../shared/refusal.ts'

// Workflow messages must contain no personal data, because histories keep messages.

export type { RecurringUpdate } from '../../activities/recurring/types.ts'

export function recurringWorkflowId(recurringId: string): string {
  return `recurring-${recurringId}`
}

export interface RecurringWorkflowInput {
  recurringId: string
}

export type RecurringUpdateResult =
  /** `processedUntil` is in milliseconds since 1970, by the recurring invoice's clock. */
  | { outcome: 'done'; settled: boolean; processedUntil: number }
  | { outcome: 'refused'; refused: RecurringRefusal }

/** The second argument counts the events that the caller saw in the log. */
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
  return defineUpdate<RecurringUpdateResult, [RecurringUpdate, number?]>(name)
}

export const SETTLE_WAIT_MS = 10_000

export const reloadRecurringSignal = defineSignal('reloadRecurring')

export const recurringStateQuery = defineQuery<RecurringState | undefined>('recurringState')

export function recurringRefusalOf(failure: unknown): RecurringRefusal | undefined {
  return refusalIn(RECURRING_REFUSALS, failure)
}
