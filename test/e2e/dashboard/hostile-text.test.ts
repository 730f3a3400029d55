import { beforeAll, describe, expect, it } from 'vitest'
import { call, createInvoice } from '../../clients/client.ts'
import { submit } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, ownerOf } from '../../clients/identity-client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@text.example', 'owner')
})

const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
const SETTINGS = [
  '',
  '/payout-accounts',
  '/profile',
  '/branding',
  '/invoicing',
  '/reminders',
  '/messages',
  '/messages/invoice',
  '/notices',
  '/changes',
]

describe('the dashboard', () => {
  it('writes what customers and merchants enter as text, on every page', async () => {
    const { id } = await createInvoice(world, {
      send: 'draft',
      customer: { name: EVIL, email: 'evil@text.example' },
      description: EVIL,
      instructions: EVIL,
      number: EVIL.slice(0, 40),
      amount: undefined,
      lines: [{ description: EVIL, unit_amount: 100 }],
    })
    const customer = { name: EVIL, email: 'evil@text.example' }
    const { id: plan } = await createRecurring(world, { customer, description: EVIL, instructions: EVIL })
    const quoted = `"${EVIL.replaceAll('"', '""')}"`
    const { id: file } = await review(world, csvOf(1).replaceAll('Customer 0', quoted))
    const { json } = await call(world, 'GET', '/v1/customers?email=evil@text.example')
    const [{ id: known } = { id: '' }] = json['data'] as { id: string }[]
    const invoices = ['', `/${id}`, `/${id}/edit`, `/${id}/email`, `/new?from=${id}`].map(
      (path) => `/invoices${path}`,
    )
    const paths = [
      ...invoices,
      `/invoices/selected?action=send&invoice=${id}`,
      `/invoices?q=${encodeURIComponent(EVIL)}`,
      `/invoices/new?customer=${known}`,
      '/recurring',
      `/recurring/${plan}`,
      `/recurring/${plan}/edit`,
      `/recurring/new?customer=${known}`,
      `/customers?q=${encodeURIComponent(EVIL)}`,
      `/customers/${known}`,
      `/customers/${known}/edit`,
      `/customers/${known}/erase`,
      '/imports',
      `/imports/${file}`,
      `/imports/${file}/rows?which=valid`,
      `/imports/${file}/confirm`,
    ]
    for (const path of paths) {
      const { status, text } = await owner.get(`/dashboard/test${path}`)
      expect([path, status]).toEqual([path, 200])
      expect([path, text]).toEqual([path, expect.not.stringMatching(/<img|<script(?! src="\/assets\/)/)])
    }
  })

  it('escapes what an owner and a receiver of webhooks write, on every page of settings', async () => {
    const { browser } = await ownerOf(world, 'evil-owner@text.example')
    const base = '/dashboard/test/settings'
    const forms: [string, Record<string, string>][] = [
      ['/profile', { name: EVIL, legal_name: EVIL, terms: EVIL }],
      [
        '/payout-accounts/GBP',
        { type: 'sort_code', sort_code: '040004', account_number: '12345678', holder: EVIL },
      ],
      ['/messages/invoice', { subject: EVIL, text: EVIL, sms_text: EVIL }],
      ['/reminders', { 'steps.0.text': EVIL }],
    ]
    for (const [path, fields] of forms) {
      const { status } = await submit(browser, base + path, base + path, { do: 'save', ...fields })
      expect([path, status]).toEqual([path, 303])
    }
    const created = await submit(browser, `${base}/webhooks/new`, `${base}/webhooks/new`, {
      url: `http://127.0.0.1:9/${encodeURIComponent(EVIL)}`,
      description: EVIL,
    })
    const { status: shown, text: endpoints } = await browser.get(`${base}/webhooks`)
    expect([created.status, shown, endpoints]).toEqual([201, 200, expect.stringContaining('&lt;script')])
    const paths = [...SETTINGS, '/payout-accounts/GBP', `/webhooks?done=${encodeURIComponent(EVIL)}`]
    for (const path of [...paths, '/branding/customer-page', '/changes?setting=profile']) {
      const { status, text } = await browser.get(base + path)
      expect([path, status]).toEqual([path, 200])
      expect([path, text]).toEqual([path, expect.not.stringMatching(/<img src=x|<script(?! src="\/)/)])
    }
  })
})
