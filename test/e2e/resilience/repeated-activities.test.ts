import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPaymentActivities } from '../../../activities/payments/payments.ts'
import type { StartPaymentResult } from '../../../activities/invoices/types.ts'
import { newId } from '../../../db/ids.ts'
import { byCustomer, type InvoiceEvent, type Rail } from '../../../domain/invoice/index.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import { authorise, command, createInvoice, pressPay, timeline } from '../../clients/client.ts'
import { appends, type CommitHolds, holdCommits } from '../../support/hold-after-commit.ts'
import { paymentsAtBank } from '../../support/race-runner.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilCompleted, untilEvent, untilStatus } from '../../support/wait.ts'

const world = useOwnWorld()
let holds: CommitHolds
beforeEach(() => {
  holds = holdCommits(world)
})
afterEach(() => holds.restore())

const countOf = async (id: string, type: string) =>
  (await timeline(world, id)).filter((one) => one === type).length

function repeats(status: string) {
  return (result: unknown): boolean => {
    const { events, state } = (result ?? {}) as { events?: unknown[]; state?: { status: string } }
    return events?.length === 0 && state?.status === status
  }
}

describe('the last task of a run that a signal interrupts', () => {
  it('records a void once although the void runs twice', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const [first, again] = [holds.hold(appends('voided')), holds.hold(repeats('void'))]
    const answer = command(world, id, 'void', { notify: false })
    await first.reached
    await world.deps.invoices.viewed({ id, merchantId: world.merchantId })
    first.release()
    await again.reached
    again.release()
    expect(await answer).toMatchObject({ status: 200, json: { status: 'void' } })
    await untilCompleted(world, invoiceWorkflowId(id))
    expect(await countOf(id, 'voided')).toBe(1)
  })

  it('records a payment by hand once although the last report runs twice', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const payment = { amount: 12_500, method: 'cash', receipt: false }
    const [first, again] = [holds.hold(appends('paid')), holds.hold(repeats('paid'))]
    const answer = command(world, id, 'payments', payment)
    await first.reached
    await world.deps.invoices.viewed({ id, merchantId: world.merchantId })
    first.release()
    await again.reached
    again.release()
    expect(await answer).toMatchObject({ status: 201, json: { amount_paid: 12_500 } })
    await untilCompleted(world, invoiceWorkflowId(id))
    expect(await countOf(id, 'manual_payment_recorded')).toBe(1)
  })
})

describe('startPayment that runs again for the same press', () => {
  it.each([
    ['truelayer', 'sandbox-harbour', 'GBP', 'one after the other'],
    ['truelayer', 'sandbox-harbour', 'GBP', 'at the same time'],
    ['tokenio', 'sandbox-klitbanken', 'DKK', 'one after the other'],
  ] as const)(
    'creates one payment at %s (%s, %s) when both run %s',
    async (rail, bankId, currency, order) => {
      const { id } = await createInvoice(world, { currency })
      const { start } = pressed(id, rail, bankId)
      const first = start()
      if (order === 'one after the other') await first
      const results = await Promise.all([first, start()])
      for (const { outcome } of results) expect(outcome).toBe('started')
      expect(results[0]).toEqual(results[1])
      const types = await timeline(world, id)
      expect(types.filter((type) => type.startsWith('payment_'))).toEqual([
        'payment_started',
        'payment_authorizing',
      ])
      expect(rail === 'truelayer' ? await paymentsAtBank(world, id) : await atTokenIo()).toHaveLength(1)
    },
  )

  it('counts the money once after a press whose task ran again', async () => {
    const { id, link } = await createInvoice(world)
    const hold = holds.hold(appends('payment_started'))
    const press = pressPay(link?.url ?? '', 'sandbox-harbour')
    await hold.reached
    await world.deps.invoices.viewed({ id, merchantId: world.merchantId })
    hold.release()
    await authorise((await press).location)
    await untilStatus(world, id, 'paid')
    expect(await countOf(id, 'payment_started')).toBe(1)
    expect(await paymentsAtBank(world, id)).toHaveLength(1)
  })
})

function pressed(invoiceId: string, rail: Rail, bankId: string) {
  const attemptId = newId('pat')
  const common = { at: Date.now(), cause: byCustomer, attemptId }
  const events: InvoiceEvent[] = [
    {
      type: 'payment_started',
      key: `payment_started:${attemptId}`,
      ...common,
      rail,
      bankId,
      amount: 12_500,
      ...(rail === 'tokenio' ? { refundable: false } : {}),
    },
  ]
  const { startPayment } = createPaymentActivities({ em: world.em, rails: world.deps.rails })
  const start = async () => {
    const environment = new MockActivityEnvironment({ scheduledTimestampMs: Date.now() })
    const run = async () => startPayment({ invoiceId, attemptId, events })
    return environment.run<[], StartPaymentResult, typeof run>(run)
  }
  return { start }
}

async function atTokenIo(): Promise<object[]> {
  const response = await fetch(`${world.sandbox.tokenio?.url}/sandbox/payments`)
  return ((await response.json()) as { payments: object[] }).payments
}
