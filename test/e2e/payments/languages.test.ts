import { readFileSync } from 'node:fs'
import { describe, expect, inject, it } from 'vitest'
import {
  authorise,
  call,
  command,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  textsFor,
} from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

async function open(url: string, language?: string, init: RequestInit = {}) {
  const headers = language === undefined ? {} : { 'accept-language': language }
  const response = await fetch(new URL(url, world.publicUrl), { headers, redirect: 'manual', ...init })
  const text = await response.text()
  const [, lang] = /<html lang="([^"]*)">/.exec(text) ?? []
  return { status: response.status, location: response.headers.get('location'), lang, text }
}

/** Returns the addresses that a page leads to, without those of its other languages. */
function addressesOf(page: string): string[] {
  const own = page.replace(/<nav class="languages"[\s\S]*?<\/nav>/, '')
  return [...own.matchAll(/(?:href|action|data-home)="([^"]+)"/g)].map(([, address = '']) => address)
}

const languageLinks = (page: string) =>
  [...page.matchAll(/<a href="([^"]*)" lang="(\w+)"/g)].map(([, href = '', code]) => [
    code,
    href.replaceAll('&amp;', '&'),
  ])

describe('an invoice with a language', () => {
  it('has its e-mails, texts, PDFs and page in this language', async () => {
    const [email, phone] = ['freja@customer.example', '+4520123456']
    const customer = { name: 'Freja Holm', email, phone }
    const deliver = ['email', 'sms']
    const invoice = await createInvoice(world, { customer, deliver, language: 'da-DK' })
    const number = String(invoice.number)
    const url = invoice.link?.url ?? ''
    const [mail] = await waitFor(async () => {
      const mails = await inboxFor(world, email)
      return mails.length > 0 && mails
    })
    expect(mail?.subject).toBe(`Faktura ${number} - til betaling`)
    expect(mail?.text).toMatch(/^Kære Freja Holm\n\nVedhæftet er din faktura på 125,00.GBP\./)
    expect(mail?.attachments[0]?.name).toBe(`faktura-${number}.pdf`)
    expect(await pdfTextAt(mail?.attachments[0]?.url ?? '')).toMatch(
      /Faktura[\s\S]*Forfaldsdato[\s\S]*side 1 af 1/,
    )
    const [text] = await waitFor(async () => {
      const texts = await textsFor(world, phone)
      return texts.length > 0 && texts
    })
    expect(text?.text).toContain(`125,00 GBP for ${number}, frist `)
    const page = await open(url, 'de')
    expect(page.lang).toBe('da-DK')
    expect(page.text).toContain('Vælg din bank')

    await authorise((await pressPay(url, 'sandbox-pebble')).location)
    await untilStatus(world, invoice.id, 'paid')
    const receipt = await waitFor(async () =>
      (await inboxFor(world, email)).find(({ subject }) => subject === `Kvittering for faktura ${number}`),
    )
    expect(receipt.attachments[0]?.name).toBe(`kvittering-${number}.pdf`)
    expect((await open(url)).text).toContain('har modtaget din betaling')
  })

  it('takes the customer’s language at its issue, and keeps it', async () => {
    const email = 'astrid@customer.example'
    const customer = await createCustomer(world, { name: 'Astrid', email })
    const draft = await createInvoice(world, { customer: { id: customer.id }, send: 'draft' })
    expect(draft).toMatchObject({ language: null })
    await call(world, 'PATCH', `/v1/customers/${customer.id}`, { language: 'sv' })
    const { json } = await command(world, draft.id, 'preview')
    expect((await open(String(json['url']))).text).toContain('Faktura UTKAST')
    const issued = await mustCommand(world, draft.id, 'send')
    expect(issued).toMatchObject({ language: 'sv' })
    const mail = await waitFor(async () => (await inboxFor(world, email))[0])
    expect(mail.subject).toBe(`Faktura ${issued.number} - att betala`)
    await call(world, 'PATCH', `/v1/customers/${customer.id}`, { language: 'fi' })
    expect((await open(issued.link?.url ?? '')).lang).toBe('sv')
  })
})

describe('an invoice without a language', () => {
  it('has its page in the browser’s language, and its documents in English', async () => {
    const { id, link } = await createInvoice(world)
    const url = link?.url ?? ''
    const page = await open(url, 'ja, de-CH;q=0.8, en;q=0.1')
    expect(page.lang).toBe('de-CH')
    expect(page.text).toMatch(/<h1>GBP.125\.00<\/h1>/)
    expect((await open(url, 'zz, *;q=0.5')).lang).toBe('en')
    expect(await pdfTextAt(`${url}/invoice.pdf`)).toContain('Bill to')
    expect((await readInvoice(world, id)).viewed_at).toBeNull()
  })

  it('keeps the language that the payer chose on every page, without a cookie and without a view', async () => {
    const { id, link } = await createInvoice(world)
    const url = link?.url ?? ''
    const chosen = await open(`${url}?q=pebb&bank=sandbox-pebble&lang=fr`)
    expect(chosen).toMatchObject({ lang: 'fr', status: 200 })
    expect(languageLinks(chosen.text)).toContainEqual(['nb', '?q=pebb&bank=sandbox-pebble&lang=nb'])
    expect(languageLinks(chosen.text).map(([code]) => code)).not.toContain('fr')
    const { pathname } = new URL(url)
    expect(addressesOf(chosen.text)).toContain(`${pathname}/pay?lang=fr`)
    expect(addressesOf(chosen.text)).toContain(`${pathname}?lang=fr`)
    expect(chosen.text.match(/<input type="hidden" name="lang" value="fr"/g)).toHaveLength(2)

    const body = new URLSearchParams({ bank: 'none' })
    const pressed = await open(`${url}/pay?lang=fr`, undefined, { method: 'POST', body })
    expect(pressed.location).toBe(`${pathname}/banks?lang=fr`)
    const banks = await open(pressed.location ?? '')
    expect(banks.text).toContain('Choisissez votre banque')
    expect(addressesOf(banks.text)).toContain(`${pathname}?lang=fr`)
    const stale = new URLSearchParams({ bank: 'sandbox-pebble', amount: '1' })
    const changed = await open(`${url}/pay?lang=fr`, undefined, { method: 'POST', body: stale })
    expect(changed.location).toBe(`${pathname}?changed&lang=fr`)
    expect((await open(changed.location ?? '')).text).toContain(
      'appuyer encore une fois sur «\u00A0Payer avec',
    )
    expect((await open(`${url}?lang=tlh`)).lang).toBe('en')
    expect((await readInvoice(world, id)).viewed_at).toBeNull()
  })
})

it('keeps the catalogues out of the workflows’ bundle', () => {
  const bundle = readFileSync(inject('workflowBundlePath'), 'utf8')
  expect(bundle).toContain('payment_in_progress')
  expect(bundle).not.toContain('Betaling')
})

describe('pages without an invoice', () => {
  it.each([
    ['/pay/unknown?lang=es', 404, 'es', 'Este enlace no funciona'],
    ['/pay/unknown', 404, 'fi', 'Linkki ei toimi'],
    ['/pay/return?payment_id=none&lang=it', 404, 'it', 'Questo link non funziona'],
    ['/pay/assets/none', 404, 'nl', 'Deze pagina bestaat niet'],
  ])('answers %s in the language of the payer', async (path, status, language, title) => {
    const page = await open(path, language)
    expect(page).toMatchObject({ status, lang: language })
    expect(page.text).toContain(title)
  })

  it('states in the payer’s or the invoice’s language that a method is not allowed or an invoice is void', async () => {
    const put = await open('/pay/assets/style.css?lang=sv', undefined, { method: 'PUT' })
    expect(put.status).toBe(405)
    expect(put.text).toContain('Sidan kan inte användas på det här sättet')
    const { id, link } = await createInvoice(world, { language: 'de' })
    await mustCommand(world, id, 'void')
    const page = await open(link?.url ?? '', 'fr')
    expect(page).toMatchObject({ status: 410, lang: 'de' })
    expect(page.text).toContain('Diese Rechnung wurde storniert')
  })
})
