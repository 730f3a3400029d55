import { describe, expect, it, onTestFinished } from 'vitest'
import {
  command,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  invoiceBody,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { confirm, confirmQuietly, review, untilImport, reloadImportNow } from '../../clients/import-client.ts'
import { createRecurring, mustSendRecurringCommand, readRecurring } from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const put = (currency: string, body: object) => call(world, 'PUT', `/v1/payout_accounts/${currency}`, body)
const ours = { type: 'merchant_account' }
const iban = { type: 'iban', iban: 'de89 3704 0044 0532 0130 00', holder: 'Larkspur Studio' }
const french = { ...iban, iban: 'FR1420041010050500013M02606' }
const british = { type: 'sort_code', sort_code: '04-00-04', account_number: '12345678', holder: 'Larkspur' }

describe('a payout account', () => {
  it('validates, shows and changes a payout account for each currency', async () => {
    expect((await put('EUR', iban)).json).toMatchObject({
      currency: 'EUR',
      type: 'iban',
      iban: 'DE89370400440532013000',
      refundable: false,
    })
    expect((await put('EUR', ours)).json).toMatchObject({ type: 'merchant_account', refundable: true })
    const { json } = await call(world, 'GET', '/v1/payout_accounts')
    expect(json['data']).toMatchObject([
      { currency: 'DKK', type: 'iban' },
      { currency: 'EUR', type: 'merchant_account' },
      { currency: 'GBP', type: 'merchant_account' },
    ])
  })

  it('takes account numbers as people paste them', async () => {
    for (const space of ['\u00a0', '\t', '\u202f', '\u200b', '\r\n', '\u2011']) {
      const text = ['DE89', '3704', '0044', '0532', '0130', '00'].join(space)
      expect((await put('EUR', { ...iban, iban: text })).json).toMatchObject({
        iban: 'DE89370400440532013000',
      })
    }
    const pasted = { ...british, sort_code: '04\u00a000\t04', account_number: '1234 5678\t' }
    expect((await put('GBP', pasted)).json).toMatchObject({ sort_code: '040004', account_number: '12345678' })
    await put('EUR', ours)
    await put('GBP', ours)
  })

  it.each([
    ['EUR', { ...iban, iban: 'DE89370400440532013001' }, '/iban', 'invalid_iban'],
    ['EUR', { ...iban, iban: '\u00a0' }, '/iban', 'required'],
    ['EUR', { ...iban, iban: 'DE8937040044053201300' }, '/iban', 'invalid_iban'],
    ['EUR', { ...iban, iban: 'XX00' }, '/iban', 'invalid_iban'],
    ['EUR', { ...iban, iban: 'CH4431999123000889012' }, '/iban', 'qr_iban_not_taken'],
    ['EUR', { type: 'iban', iban: iban.iban }, '/holder', 'required'],
    ['GBP', { ...british, sort_code: '0400' }, '/sort_code', 'invalid_sort_code'],
    ['GBP', { ...british, account_number: '1234' }, '/account_number', 'invalid_account_number'],
    ['GBP', { type: 'cash' }, '/type', 'invalid_choice'],
    ['EUR', british, '/type', 'not_offered'],
    ['DKK', french, '/iban', 'iban_out_of_reach'],
    ['DKK', iban, '/iban', 'iban_out_of_reach'],
    ['EUR', { ...iban, iban: 'TR330006100519786457841326' }, '/iban', 'iban_out_of_reach'],
    ['GBP', { ...iban, iban: 'GB29NWBK60161331926819' }, '/type', 'sort_code_required'],
    ['GBP', french, '/type', 'sort_code_required'],
    ['JPY', french, '/type', 'not_offered'],
    ['JPY', ours, '/type', 'not_offered'],
  ])('refuses in %s the account %j', async (currency, body, pointer, code) => {
    const answer = await put(currency, body)
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer, code }] } })
  })

  it('names the account type to use when an account is not reachable', async () => {
    const [inKroner, inPounds] = [await put('DKK', french), await put('GBP', french)]
    expect(inKroner.json['errors']).toMatchObject([{ detail: expect.stringMatching(/in FR; DKK .* in DK/) }])
    expect(inPounds.json['errors']).toMatchObject([{ detail: expect.stringContaining('`sort_code`') }])
  })

  it.each([
    ['EUR', french.iban],
    ['EUR', 'CH9300762011623852957'],
    ['SEK', 'SE4550000000058398257466'],
  ])('takes in %s the account %s', async (currency, there) => {
    expect((await put(currency, { ...iban, iban: there })).status).toBe(200)
    const back = currency === 'EUR' ? put(currency, ours) : call(world, 'DELETE', '/v1/payout_accounts/SEK')
    expect((await back).status).toBeLessThan(300)
  })

  it('refuses an unknown currency', async () => {
    expect((await put('XXX', ours)).status).toBe(404)
    expect((await call(world, 'DELETE', '/v1/payout_accounts/JPY')).status).toBe(404)
  })

  it('refuses invoices, recurring invoices and rows without a payout account', async () => {
    const body = invoiceBody({ currency: 'SEK' })
    const invoice = await call(world, 'POST', '/v1/invoices', body)
    const [error] = invoice.json['errors'] as { pointer: string; code: string; detail: string }[]
    expect(error).toMatchObject({ pointer: '/currency', code: 'no_payout_account' })
    expect(error?.detail).toContain('PUT /v1/payout_accounts/SEK')
    const yen = await call(world, 'POST', '/v1/invoices', invoiceBody({ currency: 'JPY' }))
    const detail = 'cannot be JPY: no payment provider of this server pays there'
    expect(yen.json['errors']).toMatchObject([{ pointer: '/currency', code: 'no_payout_account', detail }])
    const draft = await createInvoice(world, { send: 'draft' })
    const changed = await call(world, 'PATCH', `/v1/invoices/${draft.id}`, { currency: 'SEK' })
    expect(changed).toMatchObject({ status: 422, json: { errors: [{ code: 'no_payout_account' }] } })
    const { send: _, due_date: __, ...rest } = body
    const start = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const plan = await call(world, 'POST', '/v1/recurring_invoices', {
      ...rest,
      schedule: { every: 1, unit: 'month', start },
      due_after_days: 14,
      issue: 'send',
    })
    expect(plan).toMatchObject({ status: 422, json: { errors: [{ code: 'no_payout_account' }] } })
    const { first_invalid_rows: wrong } = await review(
      world,
      `customer_name,customer_email,amount,currency,due_date,description\nAda,ada@customer.example,10,SEK,${start},Work\n`,
    )
    expect(wrong).toMatchObject([
      { row_number: 2, errors: [{ column: 'currency', code: 'no_payout_account' }] },
    ])
  })
})

describe('a removed payout account', () => {
  const without = async (currency: string, work: () => Promise<void>) => {
    expect((await call(world, 'DELETE', `/v1/payout_accounts/${currency}`)).status).toBe(204)
    try {
      await work()
    } finally {
      expect((await put(currency, ours)).status).toBe(200)
    }
  }

  it('refuses to send a draft when its payout account was removed', async () => {
    const { id } = await createInvoice(world, { send: 'draft', currency: 'EUR' })
    await without('EUR', async () => {
      expect(await command(world, id, 'send')).toMatchObject({
        status: 422,
        json: { errors: [{ pointer: '/currency', code: 'no_payout_account' }] },
      })
    })
    expect((await mustCommand(world, id, 'send')).status).toBe('sent')
  })

  it.each(['confirmed', 'issued'])(
    'prevents rows without a payout account from being %s, and names the error',
    async (stage) => {
      const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
      const rows = ['EUR', 'GBP'].map(
        (currency) => `Ada,${stage}@customer.example,10,${currency},${day},Work`,
      )
      const header = 'customer_name,customer_email,amount,Currency code,due_date,description'
      const { id } = await review(world, `${header}\n${rows.join('\n')}\n`)
      const isConfirmed = stage === 'issued'
      if (isConfirmed) await confirmQuietly(world, id)
      await without('EUR', async () => {
        if (isConfirmed) await reloadImportNow(world, id)
        else expect((await confirm(world, id)).status).toBe(202)
        const done = await untilImport(world, id, 'completed')
        expect(done.rows.invalid + (done.progress['failed'] as number)).toBe(1)
        expect(done.progress).toMatchObject({ issued: 1, failed: isConfirmed ? 1 : 0 })
      })
      const { json } = await call(world, 'GET', `/v1/imports/${id}/rows`)
      expect(json['data']).toMatchObject([
        { row_number: 2, errors: [{ column: 'Currency code', code: 'no_payout_account' }] },
      ])
    },
  )

  it('delays a recurring invoice until there is a payout account again', async () => {
    const plan = await createRecurring(world, { currency: 'EUR' })
    await without('EUR', async () => {
      await mustSendRecurringCommand(world, plan.id, 'clock', { advance: 'P3M' })
      await waitFor(async () => (await readRecurring(world, plan.id)).failed[0]?.code === 'no_payout_account')
    })
    const [first] = (await readRecurring(world, plan.id)).failed
    const retried = await mustSendRecurringCommand(world, plan.id, 'retry', { occurrence: first?.occurrence })
    expect(retried.issued).toBeGreaterThan(0)
  })
})

describe('money into the merchant’s own account', () => {
  const backToOurs = async () => void (await put('GBP', ours))

  it('pays the invoice when the bank sent the money to the merchant’s own account, without refunds', async () => {
    onTestFinished(backToOurs)
    expect((await put('GBP', british)).status).toBe(200)
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await authorise(location)
    const paid = await untilStatus(world, id, 'paid')
    expect(paid).toMatchObject({ amount_paid: 12_500 })
    const payment = await control(world, `payments/${bankPayment(location)}`, 'GET')
    expect(payment).toMatchObject({
      status: 'executed',
      request: {
        payment_method: {
          beneficiary: {
            type: 'external_account',
            account_identifier: { sort_code: '040004', account_number: '12345678' },
          },
        },
      },
    })
    expect(await command(world, id, 'refunds', { amount: 100 })).toMatchObject({
      status: 409,
      json: { code: 'refund_not_possible' },
    })
  })

  it('starts a new payment to the new account after the payout account changed', async () => {
    onTestFinished(backToOurs)
    const [first, second] = ['11111111', '22222222'].map((account_number) => ({ ...british, account_number }))
    expect((await put('GBP', first as object)).status).toBe(200)
    const { id, link } = await createInvoice(world)
    const press = () => pressPay(link?.url ?? '', 'sandbox-harbour')
    const begun = await press()
    expect((await put('GBP', first as object)).status).toBe(200)
    expect((await press()).location).toBe(begun.location)
    expect((await put('GBP', second as object)).status).toBe(200)
    expect(await (await fetch(link?.url ?? '')).text()).not.toContain('/authorize/')
    const again = await press()
    expect(await control(world, `payments/${bankPayment(begun.location)}`, 'GET')).toMatchObject({
      status: 'failed',
    })
    expect(await control(world, `payments/${bankPayment(again.location)}`, 'GET')).toMatchObject({
      request: { payment_method: { beneficiary: { account_identifier: { account_number: '22222222' } } } },
    })
    expect((await put('GBP', ours)).status).toBe(200)
    const last = await press()
    await authorise(last.location)
    expect((await untilStatus(world, id, 'paid')).payments).toMatchObject([{ amount: 12_500 }])
    expect(await control(world, `payments/${bankPayment(last.location)}`, 'GET')).toMatchObject({
      request: { payment_method: { beneficiary: { type: 'merchant_account' } } },
    })
  })

  it('starts no payment after the payout account was removed', async () => {
    onTestFinished(backToOurs)
    const { link } = await createInvoice(world)
    await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect((await call(world, 'DELETE', '/v1/payout_accounts/GBP')).status).toBe(204)
    expect((await pressPay(link?.url ?? '', 'sandbox-harbour')).location).not.toContain('/authorize/')
    for (const path of ['', '/banks']) {
      const page = await (await fetch(`${link?.url}${path}`)).text()
      expect(page).not.toMatch(/\/authorize\/|sandbox-harbour/)
      expect(page).toMatch(path ? 'cannot be paid from a bank here' : 'Choose your bank again')
    }
  })

  it('shows a sent payment to a merchant account as in progress', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await authorise(location, 'slow')
    await control(world, `payments/${bankPayment(location)}/execute`)
    await untilEvent(world, id, 'payment_processing')
    expect((await readInvoice(world, id)).status).toBe('viewed')
    await control(world, `payments/${bankPayment(location)}/settle`)
    await untilStatus(world, id, 'paid')
  })
})
