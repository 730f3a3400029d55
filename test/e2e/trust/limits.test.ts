import { beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, invoiceBody, readInvoice } from '../../clients/client.ts'
import {
  confirm,
  confirmQuietly,
  csvOf,
  dayFromNow,
  readImport,
  reloadImportNow,
  review,
  untilImport,
} from '../../clients/import-client.ts'
import { createRecurring, invoicesOf, moveNextOccurrence } from '../../clients/recurring-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { freezeVolumeDay, limit } from '../../support/trust.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
beforeAll(() => freezeVolumeDay(world))

async function limitedShop(invoices: number, pounds?: number): Promise<World> {
  const shop = inLiveMode(await withNewMerchant(world))
  await limit(shop, { invoices, ...(pounds === undefined ? {} : { amounts: { GBP: pounds * 100 } }) })
  return shop
}

const create = (shop: World, changes: object = {}) =>
  call<{ id?: string; code?: string; detail?: string }>(
    shop,
    'POST',
    '/v1/invoices',
    invoiceBody({ ...changes }),
  )

const used = async (shop: World) =>
  (await call<{ live: { used_today: object } }>(shop, 'GET', '/v1/settings')).json.live.used_today

const nextDay = ({ em, merchantId }: World) =>
  em.fork().execute('update live_volume set day = day - 1 where merchant_id = ?', [merchantId])

const REACHED = { status: 429, json: { code: 'volume_limit_reached' } }

describe('the daily limit of a new merchant', () => {
  it('refuses the next invoice, says when it ends, and keeps drafts possible', async () => {
    const shop = await limitedShop(2)
    const draft = await createInvoice(shop, { send: 'draft' })
    await createInvoice(shop)
    await createInvoice(shop)
    const refused = await create(shop)
    expect(refused).toMatchObject(REACHED)
    expect(refused.json.detail).toMatch(/at most 2 invoices; .* It ends at \d{4}-\d\d-\d\dT00:00:00.000Z/)
    expect(await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).toMatchObject(REACHED)
    expect(await readInvoice(shop, draft.id)).toMatchObject({ status: 'draft', send_at: null })
    expect(await used(shop)).toMatchObject({ invoices: 2, amounts: { GBP: 25_000 } })
    await nextDay(shop)
    expect((await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).status).toBe(200)
  })

  it('counts the amounts of each currency alone', async () => {
    const shop = await limitedShop(100, 200)
    await createInvoice(shop, { amount: 15_000 })
    expect(await create(shop, { amount: 5_001 })).toMatchObject(REACHED)
    await createInvoice(shop, { amount: 5_000 })
    await createInvoice(shop, { amount: 900_000, currency: 'EUR' })
    const later = new Date(Date.now() + 86_400_000).toISOString()
    expect(await create(shop, { amount: 20_001, send: later })).toMatchObject(REACHED)
    expect(await create(shop, { amount: 20_000, send: later })).toMatchObject({ status: 201 })
  })

  it('issues exactly as many of concurrent invoices as are left, in numbers without a gap', async () => {
    const shop = await limitedShop(5)
    const body = () => ({ 'idempotency-key': crypto.randomUUID() })
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        call<InvoiceRow & { code?: string }>(shop, 'POST', '/v1/invoices', invoiceBody(), body()),
      ),
    )
    const issued = answers.filter(({ status }) => status === 201)
    expect(issued).toHaveLength(5)
    expect(answers.filter(({ status }) => status !== 201).map(({ json }) => json.code)).toEqual(
      Array.from({ length: 10 }, () => 'volume_limit_reached'),
    )
    expect(issued.map(({ json }) => String(json.number?.slice(-4))).toSorted()).toEqual([
      '0001',
      '0002',
      '0003',
      '0004',
      '0005',
    ])
    expect(await world.em.fork().count(InvoiceRow, { merchantId: shop.merchantId })).toBe(5)
  })

  it('refuses an import as a whole at its confirmation, and takes it on another day', async () => {
    const shop = await limitedShop(10)
    const { id } = await review(shop, csvOf(8))
    await createInvoice(shop)
    await createInvoice(shop)
    await createInvoice(shop)
    const refused = await confirm(shop, id)
    expect(refused).toMatchObject(REACHED)
    expect(refused.json['detail']).toContain('The import has 8 invoices, 112.00 GBP. A day has at most 10')
    expect(await readImport(shop, id)).toMatchObject({ status: 'review' })
    expect(await used(shop)).toMatchObject({ invoices: 3 })
    await nextDay(shop)
    expect((await confirm(shop, id)).status).toBe(202)
    await untilImport(shop, id, 'completed')
    expect(await used(shop)).toMatchObject({ invoices: 8 })
    await createInvoice(shop)
    await createInvoice(shop)
    expect(await create(shop)).toMatchObject(REACHED)
  })

  it('gives back what a cancelled import has not issued', async () => {
    const shop = await limitedShop(30)
    const { id } = await review(shop, csvOf(15))
    expect((await confirm(shop, id)).status).toBe(202)
    await call(shop, 'POST', `/v1/imports/${id}/cancel`)
    await untilImport(shop, id, 'cancelled', 'completed')
    const issued = await world.em.fork().count(InvoiceRow, { importId: id })
    expect(await used(shop)).toMatchObject({ invoices: issued })
  })

  it('gives back what could not be issued of a confirmed import', async () => {
    const shop = await limitedShop(10)
    const { id } = await review(shop, csvOf(2, 'returned'))
    await confirmQuietly(shop, id)
    expect(await used(shop)).toMatchObject({ invoices: 2, amounts: { GBP: 2_200 } })
    const customer = { name: 'Customer 0', email: 'c0.returned@customer.example' }
    await createInvoice(shop, { customer, amount: 1_050, due_date: dayFromNow(14) })
    await reloadImportNow(shop, id)
    const done = await untilImport(shop, id, 'completed')
    expect(done.progress).toMatchObject({ issued: 1, failed: 1 })
    expect(await used(shop)).toMatchObject({ invoices: 2, amounts: { GBP: 2_200 } })
  })

  it('lets a due occurrence and a scheduled draft wait for the next day', async () => {
    const shop = await limitedShop(1)
    const { id } = await createInvoice(shop, { send: new Date(Date.now() + 60_000).toISOString() })
    const plan = await createRecurring(shop)
    await createInvoice(shop)
    const due = new Date(Date.now() - 60_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id }, { sendAt: due })
    await moveNextOccurrence(shop, plan.id, 10)
    const occurrence = await waitFor(async () => (await invoicesOf(shop, plan.id))[0])
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'draft' })
    expect(await readInvoice(shop, occurrence.id)).toMatchObject({ status: 'draft' })
    await nextDay(shop)
    await limit(shop, { invoices: 2 })
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'sent' })
    expect(await readInvoice(shop, occurrence.id)).toMatchObject({ status: 'sent' })
  })

  it('is the default one until an operator sets another', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    await limit(shop, null)
    const { json } = await call<{ live: { limits: object } }>(shop, 'GET', '/v1/settings')
    expect(json.live.limits).toMatchObject({ invoices_per_day: 50 })
    await limit(shop, {})
    expect(await create(shop, { amount: 100_000_000 })).toMatchObject({ status: 201 })
  })

  it('does not count test invoices', async () => {
    const shop = await withNewMerchant(world)
    await limit(shop, { invoices: 0 })
    expect(await create(shop)).toMatchObject({ status: 201 })
    expect(await create(inLiveMode(shop))).toMatchObject(REACHED)
  })
})
