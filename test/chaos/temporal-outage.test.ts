import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendEvents, loadEvents } from '../../db/invoices/event-store.ts'
import { ImportRow, InvoiceRow, PendingCommandRow } from '../../db/entities/index.ts'
import { automatic, fold } from '../../domain/invoice/index.ts'
import { sweep } from '../../recovery/sweep.ts'
import { importWorkflowId } from '../../workflows/import/contract.ts'
import { invoiceWorkflowId, stateQuery } from '../../workflows/invoice/contract.ts'
import { recurringWorkflowId } from '../../workflows/recurring/contract.ts'
import {
  authorise,
  bankPayment,
  call,
  command,
  control,
  createInvoice,
  type InvoiceJson,
  invoiceBody,
  pressPay,
  readInvoice,
  timeline,
} from '../clients/client.ts'
import { confirm, csvOf, readImport, review } from '../clients/import-client.ts'
import { createRecurring, sendRecurringCommand } from '../clients/recurring-client.ts'
import type { World } from '../support/harness.ts'
import { appends, type CommitHolds, holdCommits } from '../support/hold-after-commit.ts'
import { type OwnTemporal, startOwnTemporal } from '../support/own-temporal.ts'
import { createTestWorld } from '../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../support/wait.ts'

const DAY_MS = 86_400_000
const BANK = 'sandbox-harbour'

interface Answer {
  status: number
}

interface Case {
  id: string
  workflowId: string
  url: string
  matches: Parameters<CommitHolds['hold']>[0]
  ask: () => Promise<Answer | undefined>
}

let temporal: OwnTemporal
let world: World
let holds: CommitHolds
const cases = {} as Record<keyof typeof PREPARE, Case>
let pressInOutage: Awaited<ReturnType<typeof post>>
const answers = new Map<string, Answer | undefined>()

const PREPARE = {
  press: () => interrupted('payment_started', ({ link }) => pressPay(link?.url ?? '', BANK)),
  lostWebhook: () => interrupted('payment_started', ({ link }) => pressPay(link?.url ?? '', BANK)),
  otherBank: () => interrupted('payment_started', ({ link }) => pressPay(link?.url ?? '', BANK)),
  remind: () => interrupted('reminder_requested', ({ id }) => command(world, id, 'remind')),
  void: () => interrupted('voided', ({ id }) => command(world, id, 'void')),
  pause: () => interrupted('hold_placed', ({ id }) => command(world, id, 'pause')),
  amend: () =>
    interrupted('amended', ({ id }) => call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: dueIn(40) })),
  link: () => interrupted('link_regenerated', ({ id }) => command(world, id, 'link')),
  manualPayment: () => {
    const payment = { amount: 500, method: 'cash', receipt: false }
    return interrupted('manual_payment_recorded', ({ id }) => command(world, id, 'payments', payment))
  },
  refund: async () => {
    const invoice = await createInvoice(world)
    await authorise((await pressPay(invoice.link?.url ?? '', BANK)).location)
    await untilInvoice(world, invoice.id, ({ receipt }) => receipt.status === 'sent')
    const ask = () => command(world, invoice.id, 'refunds', { amount: 12_500 })
    return interrupted('refund_requested', ask, invoice)
  },
  overdue: () =>
    interrupted('overdue', async ({ id }) => {
      const { overdueAt } = await world.em.fork().findOneOrFail(InvoiceRow, { id })
      const at = Date.now()
      const moved = { type: 'clock_advanced', key: 'clock:test', at, cause: automatic } as const
      const byMs = (overdueAt?.getTime() ?? 0) - at - 1_000
      await appendEvents(world.em.fork(), id, [{ ...moved, byMs }])
      await world.deps.invoices.reload({ id, merchantId: world.merchantId })
      return { status: 200 }
    }),
  recurring: async () => {
    const { id } = await createRecurring(world)
    const matches = (result: unknown) => {
      const { status, timetable } = (result ?? {}) as { status?: string; timetable?: object }
      return status === 'paused' && timetable !== undefined
    }
    const workflowId = recurringWorkflowId(id)
    return { id, workflowId, url: '', matches, ask: () => sendRecurringCommand(world, id, 'pause') }
  },
  import: async () => {
    const { id } = await review(world, csvOf(2))
    const matches = async (result: unknown) =>
      result === undefined && (await world.em.fork().count(ImportRow, { id, status: 'issuing' })) === 1
    return { id, workflowId: importWorkflowId(id), url: '', matches, ask: () => confirm(world, id) }
  },
}

beforeAll(async () => {
  temporal = await startOwnTemporal()
  world = await createTestWorld({ temporalAddress: temporal.address })
  const prepared = Object.entries(PREPARE).map(async ([name, prepare]) => [name, await prepare()] as const)
  Object.assign(cases, Object.fromEntries(await Promise.all(prepared)))
  holds = holdCommits(world)
  const reached = Object.values(cases).map(({ matches }) => holds.hold(matches).reached)
  const asked = Object.values(cases).map(async ({ id, ask }) => answers.set(id, await ask()))
  await Promise.all(reached)
  await temporal.kill()
  holds.restore()
  await Promise.all(asked)
  pressInOutage = await post(cases.press.url)
  await temporal.restart()
  const probe = await createInvoice(world, { send: 'draft' })
  await waitFor(async () => {
    await command(world, probe.id, 'send')
    return (await readInvoice(world, probe.id)).status === 'sent'
  })
  await Promise.all(Object.values(cases).map(({ workflowId }) => untilAnswers(workflowId)))
})
afterAll(async () => {
  holds?.restore()
  await world?.close()
  await temporal?.stop()
})

describe('a command whose events were recorded when Temporal was killed', () => {
  it('answers commands with 503 when Temporal was killed after their events were recorded', () => {
    for (const { id, matches } of Object.values(cases)) {
      if (matches !== cases.overdue.matches) expect(answers.get(id)?.status).toBe(503)
    }
  })

  it('links a payer to the invoice, and mentions no start of the payment', () => {
    const { status, retryAfter, page } = pressInOutage
    expect([status, retryAfter]).toEqual([503, '5'])
    expect(page).toContain(`href="${new URL(cases.press.url).pathname}"`)
    expect(page).toContain('The invoice shows what has become of your payment.')
    expect(page).not.toMatch(/No payment|Nothing has been paid/)
  })

  it('opens a bank at the next press, and counts the money', async () => {
    const { id, url } = cases.press
    const { status, location, page } = await pressPay(url, BANK)
    expect([status, /<h1>([^<]*)/.exec(page)?.[1]]).toEqual([303, undefined])
    expect(bankPayment(location)).not.toBe('')
    const pending = await world.em.fork().find(PendingCommandRow, { subjectId: id })
    expect(pending).toMatchObject([{ isWaiting: false }])
    await authorise(location)
    await untilStatus(world, id, 'paid')
  })

  it('opens another bank at the next press', async () => {
    const { id, url } = cases.otherBank
    const { location } = await pressPay(url, 'sandbox-pebble')
    expect(bankPayment(location)).not.toBe('')
    await authorise(location)
    await untilStatus(world, id, 'paid')
  })

  it('refuses a payment by hand after a void', async () => {
    const { id } = cases.void
    const answer = await command(world, id, 'payments', { amount: 500, method: 'cash' })
    expect(answer).toMatchObject({ status: 409, json: { code: 'voided' } })
    expect(await countOf(id, 'voided')).toBe(1)
  })

  it('resumes an invoice after a hold', async () => {
    const { id } = cases.pause
    expect((await command(world, id, 'resume')).status).toBe(200)
    expect((await command(world, id, 'remind')).status).toBe(202)
  })

  it('amends an invoice again', async () => {
    const { id } = cases.amend
    const body = { due_date: dueIn(50) }
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, body)).status).toBe(200)
    await expectSameState(id)
  })

  it('opens a bank by a replaced link', async () => {
    const { link } = await readInvoice(world, cases.link.id)
    expect(bankPayment((await pressPay(link?.url ?? '', BANK)).location)).not.toBe('')
  })

  it('removes a payment by hand that the state does not have', async () => {
    const { id } = cases.manualPayment
    const [payment] = (await readInvoice(world, id)).payments
    const undone = await command(world, id, `payments/${payment?.id}/undo`)
    expect(undone).toMatchObject({ status: 200, json: { amount_paid: 0 } })
  })

  it('requests a refund at the bank once', async () => {
    const { id } = cases.refund
    const again = await command(world, id, 'refunds', { amount: 12_500 })
    expect(again).toMatchObject({ status: 422, json: { code: 'refund_exceeds_payment' } })
    await untilEvent(world, id, 'refund_executed')
    expect(await countOf(id, 'refund_requested')).toBe(1)
  })

  it('marks an invoice overdue once', async () => {
    const { id } = cases.overdue
    await waitFor(async () => (await stateOf(id))?.status === 'overdue')
    expect(await countOf(id, 'overdue')).toBe(1)
    await expectSameState(id)
  })

  it('resumes a paused recurring invoice', async () => {
    expect((await sendRecurringCommand(world, cases.recurring.id, 'resume')).status).toBe(200)
  })
})

describe('the sweep after Temporal was killed', () => {
  it('settles by polling without a further press when the webhook is lost too', async () => {
    const { id, url } = cases.lostWebhook
    await untilEvent(world, id, 'payment_authorizing')
    const page = await (await fetch(url)).text()
    const bankUrl = /href="([^"]*\/authorize\/[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    await control(world, 'webhooks/hold', 'POST', { drop: true })
    await authorise(bankUrl)
    await waitFor(
      async () => (await control(world, `payments/${bankPayment(bankUrl)}`, 'GET'))['status'] === 'settled',
    )
    await control(world, 'webhooks/release')
    await world.em
      .fork()
      .execute(`update invoice_event set at = at - interval '2 minutes' where invoice_id = ?`, [id])
    await sweep(world.deps)
    await untilStatus(world, id, 'paid')
  })

  it('sends a requested reminder once after the sweep', async () => {
    const { id } = cases.remind
    await sweep(world.deps)
    await untilEvent(world, id, 'reminded')
    expect(await countOf(id, 'reminded')).toBe(1)
    expect(await countOf(id, 'reminder_requested')).toBe(1)
  })

  it('issues a confirmed import after the sweep, and refuses a second confirmation', async () => {
    const { id } = cases.import
    await sweep(world.deps)
    expect((await confirm(world, id)).json['code']).toMatch(/import_(confirmed|ended)/)
    await waitFor(async () => (await readImport(world, id)).status === 'completed')
  })
})

async function interrupted(
  type: string,
  ask: (invoice: InvoiceJson) => Promise<Answer>,
  prepared?: InvoiceJson,
): Promise<Case> {
  const invoice = prepared ?? (await delivered())
  const { id, link } = invoice
  const workflowId = invoiceWorkflowId(id)
  return { id, workflowId, url: link?.url ?? '', matches: appends(type), ask: () => ask(invoice) }
}

async function delivered(): Promise<InvoiceJson> {
  const invoice = await createInvoice(world, { ...invoiceBody(), due_date: dueIn(14) })
  await untilEvent(world, invoice.id, 'delivered')
  return invoice
}

async function countOf(id: string, type: string): Promise<number> {
  return (await timeline(world, id)).filter((one) => one === type).length
}

/** A task that Temporal lost holds up its workflow until the task times out. */
async function untilAnswers(workflowId: string): Promise<void> {
  const workflow = world.client.workflow.getHandle(workflowId)
  await waitFor(async () =>
    workflow.query('__temporal_workflow_metadata').then(
      () => true,
      () => false,
    ),
  )
}

function stateOf(id: string) {
  return world.client.workflow.getHandle(invoiceWorkflowId(id)).query(stateQuery)
}

async function expectSameState(id: string): Promise<void> {
  expect(await stateOf(id)).toEqual(fold(await loadEvents(world.em.fork(), id)))
}

async function post(url: string) {
  const body = new URLSearchParams({ bank: BANK })
  const response = await fetch(`${url}/pay`, { method: 'POST', body, redirect: 'manual' })
  const { status, headers } = response
  return { status, retryAfter: headers.get('retry-after'), page: await response.text() }
}

function dueIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}
