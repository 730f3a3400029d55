import { type Client, type ScheduleOptions, ScheduleAlreadyRunning } from '@temporalio/client'
import { RECONCILIATION_ID } from '../workflows/reconciliation/contract.ts'

/**
 * A paused schedule stays paused.
 *
 * @param at `HH:MM`, UTC
 */
export async function scheduleReconciliation(client: Client, taskQueue: string, at: string): Promise<void> {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  const options = {
    spec: { calendars: [{ hour, minute, comment: 'every day, UTC' }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'reconciliationWorkflow',
      workflowId: RECONCILIATION_ID,
      taskQueue,
      args: [{}],
      // The limit is below a day, because the schedule skips a run while another runs.
      workflowRunTimeout: '20 hours',
    },
    policies: { overlap: 'SKIP', catchupWindow: '1 day' },
  } as const satisfies Omit<ScheduleOptions, 'scheduleId'>
  try {
    await client.schedule.create({ scheduleId: RECONCILIATION_ID, ...options })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule.getHandle(RECONCILIATION_ID).update(({ state }) => ({ ...options, state }))
  }
}
