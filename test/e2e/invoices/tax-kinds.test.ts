import { describe, expect, it } from 'vitest'
import {
  call,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { confirm, csvOf, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring, mustSendRecurringCommand } from '../../clients/recurring-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { shownDocument } from '../../../api/merchant/invoices/view/shown-document.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const line = (unit_amount: number, tax_rate?: number, more: object = {}) => ({
  description: 'Work',
  unit_amount,
  tax_rate,
  ...more,
})
const exempt = (tax_category: string, more: object = {}) => line(10_000, undefined, { tax_category, ...more })

interface Expected {
  net: number
  tax: number
  rounding?: number
  amount: number
  taxes: [category: string, rate: string, net: number, tax: number][]
  /** Page, e-mail and PDF must state these figures and words. */
  shown: string[]
}

/** Worked out by hand. */
const KINDS: [kind: string, body: object, Expected][] = [
  [
    'one rate',
    { lines: [line(5_000, 20, { quantity: 2 })] },
    {
      net: 10_000,
      tax: 2_000,
      amount: 12_000,
      taxes: [['standard', '20', 10_000, 2_000]],
      shown: ['Tax 20 % on 100.00', '20.00', '120.00'],
    },
  ],
  [
    'three rates',
    { lines: [line(20_000, 20), line(10_000, 5.5), line(900, 2.1), line(5_000)] },
    {
      net: 35_900,
      tax: 4_569,
      amount: 40_469,
      taxes: [
        ['standard', '20', 20_000, 4_000],
        ['standard', '5.5', 10_000, 550],
        ['standard', '2.1', 900, 19],
        ['outside_scope', '0', 5_000, 0],
      ],
      shown: ['Tax 20 % on 200.00', 'Tax 5.5 % on 100.00', 'Tax 2.1 % on 9.00', 'No tax on 50.00', '404.69'],
    },
  ],
  [
    'inclusive prices',
    { prices_include_tax: true, lines: [line(999, 20)] },
    {
      net: 832,
      tax: 167,
      rounding: 1,
      amount: 999,
      taxes: [['standard', '20', 832, 167]],
      shown: ['Net', '8.32', 'Tax 20 % on 8.32', '1.67', 'of which rounding', '0.01', '9.99'],
    },
  ],
  [
    'discounts and charges',
    {
      lines: [
        line(10_000, 20, { quantity: 3, unit: 'HUR', discounts: [{ percent: 10 }] }),
        line(10_000, 5, { discounts: [{ amount: 1_000, description: 'Voucher' }] }),
      ],
      discounts: [{ percent: 10 }],
      charges: [{ amount: 800, description: 'Delivery' }],
    },
    // 270.00 and 90.00, less 10 %, and 8.00 as 6.00 and 2.00.
    {
      net: 33_200,
      tax: 5_395,
      amount: 38_595,
      taxes: [
        ['standard', '20', 24_900, 4_980],
        ['standard', '5', 8_300, 415],
      ],
      shown: ['Subtotal', '360.00', 'Discount 10 %', '-36.00', 'Delivery', '8.00', '332.00', '385.95'],
    },
  ],
  [
    'reverse charge',
    { lines: [exempt('reverse_charge')] },
    {
      net: 10_000,
      tax: 0,
      amount: 10_000,
      taxes: [['reverse_charge', '0', 10_000, 0]],
      shown: ['Reverse charge: 100.00', 'Reverse charge: the customer accounts for the VAT.', '100.00'],
    },
  ],
  [
    'exempt lines, with a reason',
    { lines: [exempt('exempt', { exemption_reason: 'Exempt under Group 6' })] },
    {
      net: 10_000,
      tax: 0,
      amount: 10_000,
      taxes: [['exempt', '0', 10_000, 0]],
      shown: ['Exempt from VAT: 100.00', 'Exempt under Group 6'],
    },
  ],
  [
    'the zero rate',
    { lines: [line(10_000, 0)] },
    {
      net: 10_000,
      tax: 0,
      amount: 10_000,
      taxes: [['zero', '0', 10_000, 0]],
      shown: ['Tax 0 % on 100.00', '0.00'],
    },
  ],
  [
    'a price below a penny',
    { lines: [{ description: 'Texts', quantity: 12_500, unit_amount_decimal: '0.35', tax_rate: 25 }] },
    {
      net: 4_375,
      tax: 1_094,
      amount: 5_469,
      taxes: [['standard', '25', 4_375, 1_094]],
      shown: ['Tax 25 % on 43.75', '10.94', '54.69'],
    },
  ],
  [
    '45 lines',
    { lines: Array.from({ length: 45 }, (_, index) => line(1_001 + index, index % 2 === 0 ? 20 : 5)) },
    // 23 prices from 10.01 make 235.29. 22 prices from 10.02 make 225.06.
    {
      net: 46_035,
      tax: 5_831,
      amount: 51_866,
      taxes: [
        ['standard', '20', 23_529, 4_706],
        ['standard', '5', 22_506, 1_125],
      ],
      shown: ['Tax 20 % on 235.29', '47.06', 'Tax 5 % on 225.06', '11.25', '518.66'],
    },
  ],
]

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\bGBP\b/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:])/g, '$1')

async function documentsOf({ link }: Pick<InvoiceJson, 'link'>, email: string) {
  const url = link?.url ?? ''
  const page = await (await fetch(url)).text()
  const pdf = await pdfTextAt(`${url}/invoice.pdf`)
  await waitFor(async () => (await inboxFor(world, email)).length === 1)
  const [mail] = await inboxFor(world, email)
  return { page: plain(page), mail: plain(mail?.text ?? ''), pdf: plain(pdf) }
}

describe('an invoice with', () => {
  it.each(KINDS)(
    '%s has the totals of the table, on page, e-mail and PDF too',
    async (kind, body, expected) => {
      const email = `${kind.replace(/\W+/g, '-')}@tax.example`
      const created = await createInvoice(world, {
        customer: { name: 'Ada Byron', email },
        amount: undefined,
        ...body,
      })
      const { json } = await call(world, 'GET', `/v1/invoices/${created.id}`)
      const { shown, taxes, rounding = 0, ...sums } = expected
      expect(json).toMatchObject({ ...sums, rounding })
      expect(
        (json['taxes'] as Record<string, unknown>[]).map((one) => [
          one['category'],
          one['rate'],
          one['net'],
          one['tax'],
        ]),
      ).toEqual(taxes)
      const lines = json['lines'] as { net: number }[]
      const charged = (json['charge'] as number) - (json['discount'] as number)
      if (charged === 0) expect(lines.reduce((sum, one) => sum + one.net, 0)).toBe(sums.net)
      const documents = await documentsOf(created, email)
      for (const text of shown) {
        for (const [name, document] of Object.entries(documents))
          expect(`${name}: ${document}`).toContain(text)
      }
    },
  )
})

describe('an invoice over 0.00', () => {
  it('is issued, numbered, sent and paid at once, and cannot be paid', async () => {
    const email = 'nothing@tax.example'
    const free = await createInvoice(world, {
      customer: { name: 'Ada Byron', email },
      amount: undefined,
      lines: [line(10_000, 20, { discounts: [{ percent: 100 }] })],
    })
    await waitFor(async () => (await readInvoice(world, free.id)).delivery.status !== 'pending')
    const { json } = await call(world, 'GET', `/v1/invoices/${free.id}`)
    expect(json).toMatchObject({ status: 'paid', amount: 0, amount_due: 0, taxes: [{ net: 0, tax: 0 }] })
    expect(json['number']).toMatch(/-0*\d+$/)
    expect((await timeline(world, free.id)).slice(0, 2)).toEqual(['issued', 'paid'])
    await waitFor(async () => (await inboxFor(world, email)).length === 1)
    const [mail] = await inboxFor(world, email)
    expect(mail?.text).toContain('Nothing is to be paid.')
    expect(mail?.subject).not.toContain('Payment')
    const page = await (await fetch(free.link?.url ?? '')).text()
    expect(page).toContain('Nothing is to be paid.')
    expect(page).not.toContain('action="/pay')
    expect((await pressPay(free.link?.url ?? '', 'sandbox-lindenkasse')).status).toBe(303)
    const { json: next } = await call(world, 'GET', `/v1/invoices/${free.id}/next`)
    expect(next['data']).toEqual([])
  })
})

it('refuses a change of a draft by its ETag when the note that the draft states has changed', async () => {
  const shop = await withNewMerchant(world)
  const note = (text: string) => call(inLiveMode(shop), 'PATCH', '/v1/profile', { small_business_note: text })
  await note('No VAT: section 19 UStG')
  const path = `/v1/invoices/${(await createInvoice(shop, { send: 'draft' })).id}`
  const read = () => call<{ taxes: object[] }>(shop, 'GET', path)
  const first = await read()
  const tag = first.headers.get('etag') ?? ''
  await call(inLiveMode(shop), 'PATCH', '/v1/profile', { website: 'https://shop.example' })
  expect((await read()).headers.get('etag')).toBe(tag)
  await note('Another note')
  const change = (ifMatch: string) =>
    call(shop, 'PATCH', path, { instructions: 'by Friday' }, { 'if-match': ifMatch })
  expect(await change(tag)).toMatchObject({ status: 412, json: { code: 'precondition_failed' } })
  const { headers, json } = await read()
  expect(json.taxes).toMatchObject([{ reason: 'Another note' }])
  expect((await change(headers.get('etag') ?? '')).status).toBe(200)
})

it('states the note of a small business on each invoice without tax, as it is on the day of its issue', async () => {
  const shop = await withNewMerchant(world)
  const note = (text: string | null) =>
    call(inLiveMode(shop), 'PATCH', '/v1/profile', { small_business_note: text })
  expect((await note('No VAT: section 19 UStG')).status).toBe(200)
  const asSmall = { category: 'exempt', rate: '0', tax: 0, reason: 'No VAT: section 19 UStG' }
  const customer = { name: 'Ada', email: 'small@tax.example' }
  const { link } = await createInvoice(shop, { customer })
  const imported = await review(shop, csvOf(1))
  await confirm(shop, imported.id)
  await untilImport(shop, imported.id, 'completed')
  const recurring = await createRecurring(shop, { schedule: { unit: 'month', start: dayFromNow(1) } })
  await mustSendRecurringCommand(shop, recurring.id, 'clock', { advance: 'P2D' })
  await waitFor(async () => {
    const { json: all } = await call<{ data: { issued_at: string | null }[] }>(shop, 'GET', '/v1/invoices')
    return all.data.length === 3 && all.data.every(({ issued_at: at }) => at !== null)
  })
  await note('Another note')
  const { json } = await call<{ data: object[] }>(shop, 'GET', '/v1/invoices')
  expect(json.data).toMatchObject([1, 2, 3].map(() => ({ taxes: [asSmall] })))
  const documents = await documentsOf({ link }, customer.email)
  for (const text of Object.values(documents)) expect(text).toContain('No VAT: section 19 UStG')
  const draft = await createInvoice(shop, { send: 'draft', customer })
  const monthly = { unit: 'month', start: dayFromNow(1) }
  const later = await createRecurring(shop, { schedule: monthly, issue: 'draft' })
  await mustSendRecurringCommand(shop, later.id, 'clock', { advance: 'P2D' })
  const { json: made } = await call<{ data: InvoiceJson[] }>(shop, 'GET', '/v1/invoices?status=draft')
  expect(made.data).toMatchObject([1, 2].map(() => ({ taxes: [{ reason: 'Another note' }] })))
  for (const [text, issued] of [
    ['The note of the day', made.data.find(({ id }) => id === draft.id)],
    [null, made.data.find(({ id }) => id !== draft.id)],
  ] as const) {
    expect((await note(text)).status).toBe(200)
    const tax = text === null ? { category: 'outside_scope', reason: null } : { ...asSmall, reason: text }
    const path = `/v1/invoices/${issued?.id}`
    expect((await call(shop, 'GET', path)).json).toMatchObject({ status: 'draft', taxes: [tax] })
    const { json: listed } = await call<{ data: InvoiceJson[] }>(shop, 'GET', '/v1/invoices?status=draft')
    expect(listed.data.find(({ id }) => id === issued?.id)).toMatchObject({ taxes: [tax] })
    const row = await shop.deps.em.fork().findOneOrFail(InvoiceRow, { id: issued?.id ?? '' })
    const shown = await shownDocument(shop.deps.em.fork(), row)
    expect(shown.totals.groups).toMatchObject([{ category: tax.category }])
    expect(shown.totals.groups[0]?.reason).toBe(text ?? undefined)
    await mustCommand(shop, issued?.id ?? '', 'send')
    const sent = await untilStatus(shop, issued?.id ?? '', 'sent')
    expect(sent).toMatchObject({ amount: issued?.amount, taxes: [tax] })
  }
  await note('Another note')
  const taxed = await createInvoice(shop, { amount: undefined, lines: [line(100, 20)] })
  expect(taxed).toMatchObject({ taxes: [{ category: 'standard', reason: null }] })
})

describe('drafts and settings', () => {
  const draft = { amount: undefined, send: 'draft' }

  it('take prices and rounding of the settings, keep them, and can be changed', async () => {
    await call(inLiveMode(world), 'PATCH', '/v1/settings', { prices_include_tax: true, tax_rounding: 'line' })
    const { id } = await createInvoice(world, { ...draft, lines: [line(999, 20, { unit: 'HUR' })] })
    await call(inLiveMode(world), 'PATCH', '/v1/settings', {
      prices_include_tax: false,
      tax_rounding: 'group',
    })
    const path = `/v1/invoices/${id}`
    expect((await call(world, 'GET', path)).json).toMatchObject({
      prices_include_tax: true,
      tax_rounding: 'line',
      amount: 999,
      lines: [{ unit: 'HUR', unit_amount: 999, unit_amount_decimal: '999', net: 832, tax: 167 }],
    })
    const discounts = [{ percent: '50', description: 'Friends' }]
    const changed = await call(world, 'PATCH', path, { discounts })
    expect(changed.json).toMatchObject({
      amount: 499,
      discounts: [{ ...discounts[0], amount: null }],
      lines: [{ unit: 'HUR' }],
    })
    expect((await call(world, 'PATCH', path, { discounts: null })).json).toMatchObject({ amount: 999 })
    expect((await call(world, 'PATCH', path, { amount: 700 })).json).toMatchObject({
      amount: 700,
      discounts: [],
      lines: [{ unit: null, unit_amount: 700 }],
    })
  })

  it('read -0 as 0 in each decimal field', async () => {
    const zero = { unit_amount: undefined, unit_amount_decimal: '-0', tax_rate: '-0' }
    const lines = [line(100), { ...line(0), ...zero }]
    const created = await createInvoice(world, { ...draft, lines })
    const read = { unit_amount: 0, unit_amount_decimal: '0', tax_rate: '0' }
    expect(created).toMatchObject({ lines: [{}, read] })
  })

  it.each([
    [{ tax_rate: 20, tax_category: 'exempt' }, '/lines/0/tax_rate', 'conflict'],
    [{ tax_category: 'standard' }, '/lines/0/tax_rate', 'required'],
    [{ tax_rate: 20, exemption_reason: 'x' }, '/lines/0/exemption_reason', 'conflict'],
    [{ tax_rate: '-1' }, '/lines/0/tax_rate', 'out_of_range'],
    [{ unit: 'furlong' }, '/lines/0/unit', 'invalid_choice'],
    [{ quantity: 0 }, '/lines/0/quantity', 'out_of_range'],
    [{ quantity: '-0' }, '/lines/0/quantity', 'out_of_range'],
    [{ discounts: [{ percent: '-0' }] }, '/lines/0/discounts/0/percent', 'out_of_range'],
    [{ unit_amount_decimal: '1.5' }, '/lines/0/unit_amount_decimal', 'conflict'],
    [{ unit_amount: undefined }, '/lines/0/unit_amount', 'required'],
    [{ quantity: -1 }, '/lines', 'not_positive'],
  ])('are refused with a line of %j', async (change, pointer, code) => {
    const lines = [{ ...line(100), ...change }]
    const { status, json } = await call(world, 'POST', '/v1/invoices', {
      customer: { name: 'Ada', email: 'ada@tax.example' },
      currency: 'GBP',
      due_date: dayFromNow(10),
      description: 'Work',
      lines,
    })
    expect([status, json['errors']]).toEqual([422, [expect.objectContaining({ pointer, code })]])
  })
})
