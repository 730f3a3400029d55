import { beforeAll, describe, expect, it } from 'vitest'
import { createRecurringActivities } from '../../../activities/recurring/recurring.ts'
import {
  createRecurring as saveRecurring,
  readRecurring as parseRequest,
} from '../../../api/merchant/recurring/create-recurring.ts'
import { sweep } from '../../../recovery/sweep.ts'
import { loadRecurring } from '../../../db/recurring/event-store.ts'
import { InvoiceRow, PendingCommandRow } from '../../../db/entities/index.ts'
import { recurringWorkflowId } from '../../../workflows/recurring/contract.ts'
import { call } from '../../clients/client.ts'
import {
  sendRecurringCommand,
  moveNextOccurrence,
  createRecurring,
  inDays,
  invoicesOf,
  terminateRun,
  mustSendRecurringCommand,
  recurringBody,
  recurringTimeline,
  readRecurring,
  recordNext,
} from '../../clients/recurring-client.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { byMode } from '../../../domain/shared/mode.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const WEEK_MS = 7 * 86_400_000

async function withoutWorkflow(changes: Record<string, unknown>): Promise<string> {
  const tenant = { merchantId: world.merchantId, mode: 'test' } as const
  const em = world.em.fork()
  const request = await parseRequest(world.deps, em, tenant, recurringBody(changes), { isNew: false })
  return saveRecurring(em, tenant, { type: 'api_key' }, request, async () => undefined)
}

const allIssued = (id: string, count: number) =>
  waitFor(async () => {
    const all = await invoicesOf(world, id)
    return all.length >= count && all.every((invoice) => invoice.issued_at) && all
  })

const sweepUntilIssued = (id: string) =>
  waitFor(async () => {
    await sweepThrough(world)
    return (await invoicesOf(world, id)).some((invoice) => invoice.issued_at)
  })

describe('a recurring invoice whose start was lost', () => {
  it('starts a recurring invoice in the sweep when its start was lost', async () => {
    const id = await withoutWorkflow({})
    await sweepThrough(world)
    const run = await world.client.workflow.getHandle(recurringWorkflowId(id)).describe()
    expect(run.status.name).toBe('RUNNING')
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    await allIssued(id, 1)
  })

  it('continues a recurring invoice after a lost run when the next occurrence has passed', async () => {
    const { id } = await createRecurring(world)
    await terminateRun(world, id)
    await recordNext(world, id, -60_000)
    await sweepUntilIssued(id)
  })

  it('issues a decided occurrence after the run was lost', async () => {
    await world.stopWorker()
    const id = await withoutWorkflow({})
    await world.em.fork().nativeDelete(PendingCommandRow, { subjectId: id })
    await recordNext(world, id, -60_000)
    const activities = createRecurringActivities({ em: world.em, sms: byMode(() => undefined) })
    const command = { type: 'deadline' } as const
    const { state } = await activities.commandRecurring({ recurringId: id, command, now: Date.now() })
    expect(state.due).toHaveLength(1)
    await world.startWorker()
    await sweepUntilIssued(id)
  })
})

describe('occurrences that pass without a worker', () => {
  const plans = new Map<string, string>()
  beforeAll(async () => {
    await world.stopWorker()
    const schedule = { unit: 'week', start: inDays(-33) }
    for (const catchUp of ['all', 'latest', 'none'])
      plans.set(catchUp, await withoutWorkflow({ schedule, catch_up: catchUp }))
    await sweepThrough(world)
    await world.startWorker()
  })

  it.each([
    ['all', [1, 2, 3, 4, 5], 0],
    ['latest', [5], 4],
    ['none', [], 5],
  ] as const)('issues missed occurrences by catch_up "%s"', async (catchUp, issued, skipped) => {
    const id = plans.get(catchUp) ?? ''
    await waitFor(async () => (await loadRecurring(world.em, id)).lastProcessed.number === 5)
    const invoices = await allIssued(id, issued.length)
    expect(invoices.map(({ recurring }) => recurring?.occurrence)).toEqual(issued)
    const plan = await readRecurring(world, id)
    expect(plan).toMatchObject({ issued: issued.length, skipped, status: 'active' })
    expect(plan.next[0]?.number).toBe(6)
    for (const { due_date } of invoices) expect(due_date >= inDays(13)).toBe(true)
    const reasons = (await recurringTimeline(world, id)).filter(({ type }) => type === 'occurrences_skipped')
    expect(reasons.map(({ data }) => data['reason'])).toEqual(skipped > 0 ? ['missed'] : [])
  })

  it('issues at most twelve missed occurrences with catch_up "all"', async () => {
    const start = new Date(Date.now() - 20 * WEEK_MS).toISOString().slice(0, 10)
    const id = await withoutWorkflow({ schedule: { unit: 'week', start }, catch_up: 'all' })
    await sweepThrough(world)
    await waitFor(async () => (await loadRecurring(world.em, id)).lastProcessed.number >= 20)
    await allIssued(id, 12)
    expect(await readRecurring(world, id)).toMatchObject({ issued: 12 })
  })
})

describe('an occurrence that is due without a worker', () => {
  const ASKED: Record<string, (plan: string) => Promise<unknown>> = {
    pause: (plan) => mustSendRecurringCommand(world, plan, 'pause'),
    end: (plan) => mustSendRecurringCommand(world, plan, 'end'),
    skip: (plan) => mustSendRecurringCommand(world, plan, 'skip', { occurrence: 2 }),
    clock: (plan) => mustSendRecurringCommand(world, plan, 'clock', { advance: 'PT6H' }),
    change: (plan) => call(world, 'PATCH', `/v1/recurring_invoices/${plan}`, { description: 'Other words' }),
  }
  const plans = new Map<string, string>()
  beforeAll(async () => {
    for (const name of Object.keys(ASKED)) {
      const { id } = await createRecurring(world, name === 'clock' ? { catch_up: 'none' } : {})
      plans.set(name, id)
    }
    await world.stopWorker()
    for (const id of plans.values()) {
      await terminateRun(world, id)
      await recordNext(world, id, -30_000)
    }
    const answers = Promise.all([...plans].map(async ([name, id]) => ASKED[name]?.(id)))
    for (const id of plans.values()) {
      const run = world.client.workflow.getHandle(recurringWorkflowId(id))
      await waitFor(async () => (await run.describe()).status.name === 'RUNNING')
    }
    await world.startWorker()
    await answers
  })

  async function issuedAfter(name: string): Promise<string> {
    const id = plans.get(name) ?? ''
    const [invoice] = await allIssued(id, 1)
    expect(invoice).toMatchObject({ recurring: { occurrence: 1 }, status: 'sent' })
    return id
  }

  it.each([
    ['pause', 'paused', 'paused'],
    ['end', 'ended', 'ended'],
  ])('issues the occurrence first and then executes the command %s', async (name, status, event) => {
    const id = await issuedAfter(name)
    expect(await readRecurring(world, id)).toMatchObject({ status, issued: 1, skipped: 0, failed: [] })
    const types = (await recurringTimeline(world, id)).map(({ type }) => type)
    expect(types.indexOf('occurrence_due')).toBeLessThan(types.indexOf(event))
  })

  it('skips the next occurrence, not one that came due without a worker', async () => {
    const plan = await readRecurring(world, await issuedAfter('skip'))
    expect(plan).toMatchObject({ issued: 1, skipped: 1 })
    expect(plan.next[0]?.number).toBe(3)
  })

  it('issues an occurrence in time with catch_up "none" although the clock moves on', async () => {
    const id = await issuedAfter('clock')
    expect(await readRecurring(world, id)).toMatchObject({ issued: 1, skipped: 0 })
  })

  it('issues a late occurrence by the template of its time, not of a later change', async () => {
    const id = await issuedAfter('change')
    const [invoice] = await invoicesOf(world, id)
    expect(invoice?.description).toMatch(/^Rent for /)
    expect((await readRecurring(world, id)).next[0]).toMatchObject({ number: 2, description: 'Other words' })
  })
})

describe('an occurrence that is triggered many times', () => {
  it('creates one invoice when activities run concurrently', async () => {
    const id = await withoutWorkflow({ schedule: { unit: 'month', start: inDays(-1) } })
    const activities = createRecurringActivities({ em: world.em, sms: byMode(() => undefined) })
    const once = async () => {
      await activities.commandRecurring({ recurringId: id, command: { type: 'deadline' }, now: Date.now() })
      return activities.issueOccurrence({ recurringId: id, number: 1 })
    }
    const answers = await Promise.all(Array.from({ length: 8 }, once))
    expect(new Set(answers.map(({ state }) => state.last?.invoiceId)).size).toBe(1)
    expect(await world.em.fork().count(InvoiceRow, { recurringId: id })).toBe(1)
    await Promise.all([sweep(world.deps, 0), sweep(world.deps, 0)])
    const [invoice] = await allIssued(id, 1)
    expect(invoice).toMatchObject({ id: answers[0]?.state.last?.invoiceId, status: 'sent' })
    expect(await readRecurring(world, id)).toMatchObject({ issued: 1 })
  })

  it('creates one invoice when the workflow is reloaded, lost and restarted', async () => {
    const { id } = await createRecurring(world)
    const run = world.client.workflow.getHandle(recurringWorkflowId(id))
    const isIssued = async () => (await loadRecurring(world.em, id)).issuedCount > 0
    await moveNextOccurrence(world, id, 10)
    for (const length of [3, 4, 5, 6, 8, 10]) {
      await terminateRun(world, id).catch(() => undefined)
      await world.deps.recurring.reload({ id, merchantId: world.merchantId })
      await waitFor(async () => (await run.describe()).historyLength >= length || (await isIssued()))
    }
    await sweepUntilIssued(id)
    expect(await invoicesOf(world, id)).toHaveLength(1)
    expect(await readRecurring(world, id)).toMatchObject({ issued: 1 })
  })
})

describe('a run that is lost while the clock moves', () => {
  it('continues from the log after a lost run: each occurrence once, at its instant', async () => {
    const schedule = { unit: 'week', start: inDays(1), time: '09:00' }
    const { id } = await createRecurring(world, { schedule, issue: 'draft', catch_up: 'none' })
    void sendRecurringCommand(world, id, 'clock', { advance: 'P12W' })
    await waitFor(async () => (await readRecurring(world, id)).issued > 5)
    await terminateRun(world, id)
    await sweepThrough(world)
    await waitFor(async () => (await readRecurring(world, id)).issued === 12)
    const drafts = await invoicesOf(world, id)
    expect(drafts.map(({ recurring }) => recurring?.occurrence)).toEqual(drafts.map((_, index) => index + 1))
    const dates = drafts.map(({ due_date }) => due_date)
    expect(dates).toEqual(drafts.map((_, index) => inDays(15 + 7 * index)))
    expect(await readRecurring(world, id)).toMatchObject({ skipped: 0, status: 'active' })
  })
})
