import { LIVE_REFUSALS } from '../../../domain/merchant/trust.ts'
import { OccurrenceBody } from '../../merchant/recurring/recurring-body.ts'
import type { Operation, Resource } from '../operation.ts'
import { idOf } from '../schemas/fields.ts'

const command = (
  name: string,
  id: string,
  rest: Pick<Operation, 'summary' | 'body' | 'problems'>,
): Operation => ({
  method: 'post',
  path: `/v1/recurring_invoices/{id}/${name}`,
  id,
  answers: { 200: 'ChangedRecurringInvoice' },
  ...rest,
})

export const recurringCommands: Resource = {
  tag: 'Recurring invoice commands',
  about: 'Commands to a recurring invoice. Each answers with the recurring invoice.',
  parameters: { id: idOf('rec', 'The recurring invoice') },
  requests: { OccurrenceRequest: { schema: OccurrenceBody, example: { occurrence: 3 } } },
  responses: {},
  operations: [
    command('pause', 'pauseRecurringInvoice', {
      summary: 'Pause',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended', 'already_paused'],
    }),
    command('resume', 'resumeRecurringInvoice', {
      summary: 'Resume',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended', 'not_paused', ...LIVE_REFUSALS],
    }),
    command('end', 'endRecurringInvoice', {
      summary: 'End',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended'],
    }),
    command('skip', 'skipOccurrence', {
      summary: 'Skip the next occurrence',
      body: { optional: 'OccurrenceRequest' },
      problems: ['recurring_ended', 'not_the_next'],
    }),
    command('retry', 'retryOccurrence', {
      summary: 'Try failed occurrences again',
      body: { optional: 'OccurrenceRequest' },
      problems: ['recurring_ended', 'nothing_to_retry', ...LIVE_REFUSALS],
    }),
    command('clock', 'advanceRecurringClock', {
      summary: 'Advance the test clock',
      body: 'ClockRequest',
      problems: ['live_recurring', 'invalid_duration', 'clock_moved_back'],
    }),
  ],
}
