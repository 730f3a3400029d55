import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { issueDraft } from '../../../db/invoices/issue/issue-draft.ts'
import { listDecisions } from '../../../db/trust/operator-decisions.ts'
import { call, createInvoice, invoiceBody, readInvoice } from '../../clients/client.ts'
import { ownerOf } from '../../clients/identity-client.ts'
import { confirm, csvOf, readImport, review } from '../../clients/import-client.ts'
import { recurringBody } from '../../clients/recurring-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { approve, setPayoutAccount, suspend, withPendingMerchant } from '../../support/trust.ts'

const world = useWorld()

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString()
const liveOf = async (shop: typeof world) =>
  (await call<{ live: Record<string, unknown> }>(shop, 'GET', '/v1/settings')).json.live

describe('a merchant that waits for approval', () => {
  it('prepares drafts and settings in live mode, and is refused each way to issue', async () => {
    const shop = await withPendingMerchant(world)
    await setPayoutAccount(shop)
    expect(await liveOf(shop)).toMatchObject({ status: 'pending', missing: ['approval'] })
    expect((await call(shop, 'PATCH', '/v1/settings', { number_prefix: 'BD' })).status).toBe(200)
    const draft = await createInvoice(shop, { send: 'draft' })
    const plan = recurringBody({ issue: 'draft' })
    expect((await call(shop, 'POST', '/v1/recurring_invoices', plan)).status).toBe(201)
    const { id: importId } = await review(shop, csvOf(2))
    const refused = { status: 403, json: { code: 'merchant_not_approved', detail: expect.any(String) } }
    for (const [method, path, body] of [
      ['POST', '/v1/invoices', invoiceBody()],
      ['POST', '/v1/invoices', invoiceBody({ send: inAWeek() })],
      ['POST', `/v1/invoices/${draft.id}/send`, {}],
      ['PATCH', `/v1/invoices/${draft.id}`, { send: 'now' }],
      ['POST', '/v1/recurring_invoices', recurringBody()],
      ['POST', `/v1/imports/${importId}/confirm`, { parse_version: 1 }],
    ] as const) {
      expect(await call(shop, method, path, body), `${method} ${path}`).toMatchObject(refused)
    }
    const { json } = await call<{ data: { id: string }[] }>(shop, 'GET', '/v1/invoices')
    expect(json.data.map(({ id }) => id)).toEqual([draft.id])
    expect(await readImport(shop, importId)).toMatchObject({ status: 'review' })

    await approve(shop)
    expect((await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).json).toMatchObject({
      status: 'sent',
      number: expect.stringMatching(/^BD-\d{4}-0001$/),
    })
    expect((await confirm(shop, importId)).status).toBe(202)
  })

  it('reads that the payout account, or the confirmed e-mail address, is missing', async () => {
    const shop = await withPendingMerchant(world, false)
    await approve(shop)
    expect(await liveOf(shop)).toMatchObject({
      status: 'approved',
      missing: ['confirmed_email', 'payout_account'],
    })
    await setPayoutAccount(shop)
    const unconfirmed = await call(shop, 'POST', '/v1/invoices', invoiceBody())
    expect(unconfirmed).toMatchObject({ status: 403, json: { code: 'email_not_confirmed' } })
    await world.em.fork().execute(
      `update auth_user set email_verified = true
         where id in (select user_id from auth_member where organization_id = ?)`,
      [shop.merchantId],
    )
    const draft = await createInvoice(shop, { send: 'draft' })
    const { id: importId } = await review(shop, csvOf(1))
    expect((await call(shop, 'DELETE', '/v1/payout_accounts/GBP')).status).toBe(204)
    expect(await confirm(shop, importId)).toMatchObject({
      status: 403,
      json: { code: 'payout_account_missing' },
    })
    await setPayoutAccount(shop)
    expect((await call(shop, 'POST', `/v1/invoices/${draft.id}/send`)).status).toBe(200)
  })

  it('gets no live invoice from the database itself, and issues the waiting draft once approved', async () => {
    const shop = await withPendingMerchant(world)
    await setPayoutAccount(shop)
    const { id } = await createInvoice(shop, { send: 'draft' })
    const due = new Date(Date.now() - 60_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id }, { sendAt: due })
    expect(await issueDraft(world.em.fork(), id)).toEqual({
      log: [],
      isNew: false,
      refused: 'merchant_not_approved',
    })
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'draft', number: null })
    await approve(shop)
    await sweepThrough(world)
    expect(await readInvoice(shop, id)).toMatchObject({ status: 'sent', number: expect.any(String) })
  })

  it('is what a person makes at /account/merchants', async () => {
    const { merchant } = await ownerOf(world, 'owner@approval.example')
    const em = world.em.fork()
    const [made] = await em.execute('select status, volume_limits from merchant where id = ?', [merchant])
    expect(made).toEqual({ status: 'pending', volume_limits: null })
  })
})

describe('the decisions of operators', () => {
  it('are kept with reason, instant and operator, and cannot be changed or deleted', async () => {
    const shop = await withPendingMerchant(world)
    await approve(shop)
    await suspend(shop, 'Asked by the bank')
    await approve(shop)
    expect(await approve(shop)).toBe(false)
    const em = world.em.fork()
    const by = { type: 'operator', name: 'Kim' }
    expect(await listDecisions(em, shop.merchantId)).toMatchObject([
      { kind: 'approved', reason: null, by, at: expect.any(Number) },
      { kind: 'suspended', reason: 'Asked by the bank', by },
      { kind: 'approved', by },
    ])
    for (const sql of [
      "update operator_decision set reason = 'other'",
      'delete from operator_decision',
      'truncate operator_decision',
    ])
      await expect(em.execute(sql), sql).rejects.toThrow('does not change')
  })

  it('approve the merchant of the local stack, which issues live invoices without limits', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    expect(await liveOf(shop)).toMatchObject({
      status: 'approved',
      missing: [],
      limits: { invoices_per_day: null, amounts_per_day: {} },
    })
    expect(await createInvoice(shop)).toMatchObject({ status: 'sent', mode: 'live' })
  })
})
