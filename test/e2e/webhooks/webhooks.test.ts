import { generateKeyPairSync } from 'node:crypto'
import { Context } from '@temporalio/activity'
import { sign } from 'truelayer-signing'
import { describe, expect, it } from 'vitest'
import { reportRailWebhook } from '../../../inbound/rail-webhook.ts'
import { InboundWebhookRow } from '../../../db/entities/index.ts'
import { RailUnavailableError } from '../../../integrations/bank/rail.ts'
import { createWebhookVerifier } from '../../../integrations/bank/truelayer/webhooks/verify.ts'
import {
  authorise,
  bankEvents,
  bankPayment,
  control,
  createInvoice,
  pressPay,
  readEvents,
  readInvoice,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'
import { replaceForTest } from '../../support/replace.ts'

const world = useWorld()

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()

async function post(body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${world.publicUrl}/webhooks/test/truelayer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

function forge(body: string, timestamp: string, kid = 'any'): Record<string, string> {
  const headers = { 'X-TL-Webhook-Timestamp': timestamp }
  return {
    ...headers,
    'tl-signature': sign({ kid, privateKeyPem: stranger, path: '/webhooks/test/truelayer', headers, body }),
  }
}

async function count(outcome: string): Promise<number> {
  const text = await (await fetch(world.metricsUrl)).text()
  const line = new RegExp(`duewell_webhooks_total\\{source="truelayer",outcome="${outcome}"\\} (\\d+)`).exec(
    text,
  )
  return Number(line?.[1] ?? 0)
}

const settledEvent = (id: string) =>
  JSON.stringify({
    type: 'payment_settled',
    event_id: crypto.randomUUID(),
    event_version: 1,
    payment_id: id,
    metadata: {},
  })

const eventOf = (body: string) => (JSON.parse(body) as { event_id: string }).event_id

describe('a returned payer', () => {
  it('shows the payer the result although the webhook is lost and the first read fails', async () => {
    const { id, link } = await createInvoice(world)
    await control(world, 'webhooks/hold', 'POST', { drop: true })
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    const back = await authorise(location)
    const atBank = () => control(world, `payments/${bankPayment(location)}`, 'GET')
    await waitFor(async () => (await atBank())['status'] === 'settled')
    const read = world.rail.readPayment.bind(world.rail)
    replaceForTest(world.rail, {
      readPayment: (payment) =>
        isInActivity() ? Promise.reject(new RailUnavailableError('only the api reads')) : read(payment),
    })
    await control(world, 'fail-next', 'POST', { operation: 'get_payment', status: 429, times: 1 })
    await fetch(back)
    await untilStatus(world, id, 'paid')
    await control(world, 'webhooks/release')
  })
})

function isInActivity(): boolean {
  try {
    return Boolean(Context.current())
  } catch {
    return false
  }
}

describe('POST /webhooks/truelayer', () => {
  it('refuses, drops and counts a webhook without a valid signature', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    const before = await count('forged')
    const body = settledEvent(bankPayment(pressed.location))
    const now = new Date().toISOString()
    expect(await post(body, {})).toBe(401)
    expect(await post(body, { 'tl-signature': 'rubbish', 'x-tl-webhook-timestamp': now })).toBe(401)
    expect(await post(body, forge(body, now))).toBe(401)
    expect(await count('forged')).toBe(before + 3)
    expect(await world.em.fork().count(InboundWebhookRow, { eventId: eventOf(body) })).toBe(0)
    expect((await readInvoice(world, id)).status).not.toBe('paid')
  })

  it('refuses a changed webhook and one older than five minutes', async () => {
    const { link } = await createInvoice(world)
    const seen: { body: string; headers: Record<string, string> }[] = []
    const verify = world.rail.verifyWebhook.bind(world.rail)
    const restore = replaceForTest(world.rail, {
      verifyWebhook: async (request) => {
        seen.push({ body: request.body, headers: request.headers })
        return verify(request)
      },
    })
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    const genuine = await waitFor(async () => seen.find((one) => one.body.includes('payment_settled')))
    restore()
    const headers = {
      'tl-signature': genuine.headers['tl-signature'] ?? '',
      'x-tl-webhook-timestamp': genuine.headers['x-tl-webhook-timestamp'] ?? '',
    }
    const fresh = createWebhookVerifier([`${world.sandbox.bankUrl}/.well-known/jwks`])
    const request = { path: '/webhooks/test/truelayer', headers, body: genuine.body }
    const [one, two] = await Promise.all([fresh(request), fresh(request)])
    expect(one).toEqual(two)
    expect(await post(genuine.body, headers)).toBe(200)
    expect(await post(genuine.body.replace('payment_settled', 'payment_failed'), headers)).toBe(401)
    expect(await post(genuine.body, { ...headers, 'x-tl-webhook-timestamp': new Date().toISOString() })).toBe(
      401,
    )
    const stale = await count('stale')
    const old = new Date(Date.now() - 6 * 60_000).toISOString()
    expect(await post(genuine.body, { ...headers, 'x-tl-webhook-timestamp': old })).toBe(401)
    expect(await count('stale')).toBe(stale + 1)
  })

  it('answers a replayed webhook with 200, without effect, and counts it', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await authorise(pressed.location)
    const events = await waitFor(async () => {
      const all = await readEvents(world, id)
      return all.filter(({ type }) => type === 'invoice.delivered').length === 2 && all
    })
    const mine = await waitFor(async () => {
      const { webhooks } = await control<{
        webhooks: { event_id: string; payment_id: string; state: string }[]
      }>(world, 'webhooks', 'GET')
      const own = webhooks.filter((one) => one.payment_id === bankPayment(pressed.location))
      return own.every(({ state }) => state === 'delivered') && own
    })
    const duplicates = await count('duplicate')
    for (const { event_id: eventId } of mine) await control(world, `webhooks/${eventId}/replay`)
    await waitFor(async () => (await count('duplicate')) === duplicates + mine.length)
    expect(await readEvents(world, id)).toEqual(events)
  })

  it('keeps the status when events arrive in the wrong order', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await control(world, 'webhooks/hold')
    await authorise(pressed.location)
    const mine = await waitFor(async () => {
      const { webhooks } = await control<{
        webhooks: { event_id: string; payment_id: string; type: string; body: string }[]
      }>(world, 'webhooks', 'GET')
      const own = webhooks.filter((one) => one.payment_id === bankPayment(pressed.location))
      return own.length === 2 && own
    })
    const settled = mine.find((one) => one.type === 'payment_settled')
    await reportRailWebhook(
      { ...world.deps, em: world.em.fork() },
      'test',
      'truelayer',
      world.rail.readWebhook(settled?.body ?? ''),
    )
    await untilStatus(world, id, 'paid')
    await control(world, 'webhooks/release')
    await waitFor(
      async () =>
        (await world.em.fork().count(InboundWebhookRow, {
          eventId: mine.map((one) => one.event_id),
          processedAt: { $ne: null },
        })) === 2,
    )
    expect((await readInvoice(world, id)).status).toBe('paid')
    expect((await readEvents(world, id)).map((event) => event.type)).not.toContain(
      'invoice.payment_processing',
    )
  })

  it('reads the payment when its payer returns and ignores the late webhook', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await control(world, 'webhooks/hold')
    const back = await authorise(pressed.location)
    expect((await fetch(back, { redirect: 'manual' })).status).toBe(303)
    await waitFor(async () => {
      await (await fetch(back, { redirect: 'manual' })).text()
      return (await readInvoice(world, id)).status === 'paid'
    })
    const settled = (await readEvents(world, id)).find(({ type }) => type === 'invoice.payment_settled')
    expect(settled).toMatchObject({ cause: 'rail_report', actor: { type: 'rail', name: 'truelayer' } })
    expect(settled?.data['rail_status']).toBe('settled')
    await control(world, 'webhooks/release')
    const own = { eventId: await bankEvents(world, bankPayment(pressed.location)) }
    await waitFor(async () => {
      const rows = await world.em.fork().find(InboundWebhookRow, own)
      return rows.length === 2 && rows.every(({ processedAt }) => processedAt)
    })
    expect((await readEvents(world, id)).filter(({ type }) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('saves unknown events and payments that are not ours, and answers 200', async () => {
    const unknown = JSON.stringify({
      type: 'mandate_created',
      event_id: crypto.randomUUID(),
      event_version: 1,
    })
    expect(await outcomeOf(unknown)).toBe('not_about_a_payment')
    expect(await outcomeOf(settledEvent(crypto.randomUUID()))).toBe('unknown_payment')
  })
})

async function outcomeOf(body: string): Promise<string> {
  return reportRailWebhook(
    { ...world.deps, em: world.em.fork() },
    'test',
    'truelayer',
    world.rail.readWebhook(body),
  )
}
