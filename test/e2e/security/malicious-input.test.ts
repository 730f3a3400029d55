import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../db/ids.ts'
import { call, createInvoice, invoiceBody } from '../../clients/client.ts'
import { csvOf, dayFromNow, review } from '../../clients/import-client.ts'
import { createRecurring, inDays, recurringBody } from '../../clients/recurring-client.ts'
import { someOf } from '../../support/some-of.ts'
import { inLiveMode } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
let ids: { invoice: string; draft: string; plan: string; file: string; pay: string }
beforeAll(async () => {
  const { id: invoice, link } = await createInvoice(world)
  const { id: draft } = await createInvoice(world, { send: 'draft' })
  const { id: plan } = await createRecurring(world)
  const { id: file } = await review(world, csvOf(1))
  ids = { invoice, draft, plan, file, pay: new URL(link?.url ?? '').pathname }
})

/** Sends each nth body. The number must not be a multiple of 13, the number of texts. */
const SHARE = Number(process.env['HOSTILE_SHARE'] ?? 19)
const HOSTILE: unknown[] = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '__proto__',
  'x'.repeat(20_000),
  `1${' '.repeat(20_000)}x`,
  '9'.repeat(400),
  -1,
  1e300,
  null,
  [[]],
  { toString: 1 },
]

type Json = Record<string, unknown>

function* spoilt(body: unknown): Generator {
  yield* HOSTILE
  if (typeof body !== 'object' || body === null) return
  for (const [key, value] of Object.entries(body)) {
    for (const other of spoilt(value)) yield withValue(body, key, other)
  }
  for (const name of ['\u0000', '\ud800', '__proto__', 'x'.repeat(20_000)]) {
    yield Object.fromEntries([...Object.entries(body), [name, 'x']])
  }
}

const aShareOf = (bodies: Generator) => [...bodies].filter((_, index) => index % SHARE === 0)

function withValue(body: object, key: string, value: unknown): unknown {
  if (Array.isArray(body)) return body.map((one: unknown, index) => (String(index) === key ? value : one))
  return { ...body, [key]: value }
}

const customer = {
  name: 'Ada',
  email: 'ada@customer.example',
  phone: '+447700900123',
  billing_address: { line1: '1 High Street', city: 'London', postal_code: 'SW1A 1AA', country: 'GB' },
}
const reminders = { time: '09:00', steps: [{ days: -3, channel: 'email', text: 'Soon due' }] }
const whole = () =>
  invoiceBody({
    customer,
    amount: undefined,
    lines: [{ description: 'Work', quantity: '1.5', unit_amount: 100, tax_rate: '20' }],
    instructions: 'Thank you',
    metadata: { order: 'PO-1' },
    deliver: ['email'],
    reminders,
    send: 'draft',
  })

const REQUESTS: [method: string, path: string, body: () => Json][] = [
  ['POST', '/v1/invoices', whole],
  ['POST', '/v1/invoices?', () => ({ ...whole(), number: `H-${newId('inv').slice(-8)}` })],
  ['PATCH', '/v1/invoices/{draft}', whole],
  ['PATCH', '/v1/invoices/{invoice}', () => ({ due_date: dayFromNow(20), reminders, instructions: 'x' })],
  ['POST', '/v1/invoices/{invoice}/remind', () => ({ channel: 'email', text: 'Please' })],
  ['POST', '/v1/invoices/{invoice}/pause', () => ({ note: 'n' })],
  ['POST', '/v1/invoices/{invoice}/resume', () => ({ dates: 'keep' })],
  ['POST', '/v1/invoices/{invoice}/link', () => ({ expires_at: '2027-01-01T00:00:00Z', deliver: ['email'] })],
  [
    'POST',
    '/v1/invoices/{invoice}/payments',
    () => ({ amount: 1, method: 'cash', paid_on: inDays(-1), note: 'n' }),
  ],
  ['POST', '/v1/invoices/{invoice}/payments/pay_x/undo', () => ({ note: 'n' })],
  [
    'POST',
    '/v1/invoices/{invoice}/refunds',
    () => ({ amount: 1, method: 'cash', refunded_on: inDays(-1), note: 'n' }),
  ],
  ['POST', '/v1/invoices/{invoice}/clock', () => ({ advance: 'P1D' })],
  [
    'POST',
    '/v1/recurring_invoices',
    () => recurringBody({ customer, metadata: { a: 'b' }, instructions: 'x' }),
  ],
  ['POST', '/v1/recurring_invoices/preview', () => recurringBody()],
  [
    'PATCH',
    '/v1/recurring_invoices/{plan}',
    () => ({ description: 'x', schedule: { unit: 'week', end: { count: 9 } } }),
  ],
  ['POST', '/v1/recurring_invoices/{plan}/skip', () => ({ occurrence: 1 })],
  ['POST', '/v1/recurring_invoices/{plan}/retry', () => ({ occurrence: 1 })],
  ['POST', '/v1/recurring_invoices/{plan}/clock', () => ({ advance: 'P1D' })],
  ['PATCH', '/v1/settings', () => ({ time_zone: 'Europe/London', number_prefix: 'INV', reminders })],
  ['PATCH', '/v1/profile', () => ({ name: 'Shop', legal_name: 'Shop Ltd', terms: 'In advance.' })],
  [
    'PUT',
    '/v1/payout_accounts/GBP',
    () => ({ type: 'sort_code', sort_code: '040004', account_number: '12345678', holder: 'Shop' }),
  ],
  [
    'PUT',
    '/v1/payout_accounts/EUR',
    () => ({ type: 'iban', iban: 'DE89370400440532013000', holder: 'Shop' }),
  ],
  ['PATCH', '/v1/imports/{file}', () => ({ decimal: 'comma', columns: FREE_COLUMNS })],
  [
    'POST',
    '/v1/imports/{file}/confirm',
    () => ({ parse_version: 1, rows: 'all', duplicates: 'skip', deliver: ['email'] }),
  ],
]

describe('a hostile text in the body of', () => {
  it.each(REQUESTS)(
    'answers a hostile text in the body of %s %s without a fault',
    async (method, path, body) => {
      const faults: string[] = []
      for (const one of aShareOf(spoilt(body()))) {
        const text = JSON.stringify(one)
        const { status, json } = await call(callerOf(path), method, withIds(path), text)
        if (status >= 500) faults.push(`${status} ${JSON.stringify(json)} to ${text.slice(0, 300)}`)
      }
      expect(faults).toEqual([])
      expect(await call(callerOf(path), method, withIds(path), body())).not.toMatchObject({
        json: { code: 'invalid_fields' },
      })
    },
  )
})

function* wrong(value: unknown): Generator {
  if (typeof value === 'string') {
    yield* [`${value}\u0000`, `${value}\ud800`, `\udfff${value}`]
    if (/^\d{4}-\d\d-\d\d$/.test(value)) yield* [`${value}T00:00:00Z`, `${value} 00:00`, `${value}Z`]
    if (/^\d{4}-\d\d-\d\dT/.test(value)) yield* [value.slice(0, 10), value.replace('Z', '')]
  }
  if (typeof value === 'number') yield* [String(value), `${value}.0`, { value }]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    for (const other of wrong(inner)) yield withValue(value, key, other)
  }
  if (Array.isArray(value)) return
  for (const name of ['unknown', '\u0000', '\ud800', '__proto__']) {
    if (!isFreeForm(value)) yield Object.fromEntries([...Object.entries(value), [name, 'x']])
  }
}

const isFreeForm = (value: object) => 'order' in value || 'a' in value || value === FREE_COLUMNS
const FREE_COLUMNS = { amount: 'amount' }

describe('a wrong value in the body of', () => {
  it.each(REQUESTS)('refuses each wrong value in the body of %s %s', async (method, path, body) => {
    const own = `(select id from invoice where merchant_id = m.id)`
    const stored = () =>
      world.em.fork().execute(
        `select (select count(*) from ${own} i) as invoices,
          (select count(*) from invoice_event where invoice_id in ${own}) as events,
          (select count(*) from command_payload where invoice_id in ${own}) as payloads,
          (select count(*) from idempotency_key where merchant_id = m.id) as keys,
          (select count(*) from recurring_invoice where merchant_id = m.id) as plans,
          (select count(*) from recurring_template t join recurring_invoice r on r.id = t.recurring_id
            where r.merchant_id = m.id) as templates
         from merchant m where m.id = ?`,
        [world.merchantId],
      )
    const before = await stored()
    const accepted: string[] = []
    for (const one of someOf([...wrong(body())], 3)) {
      const text = JSON.stringify(one)
      const { status } = await call(callerOf(path), method, withIds(path), text, {
        'idempotency-key': newId('cmd'),
      })
      if (status < 400 || status >= 500) accepted.push(`${status} to ${text.slice(0, 300)}`)
    }
    expect(accepted).toEqual([])
    expect(await stored()).toEqual(before)
  })
})

const SHARED = new Set(['/v1/settings', '/v1/profile'])
const callerOf = (path: string) => (SHARED.has(path) ? inLiveMode(world) : world)
const withIds = (path: string) =>
  path.replace(/\{(invoice|draft|plan|file|pay)\}/g, (_, name: keyof typeof ids) => ids[name])

describe('a hostile text in the address or a header of', () => {
  const WORDS = [
    '%00',
    'a%00b',
    '%ED%A0%80',
    '%',
    '%F0%9F%9A%80',
    '__proto__',
    'x'.repeat(5_000),
    '-1',
    '1e300',
    "'",
  ]
  const PATHS = [
    '/v1/invoices/{}',
    '/v1/invoices/{}/events',
    '/v1/invoices/{}/pdf',
    '/v1/recurring_invoices/{}',
    '/v1/imports/{}',
    '/v1/imports/{}/rows',
    '/v1/reconciliation/{}',
    '/v1/payout_accounts/{}',
    '/pay/{}',
    '/pay/{}/banks',
    '/pay/return?payment_id={}',
    '/preview/{}',
    ...['cursor', 'limit', 'status', 'number', 'customer', 'email', '{}'].map(
      (name) => `/v1/invoices?${name}={}`,
    ),
    ...['cursor', 'limit', 'status'].map((name) => `/v1/recurring_invoices?${name}={}`),
    ...['cursor', 'limit'].map((name) => `/v1/imports?${name}={}`),
    ...['cursor', 'limit', 'which'].map((name) => `/v1/imports/{file}/rows?${name}={}`),
    '{pay}/banks?q={}&country={}',
  ]

  it.each(PATHS)('answers hostile text in an address without a fault: %s', async (path) => {
    const faults: string[] = []
    for (const word of someOf(WORDS, 2, PATHS.indexOf(path))) {
      const address = withIds(path).replaceAll('{}', word)
      for (const method of ['GET', 'POST']) {
        const { status } = await call(world, method, address, method === 'GET' ? undefined : '{}')
        if (status >= 500) faults.push(`${status} to ${method} ${address.slice(0, 200)}`)
      }
    }
    expect(faults).toEqual([])
  })

  it('answers a form with a hostile file name or field without a fault', async () => {
    const faults: string[] = []
    for (const name of ['a\u0000b.csv', '\u0007', 'é🚀.csv', '', 'x'.repeat(5_000)]) {
      const body = `--b\r\ncontent-disposition: form-data; name="f"; filename="${name}"\r\n\r\n${csvOf(1)}\r\n--b--\r\n`
      const { status } = await call(world, 'POST', '/v1/imports', body, {
        'content-type': 'multipart/form-data; boundary=b',
      })
      if (status >= 500) faults.push(`${status} to ${JSON.stringify(name.slice(0, 20))}`)
    }
    for (const word of ['%00', '%ED%A0%80', '%', 'x'.repeat(5_000)]) {
      for (const path of ['pay', 'ask', 'viewed']) {
        const { status } = await call(
          world,
          'POST',
          `${ids.pay}/${path}`,
          `bank=${word}&country=${word}&q=${word}`,
          {
            'content-type': 'application/x-www-form-urlencoded',
          },
        )
        if (status >= 500) faults.push(`${status} to ${path} ${word.slice(0, 20)}`)
      }
    }
    expect(faults).toEqual([])
  })
})

describe('a hostile text in a genuine webhook', () => {
  it('answers a hostile Postmark webhook without an error', async () => {
    const { user, password } = world.secrets.postmarkWebhook
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const message = {
      MessageID: 'm',
      ID: 1,
      Type: 'HardBounce',
      DeliveredAt: 'x',
      Metadata: { message_id: 'm' },
    }
    const faults: string[] = []
    for (const RecordType of ['Delivery', 'Bounce', 'SpamComplaint', 'Open']) {
      for (const one of aShareOf(spoilt({ RecordType, ...message }))) {
        const { status } = await call(world, 'POST', '/webhooks/test/postmark', one, { authorization })
        if (status >= 500) faults.push(`${status} to ${JSON.stringify(one).slice(0, 200)}`)
      }
    }
    expect(faults).toEqual([])
  })
})
