import { beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { listDeliveries, readEndpoint, untilDelivery } from '../../clients/webhook-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { answers, startReceiver } from '../../support/webhook-receiver.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@webhook-pages.example', 'owner')
})

const PATH = '/dashboard/test/settings/webhooks'
const secretOf = (text: string) => /id="secret"[^>]* value="(whsec_[^"]+)"/.exec(text)?.[1]

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect([path, status]).toEqual([path, 200])
  return textOf(text)
}

async function created(url: string, entered: Record<string, string> = {}) {
  const form = `${PATH}/new`
  const { text } = await owner.get(form)
  const fields: Record<string, string> = { ...fieldsOf(text, form), url, ...entered }
  const { status, text: made } = await owner.post(form, fields)
  expect(status).toBe(201)
  const id = fields['id'] ?? ''
  return { id, page: `${PATH}/${id}`, secret: secretOf(made), fields }
}

describe('an endpoint', () => {
  it('is created once with its secret shown once, changed, rotated, disabled, enabled and deleted', async () => {
    expect(await seen(PATH)).toContain('No endpoints yet')
    const form = `${PATH}/new`
    const typed = {
      url: 'ftp://x',
      description: 'For <b>orders</b>',
      filter: 'some',
      'event.invoice.paid': 'yes',
    }
    const refused = await submit(owner, form, form, typed)
    expect([refused.status, refused.text]).toEqual([422, expect.stringMatching(/id="url"[^>]*aria-invalid/)])
    expect(fieldsOf(refused.text, form)).toMatchObject(typed)
    const none = await submit(owner, form, form, { url: 'https://a.example/', filter: 'some' })
    expect(textOf(none.text)).toContain('This needs at least one type that is ticked')

    const { url } = await startReceiver()
    const { id, page, secret, fields } = await created(url, { ...typed, url })
    expect(secret).toMatch(/^whsec_/)
    expect(await readEndpoint(world, id)).toMatchObject({ url, events: ['invoice.paid'], status: 'enabled' })
    const again = await owner.post(form, fields)
    expect([again.status, secretOf(again.text)]).toEqual([409, undefined])
    expect((await owner.get(page)).text).not.toContain('whsec_')
    expect(await seen(PATH)).toContain(`${url} For <b>orders</b> Enabled`)

    const edit = fieldsOf((await owner.get(`${page}/edit`)).text, `${page}/edit`)
    expect(edit).toMatchObject({ ...typed, url })
    expect((await owner.post(`${page}/edit`, { ...edit, filter: 'all' })).location).toBe(`${page}?done=saved`)
    expect((await readEndpoint(world, id)).events).toBe(null)
    const renamed = await owner.post(`${page}/edit`, { ...edit, description: 'Renamed' })
    expect([renamed.location, (await readEndpoint(world, id)).events]).toEqual([`${page}?done=saved`, null])
    const stale = await owner.post(`${page}/edit`, { ...edit, 'event.invoice.sent': 'yes' })
    expect([stale.status, textOf(stale.text)]).toEqual([
      409,
      expect.stringContaining('This was changed meanwhile to: every type.'),
    ])
    expect(fieldsOf(stale.text, `${page}/edit`)).toMatchObject({ description: 'Renamed', filter: 'some' })

    const rotation = { ...fieldsOf((await owner.get(page)).text, `${page}/rotate`), overlap: 'P7D' }
    const rotated = await Promise.all([1, 2].map(() => owner.post(`${page}/rotate`, rotation)))
    const [first, second] = rotated.map(({ text }) => secretOf(text))
    expect([first, first === secret]).toEqual([second, false])
    expect(await seen(page)).toContain('Earlier secret signs too until')

    expect((await submit(owner, page, `${page}/disable`)).location).toBe(`${page}?done=disable`)
    const test = await owner.post(`${page}/test`)
    expect([test.status, textOf(test.text)]).toEqual([
      409,
      expect.stringContaining('The endpoint is disabled.'),
    ])
    await submit(owner, page, `${page}/enable`)
    expect((await readEndpoint(world, id)).status).toBe('enabled')
    expect((await submit(owner, page, `${page}/delete`)).location).toBe(`${PATH}?done=delete`)
    expect((await owner.get(page)).status).toBe(404)
  })
})

describe('the log of deliveries', () => {
  it('shows each with its answer, filters, and sends one or a range again', async () => {
    const receiver = await startReceiver(answers(410, 'gone <script>'))
    const { id, page } = await created(receiver.url)
    expect((await submit(owner, page, `${page}/test`)).location).toBe(`${page}?done=test`)
    const [delivery] = await listDeliveries(world, `endpoint=${id}`)
    await untilDelivery(world, delivery?.id ?? '', 'failed')
    expect(await seen(page)).toMatch(
      /It answered 410, so it gets no events.*webhook_endpoint.test .* Failed status 410/,
    )
    receiver.behave(answers(200, 'ok'))
    await submit(owner, page, `${page}/enable`)

    const one = `${PATH}/deliveries/${delivery?.id}`
    expect(await seen(one)).toMatch(/Failed .*status 410 .* gone <script> .*"type": "webhook_endpoint.test"/)
    const form = fieldsOf((await owner.get(one)).text, `${one}/redeliver`)
    const sent = await Promise.all([1, 2].map(() => owner.post(`${one}/redeliver`, form)))
    expect(sent[0]?.location).toBe(sent[1]?.location)
    const [, newId = ''] = /(whd_\w+)\?done=again/.exec(sent[0]?.location ?? '') ?? []
    await untilDelivery(world, newId, 'succeeded')
    expect(await seen(`${PATH}/deliveries/${newId}`)).toContain('status 200')

    expect(await seen(`${page}?status=succeeded`)).toMatch(/Delivered status 200/)
    expect(await seen(`${page}?status=cancelled`)).toContain('No delivery matches.')
    expect(await seen(`${page}?status=&event=${delivery?.event.id}`)).toMatch(
      /Delivered status 200.*Failed status 410/,
    )
    expect(await seen(`${page}?event=evt_unknown`)).toContain('No delivery matches.')
    const wrong = await submit(owner, page, `${page}/redeliver`, { since: 'yesterday', events: 'all' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringMatching(/id="since"[^>]*aria-invalid/)])
    const range = { since: '2026-01-01T00:00', until: '', events: 'all' }
    const { location } = await submit(owner, page, `${page}/redeliver`, range)
    expect(location).toBe(`${page}?done=redeliver&count=1`)
    expect(await seen(location)).toContain('1 event will be sent again.')
    await receiver.until('webhook_endpoint.test', 3)
  })
})
