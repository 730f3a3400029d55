import { describe, expect, it } from 'vitest'
import { InvoiceRow, PaymentAttemptRow } from '../../../db/entities/index.ts'
import { isOgm, ogmText } from '../../../domain/payment/references/belgium.ts'
import { isQrr } from '../../../domain/payment/references/switzerland.ts'
import { isCreditorReference } from '../../../domain/payment/references/creditor-reference.ts'
import {
  authorise,
  call,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
} from '../../clients/client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus } from '../../support/wait.ts'

const world = useWorld()

type Invoice = InvoiceJson & { payment_reference: string | null }

async function referenceOf(shop: World, id: string): Promise<string | null> {
  return (await call<Invoice>(shop, 'GET', `/v1/invoices/${id}`)).json.payment_reference
}

async function issued(shop: World, changes: Record<string, unknown>): Promise<string | null> {
  return referenceOf(shop, (await createInvoice(shop, changes)).id)
}

describe('the payment reference', () => {
  it('is the number, and a drawn one where a rail would change the number', async () => {
    const shop = await withNewMerchant(world)
    const draft = await createInvoice(shop, { send: 'draft', number: 'D-1' })
    expect(await referenceOf(shop, draft.id)).toBeNull()
    const next = await createInvoice(shop, {})
    expect(await referenceOf(shop, next.id)).toBe(next.number)
    const numbers = ['A1', 'A/1', 'A 1', 'a1', 'Ä1', `A-${'1'.repeat(40)}`, `A-${'1'.repeat(41)}`]
    const references = await Promise.all(numbers.map((number) => issued(shop, { number })))
    expect(references[0]).toBe('A1')
    expect(references.slice(1).every((reference) => isCreditorReference(reference ?? ''))).toBe(true)
    expect(new Set(references).size).toBe(numbers.length)
    expect(references.every((reference) => /^[A-Z0-9-]{1,18}$/.test(reference ?? ''))).toBe(true)
  })

  it('is drawn for the invoices of an import, and sent to the bank', async () => {
    const shop = await withNewMerchant(world)
    const row = (number: string) => `Ada,ref@refs.example,10.00,GBP,${dayFromNow(9)},Work ${number},${number}`
    const header = 'Name,Email,Amount,Currency,Due date,Description,Invoice number'
    const { id } = await review(shop, [header, row('B1'), row('B/1'), row('B.1')].join('\n'))
    await confirm(shop, id, { duplicates: 'send' })
    await untilImport(shop, id, 'completed')
    const fork = world.em.fork()
    const invoices = await fork.find(InvoiceRow, { importId: id }, { orderBy: { number: 'asc' } })
    const references = invoices.map(({ paymentReference }) => paymentReference)
    expect(new Set(references).size).toBe(3)
    expect(references).toContain('B1')
    const { id: payable, link } = await createInvoice(shop, { number: 'C/1' })
    await pressPay(link?.url ?? '', 'sandbox-pebble')
    const attempt = await fork.findOneOrFail(PaymentAttemptRow, { invoiceId: payable })
    expect(attempt.requestBody).toContain(`"${await referenceOf(shop, payable)}"`)
  })

  it('is that of the country where the account is shown, on page, PDF and e-mail', async () => {
    const shop = await withNewMerchant(world)
    const iban = 'BE68539007547034'
    const bank = { account_name: 'Larkspur', iban, show_on_documents: true }
    const refused = await call(shop, 'PATCH', '/v1/profile', { bank_details: bank })
    expect(refused).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } })
    const live = inLiveMode(shop)
    expect((await call(live, 'PATCH', '/v1/profile', { bank_details: bank })).status).toBe(200)
    const customer = { name: 'Ada', email: 'ogm@refs.example' }
    const { id, link } = await createInvoice(shop, { customer, currency: 'EUR' })
    const reference = (await referenceOf(shop, id)) ?? ''
    expect(isOgm(reference)).toBe(true)
    await untilEvent(shop, id, 'delivered')
    const page = await (await fetch(link?.url ?? '')).text()
    const [mail] = await inboxFor(shop, customer.email)
    for (const text of [page, mail?.text]) expect(text).toContain(ogmText(reference))
    const search = encodeURIComponent(ogmText(reference).replaceAll('+', '*'))
    const found = await call<{ data: { id: string }[] }>(shop, 'GET', `/v1/invoices?q=${search}`)
    expect(found.json.data.map((invoice) => invoice.id)).toEqual([id])
    const pounds = await createInvoice(shop, {
      currency: 'GBP',
      customer: { ...customer, email: 'gbp@refs.example' },
    })
    expect(isOgm((await referenceOf(shop, pounds.id)) ?? '')).toBe(false)
    await untilEvent(shop, pounds.id, 'delivered')
    const inPounds = await (await fetch(pounds.link?.url ?? '')).text()
    const [poundsMail] = await inboxFor(shop, 'gbp@refs.example')
    for (const text of [inPounds, poundsMail?.text]) expect(text).not.toContain('5390 0754')
    const wide = { ...bank, currencies: ['GBP', 'EUR'] }
    const changed = await call(live, 'PATCH', '/v1/profile', { bank_details: wide })
    expect(changed.json['bank_details']).toMatchObject({ currencies: ['GBP', 'EUR'] })
    const again = await createInvoice(shop, { currency: 'GBP' })
    expect(await (await fetch(again.link?.url ?? '')).text()).toContain('5390 0754')
    for (const currencies of [[], ['eur'], ['XYZ']]) {
      const wrong = await call(live, 'PATCH', '/v1/profile', { bank_details: { ...bank, currencies } })
      expect(wrong).toMatchObject({
        status: 422,
        json: { errors: [{ pointer: '/bank_details/currencies', code: 'unknown_currency' }] },
      })
    }
    const kid = await call(live, 'PATCH', '/v1/profile', { bank_details: { ...bank, reference: 'kid' } })
    expect(kid).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/bank_details/reference', code: 'reference_not_taken' }] },
    })
  })

  it('is paid by bank with a QR-IBAN, by a shorter one that a search and the account find', async () => {
    const shop = await withNewMerchant(world)
    const bank = { account_name: 'Larkspur', iban: 'CH4431999123000889012', show_on_documents: true }
    expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', { bank_details: bank })).status).toBe(200)
    const { id, link } = await createInvoice(shop, { currency: 'EUR' })
    const own = (await referenceOf(shop, id)) ?? ''
    expect(isQrr(own)).toBe(true)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-eichenkasse')
    await authorise(location)
    await untilStatus(shop, id, 'paid')
    const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
    const carried = String(/"reference":"([^"]*)"/.exec(attempt.requestBody)?.[1])
    expect(isCreditorReference(carried)).toBe(true)
    const found = await call<{ data: { id: string }[] }>(shop, 'GET', `/v1/invoices?q=${carried}`)
    expect(found.json.data.map((invoice) => invoice.id)).toEqual([id])
    await mustCommand(shop, id, 'refunds', { amount: 1_000 })
    await untilEvent(shop, id, 'refund_executed')
  })
})
