import { beforeAll, describe, expect, it, vi } from 'vitest'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import {
  advance,
  authorise,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { replaceForTest } from '../../support/replace.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@pages.example', 'owner')
})

const BASE = '/dashboard/test'
const dueDate = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
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
    const { text: open } = await owner.get(page)
    for (const scheme of ['mailto:ada%40pages.example?subject=', 'sms:?body=']) {
      const [, address = ''] = new RegExp(`href="(${scheme.replace('?', '\\?')}[^"]+)"`).exec(open) ?? []
      expect(decodeURIComponent(address)).toMatch(/125\.00 GBP.*Pay: http\S+\/pay\/\S+$/)
    }
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
      `${page}?done=refund_recorded`,
    )
  })

  it('issues credit notes by line and by amount, lists them with their PDFs, and makes one with a void', async () => {
    const lines = [{ description: 'Oak <b>chairs</b>', quantity: '3', unit_amount: 1_000, tax_rate: '20' }]
    const { id } = await createInvoice(world, { amount: undefined, lines })
    const page = `${BASE}/invoices/${id}`
    const send = (entered: Record<string, string>) => submit(owner, page, `${page}/credit`, entered)
    const empty = await send({ by: 'lines' })
    expect([empty.status, textOf(empty.text)]).toEqual([
      422,
      expect.stringContaining('must not be empty in every line'),
    ])
    expect((await send({ by: 'lines', line_1: 'many' })).status).toBe(422)
    const tooMany = await send({ by: 'lines', line_1: '4' })
    expect([tooMany.status, textOf(tooMany.text)]).toEqual([
      422,
      expect.stringContaining('The credit note is larger than what earlier ones left'),
    ])
    expect((await send({ by: 'lines', line_1: '1,5', reason: 'Broken' })).location).toBe(
      `${page}?done=credit`,
    )
    expect((await send({ by: 'amount', amount: '6.00' })).location).toBe(`${page}?done=credit`)
    const shown = await seen(page)
    expect(shown).toMatch(/18\.00 GBP credited, credit note CN-\d{4}-\d+ , /)
    expect(shown).toContain('24.00 GBP credited')
    expect(shown).toMatch(/Credit note CN-\S+ over 6\.00 GBP/)
    const { text } = await owner.get(page)
    const pdf = /href="([^"]+\/credit-notes\/[^"]+\/pdf)"/.exec(text)?.[1] ?? ''
    const { status, headers } = await owner.get(pdf)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const all = await owner.get(`${BASE}/credit-notes`)
    expect(all.text).toContain(`href="${pdf}"`)
    expect(all.text).toContain(`href="${page}"`)
    expect(await seen(`${BASE}/credit-notes?customer=none@customer.example`)).toContain(
      'No credit note matches',
    )
    await submit(owner, page, `${page}/void`)
    expect(await seen(page)).toMatch(/Credit note CN-\S+ over 12\.00 GBP Made with the void\./)
  })

  it('keeps what others changed while its form was open, and asks before it replaces what both changed', async () => {
    const customer = { name: 'Iris', email: 'first@pages.example', phone: '+447700900123' }
    const { id } = await createInvoice(world, { customer, instructions: 'Ring first' })
    const page = `${BASE}/invoices/${id}`
    const action = `${page}/change`
    const stale = fieldsOf((await owner.get(page)).text, action)
    const email = 'second@pages.example'
    await owner.post(action, { ...stale, command: '', email, instructions: 'Ring twice' })

    const moved = await owner.post(action, { ...stale, due_date: dueDate })
    expect(moved.location).toBe(`${page}?done=changed`)
    expect(await readInvoice(world, id)).toMatchObject({
      due_date: dueDate,
      customer: { email },
      instructions: 'Ring twice',
    })

    const typed = { ...stale, instructions: 'Ring <never>', command: '' }
    const refused = await owner.post(action, typed)
    expect([refused.status, textOf(refused.text)]).toEqual([
      409,
      expect.stringMatching(
        /Somebody else changed this after you opened the page.*This was changed meanwhile to “Ring twice”/,
      ),
    ])
    const shown = fieldsOf(refused.text, action)
    expect(shown).toMatchObject({ instructions: 'Ring <never>', email, due_date: dueDate })
    expect((await owner.post(action, shown)).location).toBe(`${page}?done=changed`)
    expect(await readInvoice(world, id)).toMatchObject({ instructions: 'Ring <never>', due_date: dueDate })

    const emptied = await submit(owner, page, action, { phone: '' })
    expect([emptied.status, textOf(emptied.text)]).toEqual([
      422,
      expect.stringContaining('This cannot be removed from an invoice that is issued'),
    ])
    const wrong = await submit(owner, page, action, { email: 'nobody' })
    expect(wrong.text).toMatch(/id="change-email"[^>]*aria-invalid="true"/)
  })

  it('credits by tax rate, and states a position that adds up', async () => {
    const lines = [
      { description: 'Chairs', quantity: '2', unit_amount: 1_000, tax_rate: '20' },
      { description: 'Books', quantity: '1', unit_amount: 1_000, tax_rate: '5' },
    ]
    const { id } = await createInvoice(world, { amount: undefined, lines })
    const page = `${BASE}/invoices/${id}`
    const send = (entered: Record<string, string>) => submit(owner, page, `${page}/credit`, entered)
    const empty = await send({ by: 'taxes' })
    expect([empty.status, textOf(empty.text)]).toEqual([
      422,
      expect.stringContaining('must not be empty in every rate'),
    ])
    expect((await send({ by: 'taxes', tax_2: 'many' })).status).toBe(422)
    expect((await send({ by: 'taxes', tax_2: '2.10' })).location).toBe(`${page}?done=credit`)
    const { json } = await call<{ data: object[] }>(world, 'GET', `/v1/invoices/${id}/credit_notes`)
    expect(json.data).toMatchObject([{ taxes: [{ rate: '5', net: 200, tax: 10 }] }])
    await submit(owner, page, `${page}/payment`, { method: 'cash', amount: '10' })
    await submit(owner, page, `${page}/refund`, { method: 'cash', amount: '4' })
    expect((await seen(page)).replace(/\s+/g, ' ')).toContain(
      'Total 34.50 GBP Credited 2.10 Received 10.00 Refunded 4.00 Still to be paid 26.40',
    )
  })

  it('states on both pages what a refund wrote off when the refunded payment is removed', async () => {
    const lines = [{ description: 'Chairs', quantity: '1', unit_amount: 10_000 }]
    const { id, link } = await createInvoice(world, { amount: undefined, lines })
    const page = `${BASE}/invoices/${id}`
    await submit(owner, page, `${page}/payment`, { method: 'cash', amount: '60' })
    await submit(owner, page, `${page}/payment`, { method: 'cash', amount: '40' })
    await submit(owner, page, `${page}/refund`, { method: 'cash', amount: '30' })
    const payment = (await readInvoice(world, id)).payments.find(({ amount }) => amount === 4_000)
    await mustCommand(world, id, `payments/${payment?.id}/undo`)
    expect((await seen(page)).replace(/\s+/g, ' ')).toContain(
      'Total 100.00 GBP Received 60.00 Refunded 30.00 No longer to be paid 30.00 Still to be paid 40.00',
    )
    const text = textOf(await (await fetch(link?.url ?? '')).text()).replace(/\s+/g, ' ')
    expect(text).toContain(
      'Total 100.00 GBP Received 60.00 Given back to you 30.00 No longer to be paid 30.00 Still to be paid 40.00',
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

  it('tries no further invoice after one for which the workflows cannot be reached', async () => {
    const ids = [await createInvoice(world), await createInvoice(world)].map(({ id }) => id)
    const command = vi.fn<() => Promise<never>>(() =>
      Promise.reject(new TemporalUnavailableError('away', { mayBeExecuted: false })),
    )
    replaceForTest(world.deps, { invoices: { ...world.deps.invoices, command } })
    const path = `${BASE}/invoices/selected`
    const { text } = await owner.get(`${path}?action=remind&${ids.map((id) => `invoice=${id}`).join('&')}`)
    const form = new URLSearchParams(fieldsOf(text, path))
    form.append('invoice', ids.find((id) => id !== form.get('invoice')) ?? '')
    const { headers } = await fetch(`${world.publicUrl}${path}`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      headers: { origin: world.publicUrl, cookie: [...owner.jar].map((pair) => pair.join('=')).join('; ') },
    })
    expect(await seen(headers.get('location') ?? '')).toMatch(
      /0 of 2 invoices reminded.*It could not be done at the moment.*It was not tried/,
    )
    expect(command).toHaveBeenCalledTimes(1)
  })
})

describe('an invoice with money that came in another way than by bank', () => {
  const cash = (amount: number) => ({ amount, method: 'cash' })
  const refundForm = (html: string) => /<form[^>]*\/refund".*?<\/form>/s.exec(html)?.[0] ?? ''

  it('proposes the refund in the way of the payment, and by bank only what came by bank', async () => {
    const { id } = await createInvoice(world, { amount: 12_000 })
    await mustCommand(world, id, 'payments', cash(12_000))
    const path = `${BASE}/invoices/${id}`
    const form = refundForm((await owner.get(path)).text)
    expect(form).toMatch(/<option value="cash" selected/)
    expect(form).not.toContain('By bank')
    const given = { ...fieldsOf(form, `${path}/refund`), amount: '120.00', method: '' }
    const refused = await owner.post(`${path}/refund`, given)
    expect(refused.status).toBe(422)
    const words = 'At most 0.00 GBP can be refunded by bank: for the rest choose another method.'
    expect(textOf(refused.text)).toContain(words)
    expect(await call(world, 'POST', `/v1/invoices/${id}/refunds`, { amount: 12_000 })).toMatchObject({
      status: 422,
      json: { code: 'refund_exceeds_bank_payments', detail: expect.stringContaining('At most 0.00 GBP') },
    })
    await owner.post(`${path}/refund`, fieldsOf(form, `${path}/refund`))
    expect(await readInvoice(world, id)).toMatchObject({ amount_refunded: 12_000 })
  })

  it('proposes by bank what came by bank, of an invoice that was paid in both ways', async () => {
    const { id, link } = await createInvoice(world, { amount: 12_000 })
    await mustCommand(world, id, 'payments', cash(5_000))
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    const form = refundForm((await owner.get(`${BASE}/invoices/${id}`)).text)
    expect(form).toContain('By bank, now, at most 70.00 GBP')
    expect(fieldsOf(form, `${BASE}/invoices/${id}/refund`)).toMatchObject({ amount: '70.00', method: '' })
  })

  it('says before the click that a partly paid invoice cannot be voided', async () => {
    const { id } = await createInvoice(world, { amount: 12_000 })
    const path = `${BASE}/invoices/${id}`
    expect((await owner.get(path)).text).toContain(`${path}/void`)
    await mustCommand(world, id, 'payments', cash(2_000))
    const page = await owner.get(path)
    expect(page.text).not.toContain(`${path}/void`)
    expect(textOf(page.text)).toContain('It is partly paid, so it cannot be voided.')
    const selected = await owner.get(`${BASE}/invoices/selected?action=void&invoice=${id}`)
    expect(textOf(selected.text)).toContain('None of the selected invoices allows this.')
    await mustCommand(world, id, 'refunds', cash(2_000))
    expect((await owner.get(path)).text).toContain(`${path}/void`)
  })

  it('says in the notice how cash that was too much goes back', async () => {
    const email = 'surplus@pages.example'
    const shop = await withNewMerchant(world, { email })
    const { id } = await createInvoice(shop, { amount: 12_000 })
    await mustCommand(shop, id, 'payments', cash(13_000))
    const mail = await waitFor(async () =>
      (await inboxFor(shop, email)).find(({ subject }) => subject.includes('more came than was due')),
    )
    expect(mail.text).toContain('Give it back in the way it came')
    expect(mail.text).not.toContain('the account it came from')
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

    const customer = { name: 'Late', email: 'late@pages.example' }
    const soon = new Date(Date.now() + 86_400_000).toISOString()
    const { id, link } = await createInvoice(world, { customer, link_expires_at: soon })
    await advance(world, id, 'P2D')
    const asked = new RegExp(`New link wanted</span>.{0,80}${id}`)
    expect((await owner.get(BASE)).text).not.toMatch(asked)
    await fetch(`${link?.url ?? ''}/request-link`, { method: 'POST', redirect: 'manual' })
    await untilEvent(world, id, 'link_requested')
    expect((await owner.get(BASE)).text).toMatch(asked)
    await mustCommand(world, id, 'link')
    expect((await owner.get(BASE)).text).not.toMatch(asked)

    const refused = await createInvoice(world, {})
    await world.em.execute("update invoice set payment_reference = 'A_B' where id = ?", [refused.id])
    const attention = new RegExp(`Payment refused</span>.{0,120}${refused.id}.{0,200}Pebble`, 's')
    await pressPay(refused.link?.url ?? '', 'sandbox-pebble')
    expect((await owner.get(BASE)).text).toMatch(attention)
    await world.em.execute("update invoice set payment_reference = 'AB' where id = ?", [refused.id])
    await pressPay(refused.link?.url ?? '', 'sandbox-pebble')
    expect((await owner.get(BASE)).text).not.toMatch(attention)

    const money = {
      payments: [{ status: 'reversed' }],
      currencyMismatches: [{ status: 'waiting' }],
      unreadableAmounts: [],
      refunds: [{ status: 'failed' }],
    }
    const unclear = await createInvoice(world, { send: 'draft' })
    const update = 'update invoice set money = ?::jsonb where id = ?'
    await world.em.fork().execute(update, [JSON.stringify(money), unclear.id])
    const year = await owner.get(`${BASE}?from=2026-01-01&to=2026-12-31`)
    expect(textOf(year.text)).toContain('1 Jan 2026 to 31 Dec 2026')
    for (const matter of ['Unclear payment', 'Payment taken back', 'Refund failed'])
      expect(year.text).toMatch(new RegExp(`${matter}</span>.{0,80}${unclear.id}`))
  })
})
