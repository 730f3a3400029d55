import { beforeAll, describe, expect, it } from 'vitest'
import { PayoutAccountRow } from '../../../db/entities/index.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import { call } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { createRecurring, inDays, invoicesOf, readRecurring } from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@recurring.example', 'owner')
})

const BASE = '/dashboard/test/recurring'
const NEW = `${BASE}/new`
const content = {
  'customer.name': 'Grace Hopper',
  'customer.email': 'grace@recurring.example',
  description: 'Rent for {month}',
  amount: '1250.50',
  currency: 'GBP',
  'schedule.every': '1',
  'schedule.unit': 'month',
  'schedule.start': inDays(1),
}
const details = {
  'customer.billing_address': '1 Main Street\nLondon',
  'customer.company_number': '01234567',
  'customer.tax_number': 'GB123456789',
  'customer.cc': 'books@recurring.example',
  'customer.vat_number': 'GB980780684',
  purchase_order: 'PO-R',
  service_period: 'previous',
  deposit: '30 %',
  language: 'de',
}

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect([path, status]).toEqual([path, 200])
  return textOf(text)
}

async function untilShown(path: string, words: string): Promise<string> {
  return waitFor(async () => {
    const text = await seen(path)
    return text.includes(words) && text
  })
}

describe('a recurring invoice', () => {
  it('is set up once with its next dates shown, skipped, paused, changed and ended, without JavaScript', async () => {
    expect(await seen(BASE)).toContain('No recurring invoices yet')
    const form = { ...fieldsOf((await owner.get(NEW)).text, NEW), ...content }
    const { 'customer.email': _, ...withoutCustomer } = form
    const preview = await owner.post(NEW, { ...withoutCustomer, do: 'update' })
    expect(preview.text.match(/1,250\.50 GBP/g)).toHaveLength(6)
    expect(textOf(preview.text)).toContain('Invoice 6 at 09:00, due')
    const own = await owner.post(NEW, { ...form, ...details, do: 'own_reminders' })
    const split = await owner.post(NEW, { ...fieldsOf(own.text, NEW), do: 'add_line' })
    const lines = { ...fieldsOf(split.text, NEW), 'lines.0.tax_rate': '20', do: 'save' }
    const saved = await Promise.all([1, 2].map(() => owner.post(NEW, lines)))
    saved.push(await owner.post(NEW, lines))
    expect(new Set(saved.map(({ location }) => location)).size).toBe(1)
    const other = await owner.post(NEW, { ...lines, 'lines.0.tax_rate': '10' })
    expect([other.status, textOf(other.text)]).toEqual([409, expect.stringContaining('changed meanwhile')])
    expect(fieldsOf(other.text, `${saved[0]?.location?.replace(/\?.*/, '') ?? ''}/edit`)).toMatchObject({
      'lines.0.tax_rate': '10',
    })
    const page = (saved[0]?.location ?? '').replace(/\?.*/, '')
    const id = page.replace(/.*\//, '')
    const created = await readRecurring(world, id)
    expect(created).toMatchObject({
      status: 'active',
      amount: 150_060,
      language: 'de',
      deposit: { amount: 45_018 },
      purchase_order: 'PO-R',
      service_period: 'previous',
      reminders: { steps: expect.arrayContaining([expect.objectContaining({ channel: 'email' })]) as object },
      customer: {
        billing_address: { text: '1 Main Street\nLondon' },
        company_number: '01234567',
        tax_number: 'GB123456789',
        vat_number: 'GB980780684',
        cc: ['books@recurring.example'],
      },
    })
    expect(await seen(BASE)).toMatch(/Grace Hopper Rent for \{month\}.*Every month from/)

    const press = async (command: string, entered: Record<string, string> = {}) => {
      const { location, text } = await submit(owner, page, `${page}/${command}`, entered)
      expect([location, textOf(text)]).toEqual([`${page}?done=${command}`, ''])
    }
    expect(await seen(page)).toContain('1 : invoice 1 planned'.slice(2))
    const skipping = fieldsOf((await owner.get(page)).text, `${page}/skip`)
    await press('skip')
    const late = await owner.post(`${page}/skip`, { ...skipping, command: '' })
    expect([late.status, textOf(late.text)]).toEqual([409, expect.stringContaining('Another invoice is the')])
    expect(await seen(page)).toMatch(/: invoice 1 skipped .*Invoice 1 skipped For .*You skipped it\./)
    await press('pause')
    expect(await seen(page)).toContain('Paused')
    await press('resume')
    await press('clock', { advance: 'P3M' })
    const shown = await untilShown(page, 'Invoice 2 issued')
    expect(shown).toContain('The test clock stands at')
    await waitFor(async () => (await invoicesOf(world, id)).length >= 2)
    expect(await seen(page)).toContain('Grace Hopper grace@recurring.example')
    expect(await seen(`${page}?month=2030-01`)).toMatch(/January 2030.*February 2030.*March 2030/)

    const edit = `${page}/edit`
    const editing = fieldsOf((await owner.get(edit)).text, edit)
    expect(editing).toMatchObject({ 'lines.0.tax_rate': '20', 'schedule.unit': 'month' })
    const weekly = await owner.post(edit, { ...editing, 'schedule.unit': 'week', do: 'update' })
    const dates = [...weekly.text.matchAll(/<time datetime="([\d-]+)">/g)].map(([, date = '']) => date)
    expect(dates).toHaveLength(6)
    expect(Date.parse(dates[5] ?? '') - Date.parse(dates[0] ?? '')).toBe(5 * 7 * 86_400_000)
    const changed = { ...editing, 'lines.0.unit_amount': '1000', 'schedule.end': 'count', end_count: '9' }
    expect((await owner.post(edit, { ...changed, do: 'save' })).location).toBe(`${page}?done=changed`)
    const { customer, language, deposit, reminders } = created
    expect(await readRecurring(world, id)).toMatchObject({
      amount: 120_000,
      schedule: { end: { count: 9 } },
      customer,
      language,
      deposit,
      reminders,
    })
    const stale = await owner.post(edit, { ...changed, do: 'save' })
    expect([stale.status, textOf(stale.text)]).toEqual([409, expect.stringContaining('changed meanwhile')])
    await press('end')
    expect(await seen(page)).toContain('Ended You ended it.')
    expect((await owner.get(edit)).location).toBe(page)
    expect(await seen(`${BASE}?status=ended`)).toContain('Grace Hopper')
    expect(await seen(`${BASE}?status=paused`)).toContain('No recurring invoice matches')
  })

  it('is refused with the field and the words, and keeps what was typed', async () => {
    const wrong = { ...content, 'schedule.start': '2020-01-01', 'schedule.every': 'two', do: 'save' }
    const { status, text } = await submit(owner, NEW, NEW, { ...wrong, description: 'For {moon}' })
    expect(status).toBe(422)
    expect(text).toMatch(/id="schedule.every"[^>]*aria-invalid="true"/)
    expect(textOf(text)).toContain('This must be a whole number')
    expect(fieldsOf(text, NEW)).toMatchObject({ 'schedule.every': 'two', description: 'For {moon}' })
    const early = await submit(owner, NEW, NEW, { ...wrong, 'schedule.every': '1' })
    expect(textOf(early.text)).toContain('This must not be before today')
  })

  it('says what could not be made and why, and tries it again', async () => {
    const { id } = await createRecurring(world)
    const page = `${BASE}/${id}`
    const account = { merchantId: world.merchantId, currency: 'GBP' as Currency, mode: 'test' } as const
    await world.em.fork().nativeDelete(PayoutAccountRow, account)
    await submit(owner, page, `${page}/clock`, { advance: 'P7D' })
    expect(await untilShown(page, 'These invoices could not be made')).toContain('There is no account')
    await call(world, 'PUT', '/v1/payout_accounts/GBP', { type: 'merchant_account' })
    expect((await submit(owner, page, `${page}/retry`)).location).toBe(`${page}?done=retry`)
    await untilShown(page, 'Invoice 1 issued')
  })
})
