import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { openAtOtherRails, warnUnconfiguredRails } from '../../../db/payments/open-payments.ts'
import type { Rail } from '../../../domain/invoice/index.ts'
import { byMode } from '../../../domain/shared/mode.ts'
import type { Rails } from '../../../integrations/bank/rails.ts'
import {
  advance,
  command,
  authorise,
  bankPayment,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
} from '../../clients/client.ts'
import { reconcile } from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { pageNotice } from '../../support/payment-assertions.ts'
import { untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useOwnWorld({ returnPollsMs: [] })
let whole: Rails
beforeAll(async () => {
  whole = { ...world.deps.rails.test }
  const iban = { type: 'iban', iban: 'DE89370400440532013000', holder: 'Larkspur' }
  await call(world, 'PUT', '/v1/payout_accounts/EUR', iban)
})
afterEach(() => void Object.assign(world.deps.rails.test, whole))

function takeAway(gone: Rail): void {
  const get: Rails['get'] = (id) => {
    if (id === gone) throw new RangeError(`the rail ${id} is not set up`)
    return whole.get(id)
  }
  const offeredBanks: Rails['offeredBanks'] = async (...asked) =>
    (await whole.offeredBanks(...asked)).filter(({ rail }) => rail !== gone)
  Object.assign(world.deps.rails.test, { ids: whole.ids.filter((id) => id !== gone), get, offeredBanks })
}

async function begun() {
  const { id, link } = await createInvoice(world, { currency: 'EUR' })
  const url = link?.url ?? ''
  expect((await pressPay(url, 'sandbox-lindenkasse')).location).toContain('/session/')
  return { id, url }
}

async function beganAnHourAgo(invoiceId: string): Promise<void> {
  const createdAt = new Date(Date.now() - 61 * 60_000)
  await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId }, { createdAt })
}

describe('a payment at a rail that is not configured any more', () => {
  it('blocks other banks for an hour when a payment’s rail is not configured any more', async () => {
    const { id, url } = await begun()
    takeAway('tokenio')
    const kept = await pressPay(url, 'sandbox-dijkbank')
    expect(kept).toMatchObject({ status: 303, location: expect.stringMatching(/\?not_stopped$/) })
    expect(await pageNotice(new URL(kept.location, url).href)).toContain('could not be stopped')
    await beganAnHourAgo(id)
    const other = await pressPay(url, 'sandbox-dijkbank')
    expect(bankPayment(other.location)).not.toBe('')
    await authorise(other.location)
    await untilStatus(world, id, 'paid')
  })

  it('delays a void for an hour when the payment’s rail is not configured any more', async () => {
    const { id } = await begun()
    takeAway('tokenio')
    expect(await mustCommand(world, id, 'void')).toMatchObject({
      status: 'viewed',
      void_requested_at: expect.any(String),
    })
    await beganAnHourAgo(id)
    await advance(world, id, 'PT0S')
    await untilStatus(world, id, 'void')
  })

  it('logs the number of open payments at an unconfigured rail', async () => {
    const before = await openAtOtherRails(world.em, 'test', ['truelayer'])
    await begun()
    const logged: object[] = []
    const log = {
      error: (facts: object) => void logged.push(facts),
      warn: (facts: object) => void logged.push(facts),
    }
    await warnUnconfiguredRails(
      world.em,
      byMode(() => ({ ids: ['truelayer'] as const })),
      log,
    )
    expect(logged).toEqual([
      {
        mode: 'test',
        rail: 'tokenio',
        payments: (before[0]?.payments ?? 0) + 1,
        refunds: 0,
        settings: 'TEST_TOKENIO_…',
      },
    ])
    await warnUnconfiguredRails(world.em, world.deps.rails, log)
    expect(logged).toHaveLength(1)
  })

  it('names an unconfigured rail in the reconciliation result', async () => {
    await begun()
    takeAway('tokenio')
    expect(await reconcile(world)).toContainEqual({
      rail: 'tokenio',
      mode: 'test',
      currency: 'EUR',
      error: expect.stringContaining('tokenio is not set up any more'),
    })
  })
})

it('fails an unsent refund at an unconfigured rail, notifies the merchant, and accepts a manual refund', async () => {
  const email = 'rail.gone@merchant.example'
  const shop = await withNewMerchant(world, { email })
  const { id, link } = await createInvoice(shop)
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(shop, id, 'paid')
  takeAway('truelayer')
  await mustCommand(shop, id, 'refunds', { amount: 2_500 })
  await untilInvoice(shop, id, (invoice) => invoice.refunds[0]?.status === 'failed')
  const mail = await waitFor(async () =>
    (await inboxFor(world, email)).find(({ subject }) => subject.includes('a refund failed')),
  )
  expect(mail.text).toContain('payment provider not set up')
  expect((await command(shop, id, 'refunds', { amount: 12_500, method: 'transfer' })).status).toBeLessThan(
    300,
  )
})
