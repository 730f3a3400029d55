import { describe, expect, it } from 'vitest'
import { recurringWorkflowId } from '../../../workflows/recurring/contract.ts'
import {
  createRecurring,
  invoicesOf,
  mustSendRecurringCommand,
  readRecurring,
} from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const COUNT = 45

describe('a recurring invoice that catches up', () => {
  it('waits for no timer between the occurrences, and lets commands in between', async () => {
    const start = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    const schedule = { unit: 'week', start, end: { count: COUNT } }
    const { id } = await createRecurring(world, { schedule, issue: 'draft' })
    const moving = mustSendRecurringCommand(world, id, 'clock', { advance: 'P2Y' })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'PT1S' })
    await moving
    await waitFor(async () => (await readRecurring(world, id)).status === 'ended')
    expect(await invoicesOf(world, id)).toHaveLength(COUNT)
    const history = await world.client.workflow.getHandle(recurringWorkflowId(id)).fetchHistory()
    const events = history.events ?? []
    const shortTimers = events.filter(({ timerStartedEventAttributes: timer }) => {
      const { seconds, nanos } = timer?.startToFireTimeout ?? {}
      return timer && Number(seconds ?? 0) === 0 && (nanos ?? 0) > 0
    })
    expect(shortTimers).toEqual([])
    const activities = events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled ? [scheduled.activityType?.name] : [],
    )
    expect(activities.length).toBeGreaterThanOrEqual(COUNT / 20 - 1)
  })
})
