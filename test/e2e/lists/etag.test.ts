import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { call, command, createInvoice, type InvoiceJson, timeline } from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createEndpoint } from '../../clients/webhook-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { someOf } from '../../support/some-of.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

type Changed = InvoiceJson & { code?: string; due_date: string; instructions: string; description: string }

const read = (id: string) => call<Changed>(world, 'GET', `/v1/invoices/${id}`)
const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
  call<Changed>(world, 'PATCH', `/v1/invoices/${id}`, body, headers)
const tagOf = async (id: string) => (await read(id)).headers.get('etag') ?? ''
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const KINDS = [
  ['draft', 'draft'],
  ['issued invoice', 'now'],
] as const

describe.each(KINDS)('the ETag of a %s', (_kind, send) => {
  const create = async () => {
    const invoice = await createInvoice(world, { send })
    const isDelivered = async () => (await read(invoice.id)).json.delivery.status === 'delivered'
    if (send === 'now') await waitFor(isDelivered)
    return invoice
  }

  it('is strong, stays the same between reads, and changes with each change', async () => {
    const { id } = await create()
    const first = await tagOf(id)
    expect(first).toMatch(/^"[\d-]+"$/)
    expect(await tagOf(id)).toBe(first)
    const { headers } = await patch(id, { instructions: 'by Friday' })
    expect(headers.get('etag')).not.toBe(first)
    expect(headers.get('etag')).toBe(await tagOf(id))
  })

  it('lets a change pass whose If-Match names the current one', async () => {
    const { id } = await create()
    const headers: ((tag: string) => string)[] = [(tag) => tag, (tag) => `"other", ${tag}`, () => '*']
    for (const [nth, header] of headers.entries()) {
      const ifMatch = header(await tagOf(id))
      const { status } = await patch(id, { instructions: `change ${nth}` }, { 'if-match': ifMatch })
      expect([ifMatch, status]).toEqual([ifMatch, 200])
    }
  })

  it('answers 412, and changes nothing, when If-Match names an earlier one', async () => {
    const { id } = await create()
    const tag = await tagOf(id)
    await patch(id, { due_date: inDays(20) }, { 'if-match': tag })
    for (const stale of [tag, `W/${await tagOf(id)}`, '"0-0"']) {
      const { status, json } = await patch(id, { due_date: inDays(21) }, { 'if-match': stale })
      expect([status, json.code]).toEqual([412, 'precondition_failed'])
    }
    expect((await read(id)).json.due_date).toBe(inDays(20))
  })

  it('lets one of ten simultaneous changes with the same If-Match pass', async () => {
    const { id } = await create()
    const headers = { 'if-match': await tagOf(id) }
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => patch(id, { due_date: inDays(20 + nth) }, headers)),
    )
    const passed = answers.filter(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 412),
    ])
    expect((await read(id)).json.due_date).toBe(passed[0]?.json.due_date)
  })

  it('answers a repetition after a crash as it did, although the tag has changed', async () => {
    const { id } = await create()
    const headers = { 'if-match': await tagOf(id), 'idempotency-key': `crash-${id}` }
    expect((await patch(id, { instructions: 'once' }, headers)).status).toBe(200)
    await world.em.fork().execute(
      `update idempotency_key set response_status = null, response_body = null,
         locked_until = now() - interval '1 second' where key = ?`,
      [`crash-${id}`],
    )
    expect(await patch(id, { instructions: 'once' }, headers)).toMatchObject({
      status: 200,
      json: { instructions: 'once' },
    })
    const other = { ...headers, 'idempotency-key': `other-${id}` }
    expect((await patch(id, { instructions: 'twice' }, other)).status).toBe(412)
    if (send === 'now')
      expect((await timeline(world, id)).filter((type) => type === 'amended')).toHaveLength(1)
  })

  it('refuses an If-Match that is not one', async () => {
    const { id } = await create()
    for (const ifMatch of ['1', '""x', '"a" "b"', '*, "a"', "'a'", ',']) {
      const { status, json } = await patch(id, { instructions: 'x' }, { 'if-match': ifMatch })
      expect([ifMatch, status, json.code]).toEqual([ifMatch, 422, 'invalid_if_match'])
    }
  })
})

const OTHERS = [
  ['customers', 'name', async () => (await createCustomer(world, { name: 'Ada', email: newEmail() })).id],
  ['recurring_invoices', 'description', async () => (await createRecurring(world)).id],
] as const
const SOME_OTHERS = someOf(OTHERS, 2)
const newEmail = () => `ada.${randomUUID()}@customer.example`

describe.each(SOME_OTHERS)('the ETag of one of %s', (path, field, make) => {
  const readOne = async (id: string) => call<Record<string, unknown>>(world, 'GET', `/v1/${path}/${id}`)
  const changeOne = (id: string, value: string, headers: Record<string, string>) =>
    call<Record<string, unknown>>(world, 'PATCH', `/v1/${path}/${id}`, { [field]: value }, headers)

  it('lets the current one pass, and answers 412 to an earlier one, which changes nothing', async () => {
    const id = await make()
    const tag = (await readOne(id)).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"\d+"$/)
    const first = await changeOne(id, 'First', { 'if-match': tag, 'idempotency-key': `first-${id}` })
    expect([first.status, first.json[field]]).toEqual([200, 'First'])
    expect(first.headers.get('etag')).not.toBe(tag)
    expect((await readOne(id)).headers.get('etag')).toBe(first.headers.get('etag'))
    const late = await changeOne(id, 'Late', { 'if-match': tag })
    expect([late.status, late.json['code']]).toEqual([412, 'precondition_failed'])
    expect((await readOne(id)).json[field]).toBe('First')
    expect((await changeOne(id, 'x', { 'if-match': 'x' })).json['code']).toBe('invalid_if_match')
    expect((await changeOne(id, 'Any', { 'if-match': '*' })).status).toBe(200)
    await world.em.fork().execute(
      `update idempotency_key set response_status = null, response_body = null,
         locked_until = now() - interval '1 second' where key = ?`,
      [`first-${id}`],
    )
    const again = await changeOne(id, 'First', { 'if-match': tag, 'idempotency-key': `first-${id}` })
    expect([again.status, again.json[field]]).toEqual([200, 'Any'])
  })

  it('lets one of five simultaneous changes with the same If-Match pass', async () => {
    const id = await make()
    const headers = { 'if-match': (await readOne(id)).headers.get('etag') ?? '' }
    const answers = await Promise.all([1, 2, 3, 4, 5].map((nth) => changeOne(id, `Change ${nth}`, headers)))
    const passed = answers.filter(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412])
    expect((await readOne(id)).json[field]).toBe(passed[0]?.json[field])
  })
})

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'
const account = (holder: string) => ({
  type: 'sort_code',
  sort_code: '040004',
  account_number: '12345678',
  holder,
})

const CONTENTS = [
  {
    what: 'the branding',
    path: async () => '/v1/branding',
    method: 'PATCH',
    bodies: [{ accent: '#112233' }, { accent: '#445566' }],
  },
  {
    what: 'the settings',
    path: async () => '/v1/settings',
    method: 'PATCH',
    bodies: [{ number_prefix: 'FIRST' }, { number_prefix: 'LATE' }],
  },
  {
    what: 'the profile',
    path: async () => '/v1/profile',
    method: 'PATCH',
    bodies: [{ legal_name: 'First' }, { legal_name: 'Late' }],
  },
  {
    what: 'a payout account',
    path: async (shop: World) => {
      await call(shop, 'PUT', '/v1/payout_accounts/GBP', account('Zeroth'))
      return '/v1/payout_accounts/GBP'
    },
    method: 'PUT',
    bodies: [account('First'), account('Late')],
  },
  {
    what: 'how an import is read',
    path: async (shop: World) => `/v1/imports/${(await review(shop, csvOf(1))).id}`,
    method: 'PATCH',
    bodies: [{ date_format: 'DD/MM/YYYY' }, { date_format: 'MM/DD/YYYY' }],
  },
  {
    what: 'an e-mail template',
    path: async () => '/v1/email_templates/invoice',
    method: 'PATCH',
    bodies: [{ subject: 'First' }, { subject: 'Late' }],
  },
  {
    what: 'a webhook endpoint',
    path: async (shop: World) =>
      `/v1/webhook_endpoints/${(await createEndpoint(shop, 'https://hooks.example/duewell')).id}`,
    method: 'PATCH',
    bodies: [{ description: 'First' }, { description: 'Late' }],
  },
]

const SOME_CONTENTS = someOf(CONTENTS, 2)

describe.each(SOME_CONTENTS)('the ETag of $what', ({ path, method, bodies: [first = {}, late = {}] }) => {
  it('lets the current one pass, and answers 412 to an earlier one, which changes nothing', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    const at = await path(shop)
    const tagNow = async () => (await call(shop, 'GET', at)).headers.get('etag') ?? ''
    const change = (body: object, headers: Record<string, string>) => call(shop, method, at, body, headers)
    const tag = await tagNow()
    expect(tag).toMatch(/^"[\w-]{22}"$/)
    expect(await tagNow()).toBe(tag)
    const changed = await change(first, { 'if-match': tag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(tag)
    expect(await tagNow()).toBe(changed.headers.get('etag'))
    expect(await change(late, { 'if-match': tag })).toMatchObject({
      status: 412,
      json: { code: 'precondition_failed' },
    })
    expect(await tagNow()).toBe(changed.headers.get('etag'))
    expect((await change(late, { 'if-match': 'x' })).json).toMatchObject({ code: 'invalid_if_match' })
    expect((await change(late, { 'if-match': '*' })).status).toBe(200)
  })

  it('lets one of two simultaneous changes with the same If-Match pass', async () => {
    const shop = inLiveMode(await withNewMerchant(world))
    const at = await path(shop)
    const headers = { 'if-match': (await call(shop, 'GET', at)).headers.get('etag') ?? '' }
    const answers = await Promise.all([
      call(shop, method, at, first, headers),
      call(shop, method, at, late, headers),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })
})

it('removes a logo and a payout account only as they were read', async () => {
  const shop = inLiveMode(await withNewMerchant(world))
  const tagAt = async (path: string) => (await call(shop, 'GET', path)).headers.get('etag') ?? ''
  const upload = (headers: Record<string, string>) =>
    call(shop, 'PUT', '/v1/branding/logo', LOGO, { 'content-type': 'image/svg+xml', ...headers })
  const bare = await tagAt('/v1/branding')
  expect((await upload({ 'if-match': bare })).status).toBe(200)
  expect((await upload({ 'if-match': bare })).status).toBe(412)
  const remove = (path: string, tag: string) => call(shop, 'DELETE', path, undefined, { 'if-match': tag })
  expect((await remove('/v1/branding/logo', bare)).status).toBe(412)
  expect((await remove('/v1/branding/logo', await tagAt('/v1/branding'))).status).toBe(204)
  const path = '/v1/payout_accounts/GBP'
  await call(shop, 'PUT', path, account('First'))
  const first = await tagAt(path)
  await call(shop, 'PUT', path, account('Second'))
  expect((await remove(path, first)).status).toBe(412)
  expect((await remove(path, await tagAt(path))).status).toBe(204)
  expect((await call(shop, 'PUT', path, account('Third'), { 'if-match': '*' })).status).toBe(412)
  expect((await call(shop, 'GET', path)).status).toBe(404)
})

it('saves the settings of an import once when the request is repeated after a crash with its If-Match', async () => {
  const path = `/v1/imports/${(await review(world, csvOf(1))).id}`
  const headers = {
    'if-match': (await call(world, 'GET', path)).headers.get('etag') ?? '',
    'idempotency-key': randomUUID(),
  }
  const change = () => call(world, 'PATCH', path, { date_format: 'DD/MM/YYYY' }, headers)
  expect((await change()).status).toBe(200)
  await world.em.fork().execute(
    `update idempotency_key set response_status = null, response_body = null,
       locked_until = now() - interval '1 second' where key = ?`,
    [headers['idempotency-key']],
  )
  expect((await change()).status).toBe(200)
})

it('keeps both of two simultaneous changes of a draft to different fields', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await createInvoice(world, { send: 'draft' })
    const answers = await Promise.all([
      patch(id, { description: 'Changed' }),
      patch(id, { instructions: 'by Friday' }),
      patch(id, { due_date: inDays(33) }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await read(id)).json).toMatchObject({
      description: 'Changed',
      instructions: 'by Friday',
      due_date: inDays(33),
    })
  }
})

it('answers 412 to a change of a draft that was sent meanwhile', async () => {
  const { id } = await createInvoice(world, { send: 'draft' })
  const headers = { 'if-match': await tagOf(id) }
  expect((await command(world, id, 'send')).status).toBe(200)
  expect((await patch(id, { instructions: 'late' }, headers)).status).toBe(412)
})
