import { describe, expect, it } from 'vitest'
import { WebhookDeliveryRow, WebhookEndpointRow } from '../../../db/entities/index.ts'
import { webhookDeliveryWorkflowId } from '../../../workflows/webhooks/contract.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { call, createInvoice, inboxFor } from '../../clients/client.ts'
import {
  createEndpoint,
  listDeliveries,
  readEndpoint,
  sendTest,
  untilDelivery,
} from '../../clients/webhook-client.ts'
import { everyText } from '../../replay/history.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { replaceForTest } from '../../support/replace.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilCompleted, waitFor } from '../../support/wait.ts'
import { answers, hangs, startReceiver } from '../../support/webhook-receiver.ts'

const world = useOwnWorld({ webhookAnswerMs: 2_000 })

async function oneDelivery(url: string) {
  const merchant = await withNewMerchant(world)
  const endpoint = await createEndpoint(merchant, url, { events: ['invoice.issued'] })
  await createInvoice(merchant)
  const [delivery] = await listDeliveries(merchant, `endpoint=${endpoint.id}`)
  if (!delivery) throw new RangeError('no delivery')
  return { merchant, endpoint, delivery }
}

const em = () => world.em.fork()

describe('retries of a webhook', () => {
  it('delivers to a receiver that is away for two retries, with the same id and body', async () => {
    let requests = 0
    const receiver = await startReceiver((response) => {
      requests += 1
      response.writeHead(requests < 3 ? 500 : 204).end()
    })
    const { merchant, endpoint, delivery } = await oneDelivery(receiver.url)
    const done = await untilDelivery(merchant, delivery.id, 'succeeded')
    expect(done.tries.map((one) => one.status_code)).toEqual([500, 500, 204])
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([delivery.event.id]),
    )
    expect(await readEndpoint(merchant, endpoint.id)).toMatchObject({ failing_since: null })
    const workflowId = webhookDeliveryWorkflowId(delivery.id)
    await untilCompleted(world, workflowId)
    const texts = everyText(await world.client.workflow.getHandle(workflowId).fetchHistory()).join('\n')
    expect(texts).not.toContain(receiver.url)
  })

  it('gives up after the last retry of the table', async () => {
    const receiver = await startReceiver(answers(500, 'no'))
    const { merchant, delivery } = await oneDelivery(receiver.url)
    const failed = await untilDelivery(merchant, delivery.id, 'failed')
    expect([failed.attempts, failed.next_attempt_at]).toEqual([4, null])
  })

  it('disables the endpoint at a status of 410, and sends the merchant an e-mail', async () => {
    const merchant = await withNewMerchant(world, { email: 'gone@larkspur.example' })
    const receiver = await startReceiver(answers(410))
    const { id } = await createEndpoint(merchant, receiver.url, { events: ['invoice.issued'] })
    await createInvoice(merchant)
    const endpoint = await waitFor(async () => {
      const read = await readEndpoint(merchant, id)
      return read.status === 'disabled' && read
    })
    expect(endpoint.disabled_reason).toBe('gone')
    const mails = await waitFor(async () => {
      const all = await inboxFor(world, 'gone@larkspur.example')
      return all.length > 0 && all
    })
    expect(mails.map(({ subject }) => subject)).toEqual(['A webhook endpoint was disabled'])
    expect(mails[0]?.text).toContain(receiver.url)
    await waitFor(async () => !(await em().findOneOrFail(WebhookEndpointRow, { id })).noticeDueAt)
    await createInvoice(merchant)
    expect(await listDeliveries(merchant, `endpoint=${id}`)).toHaveLength(1)
  })

  it('disables an endpoint after five days of failures, but only with three failed events', async () => {
    const merchant = await withNewMerchant(world, { email: 'failing@larkspur.example' })
    const receiver = await startReceiver(answers(500))
    const { id } = await createEndpoint(merchant, receiver.url, { events: ['invoice.issued'] })
    const failOne = async () => {
      await createInvoice(merchant)
      const [delivery] = await listDeliveries(merchant, `endpoint=${id}`)
      await untilDelivery(merchant, delivery?.id ?? '', 'failed')
    }
    await failOne()
    await em().execute(
      `update webhook_endpoint set failing_since = now() - interval '5 days 1 minute' where id = ?`,
      [id],
    )
    await failOne()
    expect(await readEndpoint(merchant, id)).toMatchObject({ status: 'enabled' })
    await createInvoice(merchant)
    const endpoint = await waitFor(async () => {
      const read = await readEndpoint(merchant, id)
      return read.status === 'disabled' && read
    })
    expect(endpoint.disabled_reason).toBe('failing')
    await waitFor(async () => (await inboxFor(world, 'failing@larkspur.example')).length > 0)

    receiver.behave(answers(200))
    const enabled = await call(merchant, 'PATCH', `/v1/webhook_endpoints/${id}`, { status: 'enabled' })
    expect(enabled.json).toMatchObject({ status: 'enabled', failing_since: null, disabled_at: null })
  })

  it('counts a success, so that failures of five days begin again', async () => {
    const receiver = await startReceiver(answers(500))
    const { merchant, endpoint, delivery } = await oneDelivery(receiver.url)
    await untilDelivery(merchant, delivery.id, 'failed')
    expect((await em().findOneOrFail(WebhookEndpointRow, { id: endpoint.id })).failingSince).not.toBeNull()
    receiver.behave(answers(200))
    await createInvoice(merchant)
    await waitFor(async () => (await listDeliveries(merchant, 'status=succeeded')).length === 1)
    expect(await readEndpoint(merchant, endpoint.id)).toMatchObject({ failing_since: null })
  })

  it('cancels the deliveries that wait when the endpoint is disabled', async () => {
    await world.stopWorker()
    const receiver = await startReceiver()
    const { merchant, endpoint, delivery } = await oneDelivery(receiver.url)
    await call(merchant, 'PATCH', `/v1/webhook_endpoints/${endpoint.id}`, { status: 'disabled' })
    await world.startWorker()
    await untilDelivery(merchant, delivery.id, 'cancelled')
    expect(receiver.received).toEqual([])
  })

  it('does not retry a private address', async () => {
    const { merchant, delivery } = await oneDelivery('http://10.0.0.1/hooks')
    const failed = await untilDelivery(merchant, delivery.id, 'failed')
    expect(failed.tries).toMatchObject([{ status_code: null, failure: 'address_not_allowed' }])
  })
})

describe('an endpoint that hangs', () => {
  it('delays no other endpoint', async () => {
    const [slow, quick] = [await startReceiver(hangs), await startReceiver()]
    const merchant = await withNewMerchant(world)
    const hanging = await createEndpoint(merchant, slow.url)
    const working = await createEndpoint(merchant, quick.url)
    await sendTest(merchant, hanging.id)
    await em().execute(
      `insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id, request)
       select new_type_id('whd'), merchant_id, mode, endpoint_id, event_id, n::text
       from webhook_delivery, generate_series(1, 5000) n where endpoint_id = ?`,
      [hanging.id],
    )
    await waitFor(async () => slow.received.length > 1)
    const delivery = await sendTest(merchant, working.id)
    await untilDelivery(merchant, delivery.id, 'succeeded')
    const open = await listDeliveries(merchant, `endpoint=${hanging.id}&status=pending&limit=100`)
    expect(open.length).toBeGreaterThan(0)
    await call(merchant, 'DELETE', `/v1/webhook_endpoints/${hanging.id}`)
  })
})

describe('a crash', () => {
  it('repeats a try whose result was not saved', async () => {
    await world.stopWorker()
    const receiver = await startReceiver()
    const { merchant, delivery } = await oneDelivery(receiver.url)
    await em().execute(
      `update webhook_delivery set status = 'sending', claims = 1, check_at = now() - interval '1 minute' where id = ?`,
      [delivery.id],
    )
    await world.startWorker()
    await sweepThrough(world)
    await untilDelivery(merchant, delivery.id, 'succeeded')
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery.event.id])
  })

  it('starts a retry whose workflow was not started', async () => {
    const receiver = await startReceiver(answers(500))
    const reload = async () => {
      throw new TemporalUnavailableError('away')
    }
    const { webhooks } = world.deps
    await world.stopWorker()
    replaceForTest(world.deps, { webhooks: { ...webhooks, reload } })
    await world.startWorker()
    const { merchant, delivery } = await oneDelivery(receiver.url)
    await untilDelivery(merchant, delivery.id, 'retrying')
    receiver.behave(answers(200))
    await world.stopWorker()
    Object.assign(world.deps, { webhooks })
    await world.startWorker()
    await sweepThrough(world)
    await untilDelivery(merchant, delivery.id, 'succeeded')
  })

  it('starts a retry again whose workflow was terminated', async () => {
    const receiver = await startReceiver(answers(500))
    await world.stopWorker()
    const { merchant, delivery } = await oneDelivery(receiver.url)
    await em().execute(
      `update webhook_delivery set status = 'retrying', next_at = now() + interval '1 hour',
         check_at = now() + interval '1 hour' where id = ?`,
      [delivery.id],
    )
    await world.startWorker()
    await world.deps.webhooks.reload({ id: delivery.id, merchantId: merchant.merchantId })
    await world.client.workflow.getHandle(webhookDeliveryWorkflowId(delivery.id)).terminate('lost')
    receiver.behave(answers(200))
    const late = `now() - interval '1 minute'`
    await em().execute(`update webhook_delivery set next_at = ${late}, check_at = ${late} where id = ?`, [
      delivery.id,
    ])
    await sweepThrough(world)
    await untilDelivery(merchant, delivery.id, 'succeeded')
  })

  it('deletes events and deliveries after 90 days, and no younger ones', async () => {
    const { merchant, endpoint } = await oneDelivery((await startReceiver()).url)
    await createInvoice(merchant)
    const [younger, older] = await listDeliveries(merchant, `endpoint=${endpoint.id}`)
    const sql = `update public_event set created_at = now() - interval '91 days' where id = ?`
    await em().execute(sql, [older?.event.id])
    await sweepThrough(world)
    const left = await listDeliveries(merchant, `endpoint=${endpoint.id}`)
    expect(left.map(({ id }) => id)).toEqual([younger?.id])
  })

  it('sends the e-mail about a disabled endpoint after the process stopped', async () => {
    const merchant = await withNewMerchant(world, { email: 'stopped@larkspur.example' })
    const { id } = await createEndpoint(merchant, (await startReceiver()).url)
    await em().execute(
      `update webhook_endpoint set status = 'disabled', disabled_reason = 'gone', disabled_at = now(),
         notice_due_at = now() - interval '1 minute' where id = ?`,
      [id],
    )
    await sweepThrough(world)
    await waitFor(async () => (await inboxFor(world, 'stopped@larkspur.example')).length === 1)
  })

  it('ignores the result of a process that was slower than its successor', async () => {
    let release: (() => void) | undefined
    const receiver = await startReceiver((response) => {
      if (release) response.writeHead(200).end()
      else release = () => response.writeHead(500).end()
    })
    const { merchant, delivery } = await oneDelivery(receiver.url)
    await waitFor(async () => receiver.received.length === 1)
    await em().nativeUpdate(WebhookDeliveryRow, { id: delivery.id }, { status: 'pending', checkAt: null })
    await untilDelivery(merchant, delivery.id, 'succeeded')
    release?.()
    await world.stopWorker()
    const done = await untilDelivery(merchant, delivery.id, 'succeeded')
    expect(done.tries.map((one) => one.status_code)).toEqual([200])
  })
})
