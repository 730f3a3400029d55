import { type Client, type ScheduleOptions, ScheduleAlreadyRunning } from '@temporalio/client'
import { RECONCILIATION_ID, RECONCILIATION_WORKFLOW_TYPE } from '../workflows/reconciliation/contract.ts'

/**
 * Has Temporal compare the accounts with the logs once a day. A schedule that is there already takes the new time; one
 * that an operator has paused stays so.
 *
 * @param at `HH:MM`, UTC
 */
export async function scheduleReconciliation(client: Client, taskQueue: string, at: string): Promise<void> {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  const options = {
    spec: { calendars: [{ hour, minute, comment: 'every day, UTC' }] },
    action: {
      type: 'startWorkflow',
      workflowType: RECONCILIATION_WORKFLOW_TYPE,
      workflowId: RECONCILIATION_ID,
      taskQueue,
      args: [{}],
      // The next day's run begins only when this one has ended.
      workflowRunTimeout: '20 hours',
    },
    // A run that was missed is made up for, one is enough: each looks back to the end of the last.
    policies: { overlap: 'SKIP', catchupWindow: '1 day' },
  } as const satisfies Omit<ScheduleOptions, 'scheduleId'>
  try {
    await client.schedule.create({ scheduleId: RECONCILIATION_ID, ...options })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule.getHandle(RECONCILIATION_ID).update(({ state }) => ({ ...options, state }))
  }
}
