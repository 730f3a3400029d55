import { describe, expect, it } from 'vitest'
import { createReturnPolls } from '../../../api/pay/status/poll-returned-payment.ts'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { bankPayment, control, createInvoice, pressPay } from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ returnPollsMs: [0, 400, 1_500] })

const failReads = (times: number, fault: { status?: number; mode?: string }) =>
  control(world, 'fail-next', 'POST', { operation: 'get_payment', times, ...fault })

async function failuresLeft(): Promise<number> {
  const { faults } = await control<{ faults: { times: number }[] }>(world, 'fail-next', 'GET')
  return faults.reduce((sum, { times }) => sum + times, 0)
}

async function atTheBank() {
  const { id, link } = await createInvoice(world)
  return { id, location: (await pressPay(link?.url ?? '', 'sandbox-pebble')).location }
}

describe('a returned payer whose payment cannot be read', () => {
  it.each([
    ['is throttled', { status: 429 }],
    ['is never answered', { mode: 'timeout_before_accept' }],
  ])('pays the invoice at the next read when the first %s', async (_why, fault) => {
    const { id, location } = await atTheBank()
    await failReads(1, fault)
    await goThroughBank(location, 'authorise', { webhook: 'lost' })
    await untilStatus(world, id, 'paid')
    expect(await failuresLeft()).toBe(0)
  })
})

describe('an api that stops', () => {
  it('stops reading returned payments when the api stops', async () => {
    const { location } = await atTheBank()
    const attempt = await world.em
      .fork()
      .findOneOrFail(PaymentAttemptRow, { providerPaymentId: bankPayment(location) })
    await failReads(2, { status: 503 })
    createReturnPolls({ ...world.deps, stopping: AbortSignal.abort(), returnPollsMs: [0, 0, 0] })(attempt)
    createReturnPolls({ ...world.deps, returnPollsMs: [200] })(attempt)
    await waitFor(async () => (await failuresLeft()) === 1)
    await control(world, 'fail-next', 'DELETE')
  })
})
