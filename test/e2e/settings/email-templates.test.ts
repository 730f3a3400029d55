import { describe, expect, it } from 'vitest'
import { call, createInvoice, inboxFor, mustCommand, textsFor } from '../../clients/client.ts'
import { confirm, review, untilImport } from '../../clients/import-client.ts'
import { exhaustLimit } from '../../support/exhaust-limit.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import type { World } from '../../support/harness.ts'
import { sendAccountMailsOf } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { addMember, addPerson } from '../../support/trust.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'

const world = useWorld()

interface Template {
  kind: string
  subject: string | null
  text: string | null
  sms_text: string | null
  translations: Record<string, unknown>
}
interface Preview {
  language: string
  subject: string
  text: string
  html: string
  sms: { text: string; segments: number } | null
}
interface Refused {
  code: string
  errors: { pointer: string; code: string; detail: string }[]
}

const PATH = '/v1/email_templates'

async function change(shop: World, kind: string, body: object): Promise<Template> {
  const { status, json } = await call<Template>(inLiveMode(shop), 'PATCH', `${PATH}/${kind}`, body)
  expect(status, JSON.stringify(json)).toBe(200)
  return json
}

async function preview(shop: World, kind: string, body: object = {}): Promise<Preview> {
  const { status, json } = await call<Preview>(shop, 'POST', `${PATH}/${kind}/preview`, body)
  expect(status, JSON.stringify(json)).toBe(200)
  return json
}

describe('the templates of a merchant', () => {
  it('are the words of each message, in the language of the invoice', async () => {
    const shop = await withNewMerchant(world)
    const text = 'Hello {customer_name}, {amount} {currency} for {description}: {secure_payment_url}'
    await change(shop, 'invoice', {
      subject: '{merchant_name}: {invoice_number}',
      text,
      sms_text: 'Hello {customer_name}.',
      translations: { da: { text: 'Hej {customer_name}, {amount} {currency}.' } },
    })
    await change(shop, 'receipt', { text: 'Thank you for {amount}, {customer_name}.' })
    await change(shop, 'void', { subject: 'Forget {invoice_number}' })
    await change(shop, 'reminder', { text: 'Please remember {invoice_number}.' })

    const customer = { name: 'Ada', email: 'own@words.example', phone: '+447700900456' }
    const invoice = await createInvoice(shop, { customer, deliver: ['email', 'sms'] })
    // The text message can be delivered before the e-mail is sent.
    await waitFor(async () => (await inboxFor(shop, customer.email)).length === 1)
    await mustCommand(shop, invoice.id, 'remind', {})
    await mustCommand(shop, invoice.id, 'remind', { text: 'Now, {customer_name}.' })
    await mustCommand(shop, invoice.id, 'payments', { amount: 500, method: 'cash' })
    await untilInvoice(shop, invoice.id, ({ receipt }) => receipt.status === 'sent')
    const mails = await waitFor(async () => {
      const found = await inboxFor(shop, customer.email)
      return found.length === 4 && found.toReversed()
    })
    const url = invoice.link?.url ?? ''
    expect(mails[0]?.subject).toBe(`Larkspur Studio: ${invoice.number}`)
    expect(mails[0]?.text).toContain(
      `Hello Ada, 125.00 GBP for Analytical engine, first instalment: ${url}\n`,
    )
    expect(mails[0]?.text).not.toContain('Dear')
    const later = mails.slice(1).map((mail) => mail.text)
    expect(later.some((one) => one.includes(`Dear Ada,\n\nPlease remember ${invoice.number}.`))).toBe(true)
    expect(later.some((one) => one.includes('Now, Ada.'))).toBe(true)
    expect(later.some((one) => one.includes('Thank you for 5.00, Ada.'))).toBe(true)
    const [sms] = await textsFor(shop, customer.phone)
    expect(sms?.text).toBe(`Larkspur Studio: Hello Ada. Pay: ${url}`)

    const dane = { name: 'Søren', email: 'dansk@words.example' }
    const { id } = await createInvoice(shop, { customer: dane, language: 'da-DK' })
    await untilEvent(shop, id, 'delivered')
    await mustCommand(shop, id, 'void')
    const danish = await waitFor(async () => {
      const found = await inboxFor(shop, dane.email)
      return found.length === 2 && found.toReversed()
    })
    expect(danish[0]?.text).toContain('Hej Søren, 125,00 GBP.')
    expect(danish[1]?.subject).toMatch(/^Forget /)
  })

  it('are the words of the e-mails of an import', async () => {
    const shop = await withNewMerchant(world)
    await change(shop, 'invoice', { subject: 'For {customer_name}', text: '{amount} {currency}, please.' })
    const csv =
      'Name,Email,Amount,Currency,Due date,Description\nAda {amount},bulk@words.example,10.00,GBP,2030-01-31,Work'
    const { id } = await review(shop, csv)
    await confirm(shop, id)
    await untilImport(shop, id, 'completed')
    const [mail] = await inboxFor(shop, 'bulk@words.example')
    expect(mail?.subject).toBe('For Ada {amount}')
    expect(mail?.text).toContain('10.00 GBP, please.')
  })

  it('keep what a change does not name, and are ours again after null', async () => {
    const shop = await withNewMerchant(world)
    const fresh = (await call<Template>(shop, 'GET', `${PATH}/invoice`)).json
    expect(fresh).toMatchObject({ subject: null, text: null, sms_text: null, translations: {} })
    await change(shop, 'invoice', {
      subject: 'One',
      translations: { DA: { text: 'da' }, sv: { text: 'sv' } },
    })
    const changed = await change(shop, 'invoice', { text: 'Two', translations: { da: { subject: 'Et' } } })
    expect(changed).toMatchObject({ subject: 'One', text: 'Two' })
    expect(changed.translations).toMatchObject({ da: { subject: 'Et', text: 'da' }, sv: { text: 'sv' } })
    const { json } = await call<{ data: Template[] }>(shop, 'GET', PATH)
    expect(json.data.map(({ kind }) => kind)).toEqual([
      'invoice',
      'reminder',
      'receipt',
      'refund',
      'credit_note',
      'void',
    ])
    expect(json.data[0]).toEqual(changed)
    const without = await change(shop, 'invoice', { translations: { da: null, sv: { text: null } } })
    expect(without.translations).toEqual({})
    expect(await change(shop, 'invoice', { subject: null, text: null })).toEqual(fresh)
    const changes = await call<{ data: { subject: string; after: unknown }[] }>(
      shop,
      'GET',
      '/v1/setting_changes?setting=email_template&limit=1',
    )
    expect(changes.json.data).toMatchObject([{ subject: 'invoice', after: null }])
  })

  it('lose no change when two come at once', async () => {
    const shop = await withNewMerchant(world)
    const tags = ['da', 'sv', 'nb', 'fi', 'de', 'fr']
    await Promise.all(
      tags.map((tag) => change(shop, 'reminder', { translations: { [tag]: { text: `In ${tag}` } } })),
    )
    const { json } = await call<Template>(shop, 'GET', `${PATH}/reminder`)
    expect(Object.keys(json.translations).toSorted()).toEqual(tags.toSorted())
  })

  it.each([
    ['invoice', { text: 'Pay {ammount}' }, '/text', 'unknown_placeholder', '{ammount}'],
    ['invoice', { subject: '{amount_due}' }, '/subject', 'unknown_placeholder', '{amount_due}'],
    [
      'invoice',
      { translations: { da: { text: '{beløb}' } } },
      '/translations/da/text',
      'unknown_placeholder',
      '{beløb}',
    ],
    ['invoice', { subject: 'a\nb' }, '/subject', 'invalid_characters', 'control'],
    ['invoice', { text: '' }, '/text', 'required', 'empty'],
    ['invoice', { translations: { '?': { text: 'x' } } }, '/translations/?', 'invalid_language', 'tag'],
    ['receipt', { sms_text: 'Thanks' }, '/sms_text', 'unsupported_channel', 'not sent'],
    [
      'refund',
      { translations: { da: { sms_text: 'Tak' } } },
      '/translations/da/sms_text',
      'unsupported_channel',
      'not sent',
    ],
  ])('refuse for %s %j', async (kind, body, pointer, code, detail) => {
    const { status, json } = await call<Refused>(inLiveMode(world), 'PATCH', `${PATH}/${kind}`, body)
    expect([status, json.errors[0]]).toMatchObject([422, { pointer, code }])
    expect(json.errors[0]?.detail).toContain(detail)
  })

  it('are of no other kind', async () => {
    for (const path of [`${PATH}/notice`, `${PATH}/Invoice`]) {
      expect((await call(world, 'GET', path)).status).toBe(404)
      expect((await call(inLiveMode(world), 'PATCH', path, {})).status).toBe(404)
    }
  })
})

describe('a preview', () => {
  it('shows a sample with the given texts, and stores nothing', async () => {
    const shop = await withNewMerchant(world)
    await change(shop, 'invoice', { subject: 'Stored', text: 'Stored text' })
    const given = { subject: 'New {invoice_number}', text: null, language: 'da' }
    const shown = await preview(shop, 'invoice', given)
    expect(shown).toMatchObject({
      language: 'da',
      subject: expect.stringMatching(/^New INV-\d{4}-0001$/) as string,
    })
    expect(shown.text).toContain('Ada Byron')
    expect(shown.text).not.toContain('Stored text')
    expect(shown.html).toContain('<html lang="da"')
    expect(shown.html).not.toMatch(/lnk_/)
    expect(shown.sms?.segments).toBeGreaterThan(0)
    for (const kind of ['reminder', 'receipt', 'refund', 'credit_note', 'void']) {
      const one = await preview(shop, kind, { subject: `${kind} {amount} {currency}` })
      expect(one.subject).toBe(`${kind} 1,250.00 GBP`)
      expect(one.sms === null).toBe(!['reminder', 'void'].includes(kind))
    }
    const subject = '{currency}'
    const address = { line1: 'Torvet 1', city: 'Aarhus', country: 'DK' }
    await call(inLiveMode(shop), 'PATCH', '/v1/profile', { address })
    expect(await preview(shop, 'invoice', { subject })).toMatchObject({ subject: 'DKK' })
    await createInvoice(shop, { currency: 'EUR' })
    expect(await preview(shop, 'invoice', { subject })).toMatchObject({ subject: 'EUR' })
    expect((await call<Template>(shop, 'GET', `${PATH}/invoice`)).json.subject).toBe('Stored')
  })

  it('shows an invoice or draft of the merchant, without its payment link', async () => {
    const shop = await withNewMerchant(world)
    const sent = await createInvoice(shop, {
      customer: { name: 'Ada', email: 'sv@words.example' },
      language: 'sv',
      description: 'Engine & co',
    })
    const shown = await preview(shop, 'invoice', { invoice: sent.id, text: 'For {description}' })
    expect(shown.language).toBe('sv')
    expect(shown.subject).toContain(String(sent.number))
    expect(shown.html).toContain('For Engine &amp; co')
    expect(JSON.stringify(shown)).not.toContain(sent.link?.url)
    const draft = await createInvoice(shop, { send: 'draft', amount: 777 })
    expect((await preview(shop, 'invoice', { invoice: draft.id, text: '{amount}' })).text).toContain('7.77')
    for (const other of [world, inLiveMode(shop)]) {
      const { status } = await call(other, 'POST', `${PATH}/invoice/preview`, { invoice: sent.id })
      expect(status).toBe(404)
    }
  })
})

describe('a test e-mail', () => {
  it('goes only to a confirmed person of the merchant', async () => {
    const shop = await withNewMerchant(world)
    const send = (to: string) =>
      call<Refused & { status: string }>(shop, 'POST', `${PATH}/invoice/test`, {
        to,
        text: 'Try this, {customer_name}.',
      })
    const [own, unconfirmed, stranger] = ['own', 'new', 'stranger'].map((name) => `${name}@try.example`) as [
      string,
      string,
      string,
    ]
    await addMember(shop, await addPerson(shop, own))
    await addMember(shop, await addPerson(shop, unconfirmed, false))
    await addPerson(shop, stranger)
    for (const to of [unconfirmed, stranger, 'ada@customer.example']) {
      const { status, json } = await send(to)
      expect([status, json.errors[0]]).toMatchObject([422, { pointer: '/to', code: 'not_own_address' }])
    }
    expect(await send(own.toUpperCase())).toMatchObject({ status: 200, json: { status: 'pending' } })
    const [mail] = await waitFor(async () => {
      await sendAccountMailsOf(world)
      const found = await inboxFor(world, own)
      return found.length > 0 && found
    })
    expect(mail?.subject).toMatch(/^Test: Invoice INV-\d{4}-0001 - Payment Required$/)
    expect(mail?.text).toContain('Try this, Ada Byron.')
    expect(await inboxFor(world, stranger)).toEqual([])
  })

  it('is refused beyond the limit of an hour, with the time to wait', async () => {
    const shop = await withNewMerchant(world)
    const to = 'often@try.example'
    await addMember(shop, await addPerson(shop, to))
    await exhaustLimit(shop, 'template_test')
    const { status, headers, json } = await call<Refused>(shop, 'POST', `${PATH}/invoice/test`, { to })
    expect([status, json]).toMatchObject([429, { code: 'too_many_requests' }])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    await sendAccountMailsOf(world)
    expect(await inboxFor(world, to)).toEqual([])
  })
})
