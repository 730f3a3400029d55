import { describe, expect, it, onTestFinished } from 'vitest'
import { RecurringTemplateRow } from '../../../db/entities/index.ts'
import { seed } from '../../../dev/stack/demo/seed.ts'
import { recurringWorkflowId } from '../../../workflows/recurring/contract.ts'
import { command, call, inboxFor, readInvoice } from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import {
  sendRecurringCommand,
  moveNextOccurrence,
  createRecurring,
  inDays,
  invoicesOf,
  mustSendRecurringCommand,
  recurringBody,
  recurringTimeline,
  readRecurring,
  withKey,
} from '../../clients/recurring-client.ts'
import { holdCommits } from '../../support/hold-after-commit.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { approve, suspend } from '../../support/trust.ts'
import { untilCompleted, waitFor } from '../../support/wait.ts'

const world = useWorld()

const firstIssued = (id: string) =>
  waitFor(async () => (await invoicesOf(world, id)).find((invoice) => invoice.issued_at))

interface Period {
  from: string
  to: string
}

const patch = (id: string, body: unknown) => call(world, 'PATCH', `/v1/recurring_invoices/${id}`, body)

describe('a preview of a recurring invoice', () => {
  it('previews the next six occurrences as they are issued later', async () => {
    const body = recurringBody({
      schedule: { unit: 'quarter', start: inDays(10), time: '16:30', end: { count: 20 } },
      description: 'No. {occurrence}: {period}',
      lines: [{ description: 'Care in {month}', unit_amount: 4_000, tax_rate: 25 }],
      amount: undefined,
    })
    const preview = await call(world, 'POST', '/v1/recurring_invoices/preview', body)
    expect(preview.status).toBe(200)
    expect((await call(world, 'GET', '/v1/recurring_invoices')).json['data']).toEqual([])
    const plan = await createRecurring(world, body)
    expect(plan.next).toEqual(preview.json['next'])
    expect(plan.next.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(plan.next[0]).toMatchObject({ date: inDays(10), due_date: inDays(24), amount: 5_000 })
    expect(plan.next[0]?.local_time).toContain('T16:30:00')
    expect(plan.next[0]?.description).toContain('No. 1: ')
  })
})

describe('an occurrence', () => {
  it('issues an occurrence at its time with the previewed texts', async () => {
    const plan = await createRecurring(world, {
      instructions: 'For {period_start}',
      language: 'ja',
      service_period: 'previous_calendar',
      purchase_order: 'PO-R',
    })
    expect(plan).toMatchObject({ language: 'ja' })
    expect((await patch(plan.id, { description: plan.description })).json).toMatchObject({ language: 'ja' })
    await moveNextOccurrence(world, plan.id, 1_000)
    const invoice = await firstIssued(plan.id)
    expect(invoice).toMatchObject({
      status: 'sent',
      amount: 12_500,
      description: plan.next[0]?.description,
      language: 'ja',
      purchase_order: 'PO-R',
      service_period: { from: plan.next[0]?.period.start, to: plan.next[0]?.period.end },
      recurring: { id: plan.id, occurrence: 1 },
      test_clock_offset_ms: 0,
    })
    const events = await call(world, 'GET', `/v1/invoices/${invoice?.id}/events`)
    expect((events.json['data'] as object[])[0]).toMatchObject({ cause: 'schedule' })
    expect(await readRecurring(world, plan.id)).toMatchObject({ issued: 1, last: { invoice: invoice?.id } })
  })

  it('takes the language that its customer has on each day, and serves no day twice after a change', async () => {
    const { id: customer } = await createCustomer(world, {
      name: 'Ada',
      email: 'language@recurring.example',
      language: 'da',
    })
    const schedule = { unit: 'month', start: inDays(1) }
    const body = { customer: { id: customer }, description: '{month}', schedule, service_period: 'current' }
    const plan = await createRecurring(world, body)
    expect(plan).toMatchObject({ language: null })
    await mustSendRecurringCommand(world, plan.id, 'clock', { advance: 'P2D' })
    const first = await firstIssued(plan.id)
    expect(first).toMatchObject({ language: 'da' })
    await call(world, 'PATCH', `/v1/customers/${customer}`, { language: 'de' })
    expect((await patch(plan.id, { schedule: { unit: 'week', start: inDays(10) } })).status).toBe(200)
    const [planned] = (await readRecurring(world, plan.id)).next
    await mustSendRecurringCommand(world, plan.id, 'clock', { advance: 'P10D' })
    const second = await waitFor(async () =>
      (await invoicesOf(world, plan.id)).find(({ id, issued_at }) => issued_at && id !== first.id),
    )
    expect(second).toMatchObject({ language: 'de' })
    const served = [first, second].map((one) => (one as { service_period?: Period }).service_period)
    expect(served[1]).toEqual({ from: planned?.period.start, to: planned?.period.end })
    expect(String(served[1]?.from) > String(served[0]?.to)).toBe(true)
  })

  it('issues at once when the start is today and its hour has passed', async () => {
    const schedule = { unit: 'week', start: inDays(0), time: '00:00' }
    const { id } = await createRecurring(world, { schedule })
    await waitFor(async () => (await invoicesOf(world, id))[0]?.status === 'sent')
  })

  it('makes a draft with issue "draft" and sends it with the recurring invoice’s clock', async () => {
    const { id } = await createRecurring(world, { issue: 'draft' })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P40D' })
    const drafts = await invoicesOf(world, id)
    expect(drafts.map(({ status }) => status)).toEqual(['draft', 'draft'])
    expect((await recurringTimeline(world, id)).map(({ type }) => type)).toContain('occurrence_drafted')
    const first = drafts[0]
    const edited = await call(world, 'PATCH', `/v1/invoices/${first?.id}`, { amount: 9_900 })
    expect(edited).toMatchObject({ status: 200, json: { amount: 9_900 } })
    const sent = await command(world, first?.id ?? '', 'send')
    expect(sent).toMatchObject({ status: 200, json: { status: 'sent', due_date: inDays(15) } })
    expect(Math.abs(Date.parse(String(sent.json['issued_at'])) - Date.parse(inDays(1)))).toBeLessThan(
      86_400_000,
    )
  })

  it('sends reminders by the moved clock of the occurrence', async () => {
    const { id } = await createRecurring(world)
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P3D' })
    const invoice = await firstIssued(id)
    expect(invoice?.test_clock_offset_ms).toBeGreaterThan(0)
    const moved = await call(world, 'POST', `/v1/invoices/${invoice?.id}/clock`, { advance: 'P15D' })
    expect(moved.json).toMatchObject({ status: 'overdue' })
  })
})

describe('commands of a merchant', () => {
  it('skips occurrences during a pause', async () => {
    const { id } = await createRecurring(world, { schedule: { unit: 'week', start: inDays(1) } })
    expect(await mustSendRecurringCommand(world, id, 'pause')).toMatchObject({ status: 'paused' })
    const moved = await mustSendRecurringCommand(world, id, 'clock', { advance: 'P16D' })
    expect(moved).toMatchObject({ issued: 0, settled: true })
    expect(moved.next[0]?.number).toBe(4)
    const resumed = await mustSendRecurringCommand(world, id, 'resume')
    expect(resumed).toMatchObject({ status: 'active', issued: 0, skipped: 3 })
    expect(resumed.next[0]?.number).toBe(4)
    const skipped = (await recurringTimeline(world, id)).find(({ type }) => type === 'occurrences_skipped')
    expect(skipped?.data).toMatchObject({
      reason: 'paused',
      first: { occurrence: 1 },
      last: { occurrence: 3 },
    })
    expect(await mustSendRecurringCommand(world, id, 'clock', { advance: 'P7D' })).toMatchObject({
      issued: 1,
    })
  })

  it('applies skip and change during a pause to the next future occurrence', async () => {
    const { id } = await createRecurring(world, { schedule: { unit: 'week', start: inDays(1) } })
    await mustSendRecurringCommand(world, id, 'pause')
    const weeks = 30
    const { next } = await mustSendRecurringCommand(world, id, 'clock', { advance: `P${weeks * 7}D` })
    expect(next[0]?.number).toBe(weeks + 1)
    expect(await mustSendRecurringCommand(world, id, 'skip', { occurrence: weeks + 1 })).toMatchObject({
      status: 'paused',
      skipped: weeks + 1,
    })
    const { json } = await patch(id, { schedule: { unit: 'month' } })
    expect((json['next'] as { date: string }[])[0]?.date).toBe(next[1]?.date)
    const skips = (await recurringTimeline(world, id)).filter(({ type }) => type === 'occurrences_skipped')
    expect(skips.map(({ data }) => data['reason']).at(-1)).toBe('merchant')
    const resumed = await mustSendRecurringCommand(world, id, 'resume')
    expect(resumed.next[0]?.date).toBe(next[1]?.date)
    expect(resumed).toMatchObject({ issued: 0, skipped: weeks + 1 })
  })

  it('skips one occurrence when the same skip is requested twice', async () => {
    const { id, next } = await createRecurring(world)
    expect((await mustSendRecurringCommand(world, id, 'skip', { occurrence: 1 })).next[0]).toEqual(next[1])
    expect(await sendRecurringCommand(world, id, 'skip', { occurrence: 1 })).toMatchObject({
      status: 409,
      json: { code: 'not_the_next' },
    })
    const headers = { 'idempotency-key': `skip-${id}` }
    await mustSendRecurringCommand(world, id, 'skip', {}, headers)
    expect(await mustSendRecurringCommand(world, id, 'skip', {}, headers)).toMatchObject({ skipped: 2 })
  })

  it('changes a recurring invoice from the next occurrence on', async () => {
    const { id } = await createRecurring(world, { description: 'Before {occurrence}' })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    const changed = await patch(id, { description: 'After {occurrence}', amount: 20_000 })
    expect(changed).toMatchObject({ status: 200, json: { amount: 20_000 } })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P31D' })
    const read = (await invoicesOf(world, id)).map(({ description, amount }) => [description, amount])
    expect(read).toEqual([
      ['Before 1', 12_500],
      ['After 2', 20_000],
    ])
  })

  it('keeps the next occurrence and the day of the month when the interval changes', async () => {
    const year = new Date().getUTCFullYear() + 1
    const { id } = await createRecurring(world, { schedule: { unit: 'month', start: `${year}-01-31` } })
    const inFebruary = (Date.parse(`${year}-02-10`) - Date.now()) / 3_600_000
    await mustSendRecurringCommand(world, id, 'clock', { advance: `PT${Math.round(inFebruary)}H` })
    const { json } = await patch(id, { schedule: { unit: 'quarter' } })
    const dates = (json['next'] as { date: string }[]).map(({ date }) => date.slice(5))
    expect([dates[0]?.slice(0, 2), ...dates.slice(1, 4)]).toEqual(['02', '05-31', '08-31', '11-30'])
    const same = await patch(id, { schedule: json['schedule'] && { unit: 'quarter', time: '09:00' } })
    expect(same.json['next']).toEqual(json['next'])
    const moved = await patch(id, { schedule: { start: `${year}-03-15`, end: { count: 3 } } })
    expect(moved.json['next']).toMatchObject([{ number: 2, date: `${year}-03-15` }, { number: 3 }])
    expect(await patch(id, { schedule: { start: `${year}-01-15` } })).toMatchObject({
      status: 422,
      json: { code: 'starts_too_early' },
    })
    const endless = await patch(id, { schedule: { end: null } })
    expect(endless.json['next']).toHaveLength(6)
  })

  it('ends a recurring invoice on request', async () => {
    const { id } = await createRecurring(world)
    expect(await mustSendRecurringCommand(world, id, 'end')).toMatchObject({
      status: 'ended',
      ended_by: 'merchant',
      next: [],
    })
    await untilCompleted(world, recurringWorkflowId(id))
    for (const name of ['pause', 'resume', 'skip', 'end']) {
      expect(await sendRecurringCommand(world, id, name)).toMatchObject({
        status: 409,
        json: { code: 'recurring_ended' },
      })
    }
    expect(await patch(id, { amount: 1 })).toMatchObject({ status: 409, json: { code: 'recurring_ended' } })
    expect(await mustSendRecurringCommand(world, id, 'clock', { advance: 'P1Y' })).toMatchObject({
      issued: 0,
    })
  })

  it('ends a recurring invoice by itself after the last occurrence', async () => {
    const schedule = { unit: 'week', start: inDays(1), end: { date: inDays(15) } }
    const { id, next } = await createRecurring(world, { schedule })
    expect(next).toHaveLength(3)
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P60D' })
    expect(await readRecurring(world, id)).toMatchObject({ status: 'ended', ended_by: 'schedule', issued: 3 })
  })
})

describe('an occurrence that cannot be issued', () => {
  it('notifies the merchant of a failed occurrence and issues it on retry', async () => {
    const customer = { name: 'Grace Murray', email: 'grace@customer.example' }
    const { id } = await createRecurring(world, { customer })
    const template = await world.em.fork().findOneOrFail(RecurringTemplateRow, { recurringId: id })
    const body = template.body && { ...template.body, description: 'x'.repeat(501) }
    await world.em.fork().nativeUpdate(RecurringTemplateRow, { id: template.id }, { body })
    const failed = await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    expect(failed.failed).toMatchObject([{ occurrence: 1, code: 'text_too_long' }])
    expect(await invoicesOf(world, id)).toEqual([])
    await waitFor(async () =>
      (await recurringTimeline(world, id)).some(({ type }) => type === 'merchant_notified'),
    )
    const letters = (await inboxFor(world, 'accounts@larkspur.example')).filter(({ text }) =>
      text.includes(id),
    )
    expect(letters).toHaveLength(1)
    expect(letters[0]?.text).toContain('Grace Murray')
    expect(await mustSendRecurringCommand(world, id, 'retry')).toMatchObject({
      failed: [{ occurrence: 1 }],
      issued: 0,
    })
    await patch(id, { description: 'Short', amount: 12_500 })
    expect(await mustSendRecurringCommand(world, id, 'retry')).toMatchObject({ failed: [], issued: 1 })
    expect(await sendRecurringCommand(world, id, 'retry')).toMatchObject({
      status: 409,
      json: { code: 'nothing_to_retry' },
    })
    const invoice = await firstIssued(id)
    expect(invoice).toMatchObject({ description: 'Short', recurring: { occurrence: 1 } })
  })

  it('fails for a suspended merchant in live mode, and succeeds in a retry afterwards', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    const { id } = await createRecurring(shop)
    await suspend(shop)
    await moveNextOccurrence(shop, id, 10)
    const code = 'merchant_cannot_issue'
    await waitFor(async () => (await readRecurring(shop, id)).failed[0]?.code === code)
    expect(await sendRecurringCommand(shop, id, 'retry')).toMatchObject({
      status: 403,
      json: { code: 'merchant_suspended' },
    })
    await approve(shop)
    expect(await mustSendRecurringCommand(shop, id, 'retry', { occurrence: 1 })).toMatchObject({
      failed: [],
      issued: 1,
    })
  })
})

describe('access to a recurring invoice', () => {
  it('answers 404 for another merchant’s recurring invoice', async () => {
    const { id } = await createRecurring(world)
    const { api_key: key } = await seed(world.em.fork())
    const headers = { authorization: `Bearer ${key}` }
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['GET', '/events'],
      ...['pause', 'resume', 'skip', 'end', 'retry', 'clock'].map((name) => ['POST', `/${name}`] as const),
    ] as const) {
      const body = method === 'GET' ? undefined : {}
      const answer = await call(world, method, `/v1/recurring_invoices/${id}${path}`, body, headers)
      expect(answer, `${method} ${path}`).toMatchObject({ status: 404, json: { code: 'not_found' } })
    }
    const list = await call(world, 'GET', '/v1/recurring_invoices', undefined, headers)
    expect(list.json['data']).toEqual([])
  })

  it('creates one recurring invoice for one Idempotency-Key and lists by pages', async () => {
    const { api_key: key } = await seed(world.em.fork())
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'plan-1' }
    const body = recurringBody()
    const made = await Promise.all(
      Array.from({ length: 4 }, () => call(world, 'POST', '/v1/recurring_invoices', body, headers)),
    )
    const again = await call(world, 'POST', '/v1/recurring_invoices', body, headers)
    expect(made.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    expect(again.status).toBe(201)
    expect(
      await call(world, 'POST', '/v1/recurring_invoices', { ...body, amount: 1 }, headers),
    ).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } })
    const second = await createRecurring(world, {}, key)
    const path = '/v1/recurring_invoices?limit=1'
    const first = await call(world, 'GET', path, undefined, headers)
    expect(first.json).toMatchObject({ data: [{ id: second.id }], next_cursor: second.id })
    const next = await call(world, 'GET', `${path}&cursor=${second.id}`, undefined, headers)
    expect(next.json).toMatchObject({ data: [{ id: again.json['id'] }], next_cursor: null })
  })

  it('lists each as it is read alone, and reads no log for it', async () => {
    const { api_key: key } = await seed(world.em.fork())
    const headers = withKey(key)
    const ids: string[] = []
    for (const name of ['clock', 'skip', 'pause', 'end']) {
      const { id } = await createRecurring(world, { issue: 'draft' }, key)
      const body = name === 'clock' ? { advance: 'P2D' } : name === 'skip' ? { occurrence: 1 } : {}
      await mustSendRecurringCommand(world, id, name, body, headers)
      ids.unshift(id)
    }
    const one = async (id: string) =>
      (await call(world, 'GET', `/v1/recurring_invoices/${id}`, undefined, headers)).json
    await waitFor(async () => (await one(ids.at(-1) ?? ''))['issued'] === 1)
    const expected = await Promise.all(ids.map(one))
    const { json } = await world.em.fork().transactional(async (tx) => {
      await tx.execute('lock table recurring_event in access exclusive mode')
      return call(world, 'GET', '/v1/recurring_invoices', undefined, headers)
    })
    expect(json['data']).toEqual(expected)
  })
})

it('shows an invoice’s recurring invoice and occurrence', async () => {
  const { id } = await createRecurring(world)
  await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
  const [invoice] = await invoicesOf(world, id)
  expect(await readInvoice(world, invoice?.id ?? '')).toMatchObject({ recurring: { id, occurrence: 1 } })
})

describe('a move of the clock that takes longer than a request', () => {
  it('answers a long move of the clock with its progress and continues by itself', async () => {
    const { id } = await createRecurring(world, {
      schedule: { unit: 'week', start: inDays(1) },
      issue: 'draft',
    })
    const holds = holdCommits(world)
    onTestFinished(() => holds.restore())
    const isHeld = (result: unknown) => (result as { issuedCount?: number } | undefined)?.issuedCount === 16
    for (let tries = 0; tries < 20; tries++) holds.hold(isHeld)
    const moved = await mustSendRecurringCommand(world, id, 'clock', { advance: 'P18W' })
    holds.restore()
    expect(moved).toMatchObject({ settled: false, issued: 16 })
    const reached = Date.parse(moved.processed_until ?? '')
    expect(reached).toBeGreaterThan(Date.now())
    expect(reached).toBeLessThan(Date.now() + moved.test_clock_offset_ms)
    await waitFor(async () => (await readRecurring(world, id)).issued >= 18)
    await waitFor(
      async () => (await mustSendRecurringCommand(world, id, 'clock', { advance: 'PT1S' })).settled,
    )
  })
})
