import { beforeAll, describe, expect, it } from 'vitest'
import { createInvoice, inboxFor, mustCommand, readInvoice, timeline } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@pages.example', 'owner')
})

const BASE = '/dashboard/test'
const idOf = (location: string) => /inv_\w+/.exec(location)?.[0] ?? ''
const dueDate = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const content = {
  'customer.name': 'Grace Hopper',
  'customer.email': 'grace@pages.example',
  description: 'Compiler',
  amount: '1.250,50',
  currency: 'GBP',
  due_date: dueDate,
}

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect(status).toBe(200)
  return textOf(text)
}

describe('the way in', () => {
  it('leads a stranger to sign-in, an approved merchant to live mode and a new one to test mode', async () => {
    const stranger = await openBrowser(world).get('/dashboard/test/invoices?status=paid')
    expect(stranger.location).toBe('/sign-in?next=%2Fdashboard%2Ftest%2Finvoices%3Fstatus%3Dpaid')
    const ended = await openBrowser(world).post('/dashboard/test/invoices/new', {}, { 'hx-request': 'true' })
    expect([ended.status, ended.headers.get('hx-redirect')]).toEqual([401, '/sign-in'])
    expect((await owner.get('/dashboard')).location).toBe('/dashboard/live')
    const { browser: newcomer } = await ownerOf(world, 'newcomer@pages.example')
    expect((await newcomer.get('/dashboard')).location).toBe('/dashboard/test')
    expect(textOf((await newcomer.get('/dashboard/live')).text)).toContain('They have not approved yours yet')
  })

  it('keeps pages out of caches, scripts out of pages, and assets in caches', async () => {
    const { headers, text } = await owner.get(`${BASE}/invoices`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self'.*frame-ancestors 'none'/,
    )
    expect(text).not.toMatch(/<script(?! src="\/assets\/)| style=| on\w+=/)
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(assets).toHaveLength(4)
    for (const path of assets) {
      const { status, headers: of } = await openBrowser(world).get(path)
      expect([status, of.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    }
  })
})

describe('a draft', () => {
  it('is written line by line, saved once, looked at, changed, sent and cloned, without JavaScript', async () => {
    const path = `${BASE}/invoices/new`
    const form = { ...fieldsOf((await owner.get(path)).text, path), ...content }
    const split = await owner.post(path, { ...form, do: 'add_line' })
    const lines = { ...fieldsOf(split.text, path), 'lines.0.quantity': '2', 'lines.0.tax_rate': '20' }
    expect(lines).toMatchObject({ 'lines.0.description': 'Compiler', 'lines.0.unit_amount': '1.250,50' })
    const totals = await owner.post(path, { ...lines, do: 'update' })
    expect(textOf(totals.text)).toContain('Total 3,001.20 GBP')

    const saved = await Promise.all([1, 2].map(() => owner.post(path, { ...lines, do: 'save' })))
    expect(new Set(saved.map(({ location }) => location)).size).toBe(1)
    const id = idOf(saved[0]?.location ?? '')
    expect(await readInvoice(world, id)).toMatchObject({ status: 'draft', amount: 300_120 })

    const page = `${BASE}/invoices/${id}`
    expect(await seen(`${page}?done=saved`)).toContain('The draft is saved. Draft for Grace Hopper')
    expect(await seen(`${page}/email`)).toContain('Dear Grace Hopper,')
    const html = await owner.get(`${page}/email.html`)
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups; default-src 'none'/)
    expect((await owner.get(`${page}/invoice.pdf`)).text).toMatch(/^%PDF/)
    const preview = await owner.get((await owner.get(`${page}/customer-view`)).location)
    expect(textOf(preview.text)).toContain('3,001.20 GBP')

    const editing = fieldsOf((await owner.get(`${page}/edit`)).text, `${page}/edit`)
    const edited = { ...editing, 'lines.0.quantity': '1', instructions: 'Mention your name', do: 'save' }
    expect((await owner.post(`${page}/edit`, edited)).location).toBe(`${page}?done=saved`)
    const late = await owner.post(`${page}/edit`, { ...edited, description: 'Lost' })
    expect([late.status, textOf(late.text)]).toEqual([
      412,
      expect.stringContaining('It was changed meanwhile'),
    ])

    expect((await submit(owner, page, `${page}/send`)).location).toBe(`${page}?done=send`)
    await waitFor(async () => (await inboxFor(world, content['customer.email'])).length > 0)
    expect(await seen(page)).toContain('Mention your name')
    expect((await owner.get(`${page}/edit`)).location).toBe(page)
    const clone = fieldsOf((await owner.get(`${path}?from=${id}`)).text, path)
    expect(clone).toMatchObject({
      'customer.email': 'grace@pages.example',
      'lines.0.tax_rate': '20',
      number: '',
    })
  })

  it('is refused with the field and the words, and keeps what was typed', async () => {
    const path = `${BASE}/invoices/new`
    const wrong = { ...content, 'customer.email': 'nobody', amount: '10', due_date: '2020-01-01', do: 'save' }
    const { status, text } = await submit(owner, path, path, wrong)
    expect(status).toBe(422)
    expect(textOf(text)).toContain('This must be an e-mail address')
    expect(text).toMatch(
      /id="customer.email"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*customer.email-mistake"/,
    )
    expect(fieldsOf(text, path)).toMatchObject({ description: 'Compiler', amount: '10' })
    const unclear = await submit(owner, path, path, { ...content, amount: '1,250', do: 'save' })
    expect(textOf(unclear.text)).toContain('write 1250.00 if it is 1250')
  })

  it('takes the name of a known customer, sends at once, and is deleted before it is sent', async () => {
    const path = `${BASE}/invoices/new`
    await createInvoice(world, {
      customer: { name: 'Known Name', email: 'known@pages.example' },
      send: 'draft',
    })
    const known = { ...content, 'customer.name': '', 'customer.email': 'known@pages.example', amount: '10' }
    const sent = await submit(owner, path, path, { ...known, do: 'send' })
    expect(sent.location).toMatch(/\?done=send$/)
    expect(await seen(sent.location)).toContain('Known Name')
    const { location } = await submit(owner, path, path, { ...known, do: 'save' })
    const page = location.replace(/\?.*/, '')
    expect((await submit(owner, page, `${page}/delete`)).location).toBe(`${BASE}/invoices`)
    expect((await owner.get(page)).status).toBe(404)
  })
})

describe('one invoice', () => {
  it('takes each command once when its form arrives twice, and shows cause and effect', async () => {
    const { id, number } = await createInvoice(world, {
      customer: { name: 'Ada', email: 'ada@pages.example' },
    })
    const page = `${BASE}/invoices/${id}`
    const press = async (command: string, entered: Record<string, string> = {}) => {
      const action = `${page}/${command}`
      const fields = { ...fieldsOf((await owner.get(page)).text, action), ...entered }
      const answers = await Promise.all([owner.post(action, fields), owner.post(action, fields)])
      expect(answers.map(({ location }) => location)).toEqual([1, 2].map(() => `${page}?done=${command}`))
    }
    await untilEvent(world, id, 'sent')
    const [, hint = ''] = /In place of the usual text\.([^<]*)/.exec((await owner.get(page)).text) ?? []
    const placeholders = hint.match(/\{\w+\}/g) ?? []
    expect(placeholders).toContain('{amount}')
    await press('remind', { text: placeholders.join(' ') })
    await untilEvent(world, id, 'reminded')
    await press('pause', { note: 'A question' })
    await press('resume', { dates: 'shift' })
    await press('link', { email: '' })
    await press('payment', { amount: '25', method: 'cash' })
    const events = await timeline(world, id)
    for (const type of [
      'reminder_requested',
      'hold_placed',
      'hold_released',
      'link_regenerated',
      'manual_payment_recorded',
    ])
      expect([type, events.filter((one) => one === type).length]).toEqual([type, 1])

    const text = await seen(page)
    expect(text).toContain(`Invoice ${number}`)
    expect(text).toContain('100.00 GBP still to be paid')
    expect(text).toContain(
      'Put on hold No reminders go out, and it does not become overdue. It can still be paid. A question',
    )
    expect(text).toMatch(/Payment of 25.00 GBP recorded Cash, .* by Ada Byron/)

    const undone = await submit(owner, page, `${page}/undo`)
    expect(undone.location).toBe(`${page}?done=undo`)
    await press('payment')
    expect(await seen(page)).toMatch(/Not sent: paid .* before/)
    const refused = await submit(owner, page, `${page}/refund`, { amount: '900' })
    expect([refused.status, textOf(refused.text)]).toEqual([
      422,
      expect.stringContaining('The refund is larger than'),
    ])
    expect((await submit(owner, page, `${page}/refund`, { method: 'cash', amount: '5' })).location).toBe(
      `${page}?done=refund`,
    )
  })

  it('changes address and due date, moves the test clock, and voids silently', async () => {
    const { id } = await createInvoice(world, { customer: { name: 'Eve', email: 'old@pages.example' } })
    const page = `${BASE}/invoices/${id}`
    const changed = await submit(owner, page, `${page}/change`, {
      email: 'new@pages.example',
      due_date: dueDate,
    })
    expect(changed.location).toBe(`${page}?done=changed`)
    await waitFor(async () => (await inboxFor(world, 'new@pages.example')).length > 0)
    expect((await submit(owner, page, `${page}/clock`, { advance: 'P30D' })).location).toBe(
      `${page}?done=clock`,
    )
    expect(await seen(page)).toContain('Test clock moved ahead by 30 days')
    expect((await submit(owner, page, `${page}/void`, { notify: '' })).location).toBe(`${page}?done=void`)
    const again = await owner.post(`${page}/remind`, {})
    expect([again.status, textOf(again.text)]).toEqual([409, expect.stringContaining('It is void.')])
    expect(await timeline(world, id)).not.toContain('void_notice_sent')
  })
})

describe('an operator', () => {
  it('sees the link to the workflow, and other people do not', async () => {
    const { id } = await createInvoice(world)
    const page = `${BASE}/invoices/${id}`
    const operators = {
      emails: new Set(['operator@pages.example']),
      workflowsUrl: 'https://temporal.example/workflows',
    }
    replaceForTest(world.deps, { operators })
    const operator = await memberOf(world, 'operator@pages.example', 'accountant')
    expect((await operator.get(page)).text).toContain(
      `href="https://temporal.example/workflows/invoice-${id}"`,
    )
    expect((await owner.get(page)).text).not.toContain('temporal.example')
  })
})

describe('the list', () => {
  it('filters, searches, sorts, pages and exports', async () => {
    const path = `${BASE}/invoices`
    for (const amount of [300, 100, 200])
      await createInvoice(world, {
        amount,
        description: 'Sorted',
        send: 'draft',
        customer: { name: `S${amount}`, email: 's@pages.example' },
      })
    const names = (text: string) => [...text.matchAll(/Select Draft, (S\d+)"/g)].map(([, name]) => name)
    const { text } = await owner.get(`${path}?q=sorted&status=draft&currency=GBP&sort=-amount&limit=2`)
    expect(names(text)).toEqual(['S300', 'S200'])
    const next = /href="([^"]+cursor=[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(names((await owner.get(next)).text)).toEqual(['S100'])
    expect(await seen(`${path}?q=nobody&status=&sort=`)).toContain('No invoice matches')
    const { headers, text: csv } = await owner.get(`${path}/export.csv?q=sorted&status=`)
    expect([headers.get('content-type'), csv.trim().split('\n').length]).toEqual([
      'text/csv; charset=utf-8',
      4,
    ])
    expect((await owner.get(`${path}?status=nonsense`)).status).toBe(422)
  })

  it('shows the consequence for several, does it once, and shows every outcome', async () => {
    const draft = await createInvoice(world, { send: 'draft' })
    const open = await createInvoice(world)
    const paid = await createInvoice(world)
    await mustCommand(world, paid.id, 'payments', { amount: paid.amount, method: 'cash' })
    const ids = [draft, open, paid].map(({ id }) => `invoice=${id}`).join('&')
    const path = `${BASE}/invoices/selected`
    const { text } = await owner.get(`${path}?action=void&${ids}`)
    expect(textOf(text)).toMatch(/can no longer be paid.*Left out: 2 invoices.*It is still a draft/)
    const form = new URLSearchParams(fieldsOf(text, path))
    for (const { id } of [draft, paid]) form.append('invoice', id)
    const post = () =>
      fetch(`${world.publicUrl}${path}`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
        headers: { origin: world.publicUrl, cookie: [...owner.jar].map((pair) => pair.join('=')).join('; ') },
      })
    const [first, second] = [await post(), await post()]
    expect([first.status, second.headers.get('location')]).toEqual([303, first.headers.get('location')])
    expect(await seen(first.headers.get('location') ?? '')).toMatch(/1 of 3 invoices voided.*already paid/)
    expect((await readInvoice(world, open.id)).status).toBe('void')
  })
})

describe('the overview', () => {
  it('shows what is outstanding and what came in, as charts with tables, and what needs attention', async () => {
    const lost = await createInvoice(world, {
      customer: { name: 'Lost', email: 'bounce@pages.example' },
      amount: 7_700,
    })
    await untilEvent(world, lost.id, 'delivery_failed')
    const { text } = await owner.get(`${BASE}?days=30`)
    expect(text).toMatch(new RegExp(`Not delivered</span>.*${lost.id}`))
    expect(textOf(text)).toMatch(/Outstanding [\d,]+\.\d\d GBP/)
    expect(text).toMatch(/<svg class="chart" role="img" aria-labelledby="money-in-GBP-summary"/)
    expect(text).toMatch(/<caption>Outstanding in GBP<\/caption>/)
  })
})
