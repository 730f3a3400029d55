import { beforeAll, describe, expect, it } from 'vitest'
import { inboxFor, pressPay } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, ownerOf } from '../../clients/identity-client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { sendAccountMailsOf } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = (await ownerOf(world, 'owner@settings.example')).browser
})

const BASE = '/dashboard/test'
const SETTINGS = `${BASE}/settings`

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect([path, status]).toEqual([path, 200])
  return textOf(text)
}

describe('the hub', () => {
  it('leads to every page of settings, in either mode, and from there to the others', async () => {
    for (const mode of ['test', 'live']) {
      const { text } = await owner.get(`/dashboard/${mode}/settings`)
      const [, main = ''] = text.split('<main')
      const paths = [...main.matchAll(/href="(\/[^"]+)"/g)].map(([, path = '']) => path)
      expect(paths).toContain(`/dashboard/${mode}/settings/payout-accounts`)
      expect(paths).toContain('/team')
      for (const path of paths) {
        const page = await owner.get(path)
        expect([path, page.status]).toEqual([path, 200])
        expect([path, page.text]).toEqual([path, expect.stringMatching(/aria-label="Settings"/)])
        expect([path, page.text]).toEqual([
          path,
          expect.stringContaining(`href="${path}" aria-current="page"`),
        ])
      }
    }
  })
})

describe('the first steps', () => {
  it('lead from the profile to a payment at the sandbox bank, and disappear when all are done', async () => {
    const { browser } = await ownerOf(world, 'first@settings.example')
    const done = async () => {
      const { text } = await browser.get(BASE)
      const [, count] = /(\d) of 4 steps are done/.exec(text) ?? []
      const [, next = ''] = /class="primary small" href="([^"]+)"/.exec(text) ?? []
      return [count, next]
    }
    const profile = `${SETTINGS}/profile`
    expect(await done()).toEqual(['0', profile])
    await submit(browser, profile, profile, { phone: '+442079460000' })
    const account = `${SETTINGS}/payout-accounts/GBP`
    expect(await done()).toEqual(['1', `${SETTINGS}/payout-accounts`])
    await submit(browser, account, account, { type: 'merchant_account' })
    const form = `${BASE}/invoices/new`
    expect(await done()).toEqual(['2', form])
    const invoice = {
      'customer.name': 'Ada',
      'customer.email': 'first@settings.example',
      description: 'Trial',
      amount: '10.01',
    }
    const { location } = await submit(browser, form, form, { ...invoice, do: 'send' })
    const [page = ''] = location.split('?')
    expect(await done()).toEqual(['3', page])
    const [, link = ''] = /value="([^"]+\/pay\/[^"]+)"/.exec((await browser.get(page)).text) ?? []
    await goThroughBank((await pressPay(link, 'sandbox-pebble')).location)
    await waitFor(async () => (await done())[0] === undefined)
    expect(textOf((await browser.get(BASE)).text)).toContain('Paid in the period 10.01 GBP')
    expect((await browser.get('/dashboard/live')).text).not.toContain('Your first payment')
  })
})

describe('payout accounts', () => {
  it('are set from where an invoice misses one, refused at the field, changed and removed', async () => {
    const path = `${SETTINGS}/payout-accounts`
    expect((await owner.get(`${BASE}/invoices/new`)).text).toContain(`href="${path}"`)
    expect((await owner.get('/dashboard/live')).text).toContain(
      'href="/dashboard/live/settings/payout-accounts"',
    )
    expect(await seen(path)).toContain('No account yet')

    const gbp = `${path}/GBP`
    const entered = {
      type: 'sort_code',
      holder: 'Byron & Daughter',
      sort_code: '04-00',
      account_number: '12345678',
    }
    const { status, text } = await submit(owner, gbp, gbp, entered)
    expect([status, textOf(text)]).toEqual([422, expect.stringContaining('This must be six digits')])
    expect(text).toMatch(/id="sort_code"[^>]*aria-invalid="true"/)
    expect(fieldsOf(text, gbp)).toMatchObject(entered)
    const set = await owner.post(gbp, { ...fieldsOf(text, gbp), sort_code: '04-00-04' })
    expect(set.location).toBe(`${path}?done=saved`)
    expect(await seen(set.location)).toMatch(
      /Saved\. .*Byron & Daughter Sort code 04-00-04 Account number 12345678/,
    )
    expect(fieldsOf((await owner.get(gbp)).text, gbp)).toMatchObject({ ...entered, sort_code: '04-00-04' })
    expect((await owner.get(`${BASE}/invoices/new`)).text).toContain('name="customer.email"')

    const eur = { type: 'iban', holder: 'Byron & Daughter', iban: 'US64SVBKUS6S3300958879' }
    const wrong = await submit(owner, `${path}/EUR`, `${path}/EUR`, eur)
    expect(textOf(wrong.text)).toContain('This must be a valid IBAN')
    await submit(owner, `${path}/EUR`, `${path}/EUR`, { ...eur, iban: 'de89 3704 0044 0532 0130 00' })
    expect(await seen(path)).toContain('DE89 3704 0044 0532 0130 00')
    expect(await seen('/dashboard/live/settings/payout-accounts')).toContain('No account yet')

    const removed = await submit(owner, `${path}/EUR`, `${path}/EUR/remove`)
    expect(removed.location).toBe(`${path}?done=removed`)
    expect(await seen(path)).not.toContain('DE89')
    for (const unknown of ['USD', 'gbp', 'XXX'])
      expect((await owner.get(`${path}/${unknown}`)).status).toBe(404)
  })
})

describe('the business profile', () => {
  it('is refused at the field, keeps what was typed, and shows customers what was saved', async () => {
    const path = `${SETTINGS}/profile`
    const typed = {
      legal_name: 'Byron "Ltd" <b>',
      'address.line1': '1 High Street',
      'address.country': 'GB',
      website: 'byron.example',
      terms: 'Seven days.\nThank you.',
    }
    const { status, text } = await submit(owner, path, path, typed)
    expect(status).toBe(422)
    expect(text).toMatch(/id="website"[^>]*aria-invalid="true"/)
    expect(text).toMatch(/id="address.city"[^>]*aria-invalid="true"/)
    expect(fieldsOf(text, path)).toMatchObject(typed)
    const mended = { ...fieldsOf(text, path), 'address.city': 'London', website: 'https://byron.example' }
    expect((await owner.post(path, mended)).location).toBe(`${path}?done=saved`)
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject({
      name: 'Byron & Daughter',
      legal_name: 'Byron "Ltd" <b>',
      'address.country': 'GB',
      'address.postal_code': '',
      terms: 'Seven days.\nThank you.',
    })
    const einvoice = {
      vat_number: 'DE 136 695 977',
      'electronic_address.scheme': '9930',
      'electronic_address.value': 'DE136695976',
      'einvoice_contact.name': 'Books',
      'einvoice_contact.phone': '+4930123456',
      'einvoice_contact.email': 'books@byron.example',
      'bank_details.account_name': 'Byron Ltd',
      'bank_details.iban': 'BE68 5390 0754 7034',
      'bank_details.reference': 'kid',
      'bank_details.currencies': 'euro',
      'bank_details.show_on_documents': 'yes',
    }
    const wrong = await owner.post(path, { ...mended, ...einvoice })
    expect(wrong.status).toBe(422)
    for (const name of ['vat_number', 'bank_details.reference', 'bank_details.currencies']) {
      expect(wrong.text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`))
    }
    const right = {
      ...einvoice,
      vat_number: 'DE 136 695 976',
      'bank_details.reference': '',
      'bank_details.currencies': 'eur usd',
    }
    expect((await submit(owner, path, path, right)).location).toBe(`${path}?done=saved`)
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject({
      ...right,
      vat_number: 'DE136695976',
      'bank_details.iban': 'BE68539007547034',
      'bank_details.reference': 'ogm',
      'bank_details.currencies': 'EUR, USD',
    })
    await submit(owner, path, path, {
      'address.line1': '',
      'address.city': '',
      'address.country': '',
      terms: '',
    })
    const cleared = fieldsOf((await owner.get(path)).text, path)
    expect(cleared).toMatchObject({ 'address.line1': '', 'address.country': '', terms: '' })
  })
})

describe('logo and colour', () => {
  it('are previewed without being saved, corrected where they cannot be read, saved and removed', async () => {
    const path = `${SETTINGS}/branding`
    const preview = (text: string) =>
      /<iframe[^>]* src="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const first = await owner.get(path)
    expect(first.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-src 'self'/)
    const entered = await owner.get(`${path}?accent=%23ffd400`)
    expect(textOf(entered.text)).toContain('#ffd400 is hard to read on light pages')
    const shown = await owner.get(preview(entered.text))
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(shown.text).toMatch(/<style nonce="[^"]+">:root{--accent:#[^}]+}@media[^<]*--accent:#ffd400/)
    expect(textOf(shown.text)).toContain('Byron & Daughter')
    expect(textOf(shown.text)).not.toContain('Secure payment')
    expect((await owner.get(`${path}/customer-page/invoice.pdf`)).text).toMatch(/^%PDF/)

    expect((await submit(owner, path, path)).location).toBe(`${path}?done=saved`)
    expect((await owner.get(path)).text).not.toContain('Back to the colour of Duewell')
    const wrong = await submit(owner, path, path, { accent: 'red' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringMatching(/id="accent"[^>]*aria-invalid/)])
    await submit(owner, path, path, { accent: '#FFD400' })
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject({
      accent: '#ffd400',
      secure_badge: 'yes',
    })
    await submit(owner, path, path, { do: 'default' })
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject({ accent: '#14532d' })

    const logo = (contents: string | Uint8Array<ArrayBuffer>, type = 'image/svg+xml') => {
      const form = new FormData()
      form.set('logo', new Blob([contents], { type }), 'logo')
      return owner.upload(`${path}/logo`, form)
    }
    for (const [contents, words] of [
      ['', 'choose a file first'],
      ['<html>', 'is no PNG, JPEG, WebP or SVG'],
      [new Uint8Array(5 * 1024 * 1024 + 1), 'at most 5 MB'],
    ] as const) {
      const { status, text } = await logo(contents)
      expect([status, textOf(text)]).toEqual([expect.any(Number), expect.stringContaining(words)])
      expect(text).toMatch(/id="logo"[^>]*aria-invalid="true"/)
    }
    const huge = await logo(new Uint8Array(7 * 1024 * 1024))
    expect([huge.status, textOf(huge.text)]).toEqual([
      413,
      expect.stringContaining('This image is too large'),
    ])
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'
    expect((await logo(svg)).location).toBe(`${path}?done=logo`)
    const { text } = await owner.get(path)
    expect(text).toMatch(/<img class="logo" src="\/logos\/mer_[^"]+" alt="Your logo"/)
    expect((await owner.get(preview(text))).text).toContain('class="logo"')
    expect((await submit(owner, path, `${path}/logo/remove`)).location).toBe(`${path}?done=removed`)
    expect((await owner.get(path)).text).not.toContain('/logos/')
  })
})

describe('numbers, dates and money', () => {
  it('are refused at the field, saved, and hold for the next invoice', async () => {
    const path = `${SETTINGS}/invoicing`
    const typed = {
      time_zone: 'Mars/Base',
      number_prefix: 'A B',
      link_lifetime_days: 'ten',
      overpayment_policy: 'refund',
      prices_include_tax: 'yes',
      tax_rounding: 'line',
    }
    const { status, text } = await submit(owner, path, path, typed)
    expect(status).toBe(422)
    for (const name of ['time_zone', 'number_prefix', 'link_lifetime_days'])
      expect(text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`))
    expect(fieldsOf(text, path)).toMatchObject(typed)
    const creditNotes = await submit(owner, path, path, { ...typed, number_prefix: 'CN' })
    expect(creditNotes.status).toBe(422)
    expect(creditNotes.text).toMatch(/id="number_prefix"[^>]*aria-invalid="true"/)
    expect(creditNotes.text).toContain('begins the numbers of credit notes')
    const mended = { ...typed, time_zone: 'Asia/Tokyo', number_prefix: 'BD', link_lifetime_days: '60' }
    const saved = await submit(owner, path, path, { ...mended, credit_note_on_void: '' })
    expect(saved.location).toBe(`${path}?done=saved`)
    const fields = fieldsOf((await owner.get(path)).text, path)
    expect(fields).toMatchObject(mended)
    expect(fields).not.toHaveProperty('credit_note_on_void')
    expect(await seen(`${SETTINGS}/messages/invoice`)).toMatch(/BD-\d{4}-0001/)
  })
})

describe('the reminder plan', () => {
  it('is written step by step without JavaScript, refused at its step, saved and put back', async () => {
    const path = `${SETTINGS}/reminders`
    const first = fieldsOf((await owner.get(path)).text, path)
    expect(first).toMatchObject({
      time: '09:00',
      'steps.0.days': '3',
      'steps.0.when': 'before',
      'steps.4.days': '14',
    })
    const removed = fieldsOf((await owner.post(path, { ...first, do: 'remove_reminder.0' })).text, path)
    expect(removed).toMatchObject({ 'steps.0.days': '0', 'steps.3.days': '14' })
    const added = fieldsOf((await owner.post(path, { ...removed, do: 'add_reminder' })).text, path)
    const typed = {
      ...added,
      time: '8:30',
      'steps.4.days': '14',
      'steps.4.text': 'Dear {customer}',
      'steps.1.days': 'x',
    }
    const refused = await owner.post(path, { ...typed, do: 'save' })
    expect(refused.status).toBe(422)
    expect(textOf(refused.text)).toContain('has {customer}; the placeholders are {customer_name}')
    for (const name of ['time', 'steps.1.days', 'steps.4.text'])
      expect(refused.text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`))
    const { do: _, ...kept } = fieldsOf(refused.text, path)
    expect(kept).toEqual({ ...typed, do: undefined, merchant: first['merchant'] })

    const mended = { ...typed, time: '08:30', 'steps.1.days': '3', 'steps.4.text': 'Dear {customer_name}' }
    const twice = await owner.post(path, { ...mended, do: 'save' })
    expect(textOf(twice.text)).toContain('The plan must not have two reminders on the same day')
    const saved = await owner.post(path, {
      ...mended,
      'steps.4.days': '30',
      'steps.4.when': 'after',
      do: 'save',
    })
    expect(saved.location).toBe(`${path}?done=saved`)
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject({
      time: '08:30',
      'steps.4.days': '30',
      'steps.4.text': 'Dear {customer_name}',
    })
    await submit(owner, path, path, { do: 'default' })
    expect(fieldsOf((await owner.get(path)).text, path)).toEqual(first)
  })
})

describe('texts of messages', () => {
  it('are previewed, tested on the person alone, refused by name, and saved for each language', async () => {
    const path = `${SETTINGS}/messages/invoice`
    expect(await seen(`${SETTINGS}/messages`)).toContain(
      'Void invoice When an invoice that was sent becomes void',
    )
    const unknown = await submit(owner, path, path, {
      subject: 'For {nobody}',
      text: 'Hello <b>',
      do: 'save',
    })
    expect([unknown.status, textOf(unknown.text)]).toEqual([
      422,
      expect.stringContaining('This has {nobody};'),
    ])
    expect(fieldsOf(unknown.text, path)).toMatchObject({ subject: 'For {nobody}', text: 'Hello <b>' })

    const words = {
      subject: 'Bill {invoice_number}',
      text: 'Dear {customer_name},\nplease pay.',
      sms_text: 'Pay {amount}',
    }
    const preview = await submit(owner, path, path, { ...words, do: 'preview' })
    expect(textOf(preview.text)).toMatch(/Subject Bill BD-\d{4}-0001 .*Dear Ada Byron, please pay\./)
    expect(textOf(preview.text)).toMatch(/Text message, charged as 1 message Byron & Daughter: Pay 1,250\.00/)
    const html = await submit(owner, path, path, words).then(() => owner.post(`${path}/email.html`, words))
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups; default-src 'none'/)
    expect(html.text).toContain('Dear Ada Byron,')

    const test = await submit(owner, path, path, { subject: 'Only a test', do: 'test' })
    expect(textOf(test.text)).toContain('A test is on its way to owner@settings.example')
    const mails = await waitFor(async () => {
      await sendAccountMailsOf(world)
      const found = (await inboxFor(world, 'owner@settings.example')).filter(({ subject }) =>
        subject.includes('Only a test'),
      )
      return found.length > 0 && found
    })
    expect(mails[0]?.text).toContain('Dear Ada Byron,')
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject(words)

    const danish = `${path}?language=da`
    const saved = await submit(owner, danish, path, { subject: 'Regning', do: 'save' })
    expect(saved.location).toBe(`${danish}&done=saved`)
    expect(await seen(danish)).toMatch(/Subject Regning .*Dear Ada Byron, please pay\./)
    expect(fieldsOf((await owner.get(path)).text, path)).toMatchObject(words)
    expect(await seen(`${SETTINGS}/messages`)).toContain('Your own words, own words in 1 language')
    const refund = await owner.get(`${SETTINGS}/messages/refund`)
    expect(refund.text).not.toContain('name="sms_text"')
    expect((await owner.get(`${SETTINGS}/messages/love-letter`)).status).toBe(404)
  })
})

describe('e-mails to the merchant', () => {
  it('are chosen one by one, and the hour of the summary is refused at its field', async () => {
    const path = `${SETTINGS}/notices`
    const typed = { paid: 'yes', digest: 'yes', 'notices.daily_digest': '25:00' }
    const { status, text } = await submit(owner, path, path, typed)
    expect([status, text]).toEqual([
      422,
      expect.stringMatching(/id="notices.daily_digest"[^>]*aria-invalid="true"/),
    ])
    const form = fieldsOf(text, path)
    expect(form).toMatchObject({ ...typed, delivery_failed: 'yes' })
    const { delivery_failed: _, ...fewer } = form
    expect((await owner.post(path, { ...fewer, 'notices.daily_digest': '07:30' })).location).toBe(
      `${path}?done=saved`,
    )
    const saved = fieldsOf((await owner.get(path)).text, path)
    expect(saved).toMatchObject({ paid: 'yes', digest: 'yes', 'notices.daily_digest': '07:30' })
    expect(saved).not.toHaveProperty('delivery_failed')
  })
})

describe('a form that was open while somebody else saved', () => {
  const both = 'Somebody else changed this after you opened the page, so nothing is saved.'
  const pages = [
    {
      page: 'profile',
      others: {
        terms: 'In advance.',
        'bank_details.account_name': 'Byron',
        'bank_details.iban': 'BE68539007547034',
      },
      own: { website: 'https://own.example' },
      sameAsOthers: { 'bank_details.account_name': 'Byron', 'bank_details.iban': 'DE89370400440532013000' },
      says: 'This was changed meanwhile to “BE68539007547034”.',
    },
    {
      page: 'invoicing',
      others: { number_prefix: 'THEIRS', credit_note_on_void: 'yes' },
      own: { link_lifetime_days: '90' },
      sameAsOthers: { number_prefix: 'OURS' },
      says: 'This was changed meanwhile to “THEIRS”.',
    },
    {
      page: 'notices',
      others: { digest: 'yes', 'notices.daily_digest': '10:00' },
      own: { payment_failed: 'yes' },
      sameAsOthers: { digest: 'yes', 'notices.daily_digest': '11:00' },
      says: 'This was changed meanwhile to “10:00”.',
    },
    {
      page: 'branding',
      others: { accent: '#0000aa' },
      own: { secure_badge: '' },
      sameAsOthers: { accent: '#aa0000' },
      says: 'This was changed meanwhile to “#0000aa”.',
    },
    {
      page: 'messages/void',
      others: { subject: 'Theirs', do: 'save' },
      own: { text: 'Own words', do: 'save' },
      sameAsOthers: { subject: 'Ours', do: 'save' },
      says: 'This was changed meanwhile to “Theirs”.',
    },
    {
      page: 'reminders',
      others: { 'steps.0.text': 'Their words', do: 'save' },
      own: { do: 'save' },
      sameAsOthers: { time: '07:00', do: 'save' },
      says: 'The plan was changed meanwhile to: at 09:00; 3 days before the due date by E-mail, with “Their words”;',
    },
    {
      page: 'payout-accounts/DKK',
      others: { type: 'iban', holder: 'Theirs', iban: 'DK5000400440116243' },
      own: { type: 'iban', holder: 'Theirs', iban: 'DK5000400440116243' },
      sameAsOthers: { type: 'iban', holder: 'Ours', iban: 'DK5000400440116243' },
      says: 'This was changed meanwhile to: ',
    },
  ]

  it.each(pages)(
    'changes only what its person touched, and asks before it replaces the other change: $page',
    async ({ page, others, own, sameAsOthers, says }) => {
      const { browser } = await ownerOf(world, `${page.replace('/', '-').toLowerCase()}@stale.example`)
      const path = `${SETTINGS}/${page}`
      const saved = async () => fieldsOf((await browser.get(path)).text, path)
      const stale = await saved()
      expect((await browser.post(path, { ...stale, ...others })).status).toBe(303)
      const theirs = await saved()
      expect(theirs).toMatchObject(without(others, 'do'))

      expect((await browser.post(path, { ...stale, ...own })).status).toBe(303)
      const merged = { ...theirs, ...own }
      expect(without(await saved(), 'shown', 'secure_badge', 'do')).toEqual(
        without(merged, 'shown', 'secure_badge', 'do'),
      )

      const refused = await browser.post(path, { ...stale, ...sameAsOthers })
      expect([refused.status, textOf(refused.text)]).toEqual([409, expect.stringContaining(both)])
      expect(textOf(refused.text)).toContain(says)
      expect(without(await saved(), 'shown', 'secure_badge', 'do')).toEqual(
        without(merged, 'shown', 'secure_badge', 'do'),
      )
      const again = { ...fieldsOf(refused.text, path), do: 'save' }
      expect(again).toMatchObject(without(sameAsOthers, 'do'))
      expect((await browser.post(path, again)).status).toBe(303)
      expect(await saved()).toMatchObject(without(sameAsOthers, 'do'))
    },
  )

  it('removes a payout account only if it is the one that was shown', async () => {
    const { browser } = await ownerOf(world, 'remove@stale.example')
    const path = `${SETTINGS}/payout-accounts/DKK`
    const set = (holder: string) =>
      submit(browser, path, path, { type: 'iban', holder, iban: 'DK5000400440116243' })
    await set('Seen')
    const seenForm = fieldsOf((await browser.get(path)).text, `${path}/remove`)
    await set('Theirs')
    const refused = await browser.post(`${path}/remove`, seenForm)
    expect([refused.status, textOf(refused.text)]).toEqual([
      409,
      expect.stringMatching(/You saw: [^.]*Seen, DK50\S+\. Now it is: [^.]*Theirs, DK50/),
    ])
    expect((await browser.post(`${path}/remove`)).status).toBe(409)
    expect(fieldsOf((await browser.get(path)).text, path)).toMatchObject({ holder: 'Theirs' })
    const again = await browser.post(`${path}/remove`, fieldsOf(refused.text, `${path}/remove`))
    expect(again.location).toBe(`${SETTINGS}/payout-accounts?done=removed`)
    const gone = await browser.post(`${path}/remove`, fieldsOf(refused.text, `${path}/remove`))
    expect([gone.status, textOf(gone.text)]).toEqual([409, expect.stringContaining('Now it is: no account.')])
  })

  it('replaces and removes a logo only if it is the one that was shown', async () => {
    const { browser } = await ownerOf(world, 'logo@stale.example')
    const path = `${SETTINGS}/branding`
    const fieldsIn = (text: string, action: string) => fieldsOf(text, `${path}/${action}`)
    const upload = (width: number, fields: Record<string, string>) => {
      const form = new FormData()
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="30"><rect width="9" height="9"/></svg>`
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('logo', new Blob([svg], { type: 'image/svg+xml' }), 'logo')
      return browser.upload(`${path}/logo`, form)
    }
    const logoIn = (text: string) => /\/logos\/[^"]+/.exec(text)?.[0]
    const empty = (await browser.get(path)).text
    expect((await upload(60, fieldsIn(empty, 'logo'))).location).toBe(`${path}?done=logo`)
    const first = (await browser.get(path)).text
    const unseen = await upload(70, fieldsIn(empty, 'logo'))
    expect([unseen.status, textOf(unseen.text)]).toEqual([409, expect.stringContaining('You saw none.')])
    expect(logoIn(unseen.text)).toBe(logoIn(first))

    expect((await upload(80, fieldsIn(unseen.text, 'logo'))).status).toBe(303)
    const second = (await browser.get(path)).text
    const refused = await browser.post(`${path}/logo/remove`, fieldsIn(first, 'logo/remove'))
    expect([refused.status, textOf(refused.text)]).toEqual([
      409,
      expect.stringContaining('The page shows the present one.'),
    ])
    expect(logoIn(refused.text)).toBe(logoIn(second))
    expect((await browser.post(`${path}/logo/remove`, fieldsIn(refused.text, 'logo/remove'))).status).toBe(
      303,
    )
    const gone = await upload(90, fieldsIn(second, 'logo'))
    expect([gone.status, textOf(gone.text)]).toEqual([409, expect.stringContaining('Now there is none.')])
    expect(logoIn((await browser.get(path)).text)).toBeUndefined()
  })
})

function without(fields: Record<string, string | undefined>, ...names: string[]) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}

describe('the log of changes', () => {
  it('shows who changed what from what to what, newest first, by setting and in pages', async () => {
    const { browser } = await ownerOf(world, 'log@settings.example')
    const profile = `${SETTINGS}/profile`
    for (const name of ['First <b>', 'Second']) await submit(browser, profile, profile, { legal_name: name })
    const account = `${SETTINGS}/payout-accounts/GBP`
    await submit(browser, account, account, { type: 'merchant_account' })
    const path = `${SETTINGS}/changes`
    const { text } = await browser.get(path)
    expect(textOf(text)).toMatch(
      /Payout account GBP added .*, by Ada Byron, in test mode .*Business profile changed .*, by Ada Byron .*Legal name First <b> → Second .*Legal name – → First <b>/,
    )
    expect(textOf((await browser.get('/dashboard/live/settings/changes')).text)).not.toContain(
      'Payout account added',
    )
    const page = await browser.get(`${path}?setting=profile&limit=1`)
    expect(textOf(page.text)).toContain('First <b> → Second')
    const [, next = ''] = /href="([^"]+cursor=[^"]+)"/.exec(page.text) ?? []
    expect(textOf((await browser.get(next.replaceAll('&amp;', '&'))).text)).toMatch(/– → First <b>/)
    expect((await browser.get(`${path}?setting=nothing`)).status).toBe(422)
  })
})
