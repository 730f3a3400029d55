import { describe, expect, it } from 'vitest'
import { InvoiceRow, PayLinkRow } from '../../../db/entities/index.ts'
import { seed } from '../../../dev/stack/demo/seed.ts'
import { call, createInvoice, invoiceBody, readInvoice } from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

interface FieldErrors {
  errors: { pointer: string; code: string; detail: string }[]
}

async function refused(changes: Record<string, unknown>): Promise<Record<string, string>> {
  const body = invoiceBody(changes)
  const { status, json, headers } = await call<FieldErrors>(world, 'POST', '/v1/invoices', body)
  expect(status, JSON.stringify(json)).toBe(422)
  expect(headers.get('content-type')).toBe('application/problem+json')
  return Object.fromEntries(json.errors.map(({ pointer, code }) => [pointer, code]))
}

describe('bad input', () => {
  it('answers with one entry for each wrong field and stores nothing', async () => {
    const before = await world.em.fork().count(InvoiceRow, { merchantId: world.merchantId })
    const errors = await refused({
      customer: { name: ' ', email: 'ada@nowhere', phone: '0123', colour: 'red' },
      currency: 'XXX',
      due_date: '2026-02-30',
      description: 'a\u0000b',
      amount: -1,
      send: 'tomorrow',
    })
    expect(errors).toEqual({
      '/customer/name': 'required',
      '/customer/email': 'invalid_email',
      '/customer/phone': 'invalid_phone',
      '/customer/colour': 'unknown_field',
      '/currency': 'unknown_currency',
      '/due_date': 'invalid_date',
      '/description': 'invalid_characters',
      '/amount': 'not_positive',
      '/send': 'invalid_instant',
    })
    expect(await world.em.fork().count(InvoiceRow, { merchantId: world.merchantId })).toBe(before)
  })

  it.each([
    [{ amount: 0 }, '/amount', 'not_positive'],
    [{ amount: -5 }, '/amount', 'not_positive'],
    [{ amount: 2 ** 53 }, '/amount', 'too_large'],
    [{ amount: 1e300 }, '/amount', 'too_large'],
    [{ amount: 10.5 }, '/amount', 'too_many_digits'],
    [{ amount: '100' }, '/amount', 'invalid_type'],
    [{ amount: undefined }, '/amount', 'required'],
    [{ amount: 100, lines: [{ description: 'x', unit_amount: 100 }] }, '/amount', 'conflict'],
    [{ amount: undefined, lines: [] }, '/lines', 'required'],
    [
      { amount: undefined, lines: [{ description: 'x', unit_amount: 1.5 }] },
      '/lines/0/unit_amount',
      'too_many_digits',
    ],
    [
      { amount: undefined, lines: [{ description: 'x', unit_amount: 1, quantity: '1e9' }] },
      '/lines/0/quantity',
      'invalid_decimal',
    ],
    [{ amount: undefined, lines: [{ description: 'x', unit_amount: -1 }] }, '/lines', 'not_positive'],
    [
      { amount: undefined, lines: [{ description: 'x', unit_amount: 2 ** 53 - 1, quantity: 2 }] },
      '/lines',
      'too_large',
    ],
    [{ currency: 'gbp' }, '/currency', 'unknown_currency'],
    [{ due_date: '2020-01-01' }, '/due_date', 'due_before_issue'],
    [{ due_date: '9999-12-31' }, '/due_date', 'too_far'],
    [{ send: new Date(Date.now() + 300 * 86_400_000).toISOString() }, '/send', 'after_due_date'],
    [{ send: '2999-01-01T00:00:00Z' }, '/send', 'invalid_instant'],
    [{ send: '0000-01-01T00:00:00Z' }, '/send', 'invalid_instant'],
    [{ due_date: 'soon' }, '/due_date', 'invalid_date'],
    [{ due_date: 20_261_130 }, '/due_date', 'invalid_type'],
    [{ customer: undefined }, '/customer', 'required'],
    [
      { customer: { name: 'A', email: 'a@b.example\nBcc: eve@example.com' } },
      '/customer/email',
      'invalid_characters',
    ],
    [{ description: 'x'.repeat(501) }, '/description', 'too_long'],
    [{ number: 'INV\n1' }, '/number', 'invalid_characters'],
    [{ language: 'english please' }, '/language', 'invalid_language'],
    [{ language: 7 }, '/language', 'invalid_type'],
    [{ metadata: { a: 'b\u0000' } }, '/metadata/a', 'invalid_characters'],
    [{ metadata: { a: '\ud800' } }, '/metadata/a', 'invalid_characters'],
    [{ deliver: ['pigeon'] }, '/deliver/0', 'unsupported_channel'],
    [{ deliver: ['sms'] }, '/customer/phone', 'required'],
  ])('refuses %j at %s as %s', async (changes, pointer, code) => {
    expect(await refused(changes)).toEqual({ [pointer]: code })
  })

  it('refuses a body that is not JSON, not an object, or too large', async () => {
    expect((await call(world, 'POST', '/v1/invoices', '{')).json).toMatchObject({
      status: 400,
      code: 'invalid_json',
    })
    expect((await call(world, 'POST', '/v1/invoices', '[]')).status).toBe(422)
    expect((await call(world, 'POST', '/v1/invoices', 'null')).status).toBe(422)
    const form = await call(world, 'POST', '/v1/invoices', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(form.json).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    const huge = JSON.stringify(invoiceBody({ description: 'x'.repeat(10 * 1024 * 1024) }))
    expect((await call(world, 'POST', '/v1/invoices', huge)).json).toMatchObject({
      status: 413,
      code: 'body_too_large',
    })
  })

  it('answers a body with a million errors with one entry', async () => {
    const lines = Array.from({ length: 300_000 }, () => ({}))
    expect(await refused({ amount: undefined, lines, deliver: Array.from({ length: 50 }, () => 0) })).toEqual(
      {
        '/lines': 'too_many',
        '/deliver': 'too_many',
      },
    )
    const many = (n: number, entry: unknown) => Array.from({ length: n }, () => entry)
    const body = invoiceBody({
      customer: { name: 'Ada', email: 'ada@input.example', cc: many(101, 'x@input.example') },
      lines: [{ description: 'x', unit_amount: 1, discounts: many(101, {}) }],
      discounts: many(101, {}),
      charges: many(101, {}),
      deliver: many(21, 'email'),
      reminders: { steps: many(501, {}) },
    })
    const { json } = await call<{ errors: { pointer: string; detail: string }[] }>(
      world,
      'POST',
      '/v1/invoices',
      body,
    )
    expect(json.errors.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
      '/customer/cc must have at most 10 entries',
      '/discounts must have at most 10 entries',
      '/charges must have at most 10 entries',
      '/deliver must have at most 2 entries',
      '/reminders/steps must have at most 50 entries',
      '/lines must have at most 10 discounts and 10 charges in each line',
    ])
  })

  it('refuses lines whose sums are too large although the total is small', async () => {
    const big = { description: 'x', unit_amount: 2 ** 53 - 1, quantity: '999999999999999' }
    const lines = [big, { ...big, unit_amount: -(2 ** 53 - 1) }, { description: 'y', unit_amount: 100 }]
    expect(await refused({ amount: undefined, lines })).toEqual({ '/lines': 'too_large' })
  })

  it('changes nothing on invalid requests to the payment pages', async () => {
    const { link } = await createInvoice(world)
    expect((await fetch(`${world.publicUrl}/pay/return?payment_id=%00`, { redirect: 'manual' })).status).toBe(
      404,
    )
    const broken = await fetch(`${link?.url}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data' },
      body: 'no boundary',
      redirect: 'manual',
    })
    expect(broken.headers.get('location')).toMatch(/\/banks$/)
  })

  it('refuses the number of another invoice', async () => {
    await createInvoice(world, { number: 'A-1', send: 'draft' })
    expect(await refused({ number: 'A-1' })).toEqual({ '/number': 'taken' })
  })

  it('refuses invalid query parameters', async () => {
    for (const query of [
      'limit=0',
      'limit=1000',
      'status=lost',
      'cursor=x',
      'due_before=soon',
      'colour=red',
    ]) {
      const { status, json } = await call(world, 'GET', `/v1/invoices?${query}`)
      expect([query, status, json['code']]).toEqual([query, 422, 'invalid_query'])
    }
  })
})

describe('POST /webhooks/twilio', () => {
  it('refuses a report without a valid Twilio signature', async () => {
    const response = await fetch(`${world.publicUrl}/webhooks/test/twilio?message=msg_x`, {
      method: 'POST',
      headers: { 'x-twilio-signature': 'forged' },
      body: new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'delivered' }),
    })
    expect(response.status).toBe(401)
  })
})

describe('access', () => {
  it('answers 401 without a valid key', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer dw_test_wrongwrongwrongwrongwrong',
      'Basic abc',
      `bearer ${world.apiKey}x`,
    ]) {
      const { status, json } = await call(world, 'GET', '/v1/invoices', undefined, { authorization })
      expect([authorization, status, json['code']]).toEqual([authorization, 401, 'unauthorized'])
    }
  })

  it('answers 404 for another merchant’s invoice on every route', async () => {
    const { id } = await createInvoice(world)
    const stranger = await seed(world.em.fork())
    const authorization = `Bearer ${stranger.api_key}`
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/next'],
      ['GET', '/pdf'],
      ['POST', '/send'],
    ] as const) {
      const { status, json } = await call(
        world,
        method,
        `/v1/invoices/${id}${path}`,
        method === 'POST' ? {} : undefined,
        { authorization },
      )
      expect([path, status, json['code']]).toEqual([path, 404, 'not_found'])
    }
    expect((await call(world, 'GET', '/v1/invoices', undefined, { authorization })).json).toEqual({
      data: [],
      next_cursor: null,
    })
  })

  it('answers 404 for malformed ids', async () => {
    for (const id of ['inv_0', '1', '%00', 'inv_01jzxw6z5hf5ntz7r7h1z2e8cd', "' or 1=1"]) {
      expect((await call(world, 'GET', `/v1/invoices/${encodeURIComponent(id)}`)).status).toBe(404)
    }
  })
})

describe('a payment link', () => {
  it('shows the same page for a tampered and an unknown link', async () => {
    const { link } = await createInvoice(world)
    const url = link?.url ?? ''
    const tampered = await fetch(url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A'))
    const unknown = await fetch(`${world.publicUrl}/pay/whatever`)
    expect([tampered.status, unknown.status]).toEqual([404, 404])
    expect(await tampered.text()).toBe(await unknown.text())
  })

  it('answers 410 for a revoked link', async () => {
    const invoice = await createInvoice(world)
    await world.em.fork().nativeUpdate(PayLinkRow, { invoiceId: invoice.id }, { status: 'revoked' })
    const page = await fetch(invoice.link?.url ?? '')
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('replaced')
  })

  it('sends headers against caching, framing, indexing and referrers', async () => {
    const { link } = await createInvoice(world)
    const { headers } = await fetch(link?.url ?? '')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-robots-tag')).toBe('noindex')
  })

  it('escapes everything a merchant wrote', async () => {
    const hostile = '<script>alert(1)</script>"\'&'
    const { link } = await createInvoice(world, { description: hostile, instructions: hostile })
    const page = await (await fetch(link?.url ?? '')).text()
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;script&gt;')
  })
})

describe('an Idempotency-Key', () => {
  const post = (body: unknown, key: string) =>
    call(world, 'POST', '/v1/invoices', body, { 'idempotency-key': key })

  it('gives the same answer to the same request and creates one invoice', async () => {
    const body = invoiceBody()
    const first = await post(body, 'same')
    const again = await post(body, 'same')
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('refuses the same key with another body', async () => {
    await post(invoiceBody(), 'other')
    const { status, json } = await post(invoiceBody({ amount: 1 }), 'other')
    expect([status, json['code']]).toEqual([422, 'idempotency_key_reused'])
  })

  it('creates one invoice from many concurrent requests with one key', async () => {
    const body = invoiceBody({ description: 'only one' })
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(body, 'race')))
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(await world.em.fork().count(InvoiceRow, { description: 'only one' })).toBe(1)
  })

  it('reports no taken number to concurrent requests with one key', async () => {
    const body = invoiceBody({ number: 'RACE-1' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(body, 'race-number')))
    for (const { status } of answers) expect([201, 409]).toContain(status)
  })

  it('finishes an interrupted request when it is repeated', async () => {
    const body = invoiceBody({ description: 'half way' })
    const first = await post(body, 'died')
    await world.em
      .fork()
      .execute(
        `update idempotency_key set response_status = null, response_body = null, locked_until = now() - interval '1 second' where key = 'died'`,
      )
    const again = await post(body, 'died')
    expect(again.json['id']).toBe(first.json['id'])
    expect(await world.em.fork().count(InvoiceRow, { description: 'half way' })).toBe(1)
  })

  it('accepts the key again after a validation error', async () => {
    expect((await post(invoiceBody({ amount: 0 }), 'mistake')).status).toBe(422)
    expect((await post(invoiceBody(), 'mistake')).status).toBe(201)
  })
})

describe('lists', () => {
  it('pages and filters lists', async () => {
    const made = [
      await createInvoice(world, { description: 'needle 100%', send: 'draft' }),
      await createInvoice(world, { description: 'needle 1000', send: 'draft' }),
    ]
    const found = await call(world, 'GET', `/v1/invoices?q=${encodeURIComponent('needle 1000')}`)
    expect((found.json['data'] as { id: string }[]).map(({ id }) => id)).toEqual([made[1]?.id])
    const wildcard = await call(world, 'GET', `/v1/invoices?q=${encodeURIComponent('need%le')}`)
    expect(wildcard.json['data']).toEqual([])
    const first = await call(world, 'GET', '/v1/invoices?q=needle&status=draft&limit=1')
    const second = await call(
      world,
      'GET',
      `/v1/invoices?q=needle&status=draft&limit=1&cursor=${String(first.json['next_cursor'])}`,
    )
    expect(second.json).toMatchObject({ data: [{ id: made[0]?.id }], next_cursor: null })
    expect((await readInvoice(world, made[0]?.id ?? '')).status).toBe('draft')
  })
})
