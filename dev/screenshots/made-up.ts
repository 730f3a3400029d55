import { setTimeout as wait } from 'node:timers/promises'

export interface Sender {
  api: string
  key: string
}

export interface Sent {
  id: string
  number: string
  url: string
}

const DAY_MS = 86_400_000

const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 96" width="400" height="96">
  <circle cx="48" cy="48" r="40" fill="#1d4ed8"/><path d="M30 62 Q48 18 66 62 Z" fill="#ffffff"/>
  <g fill="#1d4ed8"><rect x="112" y="28" width="180" height="16" rx="8"/><rect x="112" y="56" width="120" height="12" rx="6"/></g>
</svg>`

export async function brandMerchant(sender: Sender): Promise<void> {
  await request(sender, 'PATCH', '/v1/branding', { accent: '#1d4ed8' })
  await request(sender, 'PUT', '/v1/branding/logo', MARK, 'image/svg+xml')
  await request(sender, 'PATCH', '/v1/profile', {
    phone: '+442079460018',
    website: 'https://larkspur.example',
    address: { line1: '14 Harbour Row', city: 'Bristol', postal_code: 'BS1 4DJ', country: 'GB' },
  })
}

export async function sendInvoice(sender: Sender, changes: object = {}): Promise<Sent> {
  const { id, number, link } = await request<{ id: string; number: string; link: { url: string } | null }>(
    sender,
    'POST',
    '/v1/invoices',
    {
      customer: { name: 'Alex Moreau', email: 'alex.moreau@customer.example' },
      currency: 'GBP',
      due_date: inDays(14),
      description: 'Brand identity, first half',
      lines: [
        { description: 'Logo and colours', quantity: 1, unit_amount: 85_000, tax_rate: 20 },
        { description: 'Letterhead', quantity: 2, unit_amount: 12_500, tax_rate: 20 },
      ],
      send: 'now',
      ...changes,
    },
  )
  return { id, number, url: link?.url ?? '' }
}

/** Makes invoices in every state, for lists and charts. */
export async function sendSeveral(sender: Sender): Promise<void> {
  for (const [name, amount, after] of [
    ['Priya Nair', 48_000, 'paid'],
    ['Jonas Berg', 260_000, 'paid'],
    ['Camille Roche', 96_500, 'overdue'],
    ['Tomasz Lis', 18_250, 'open'],
    ['Ines Carvalho', 132_000, 'part'],
    ['Noor Haddad', 7_400, 'void'],
  ] as const) {
    const email = `${name.toLowerCase().replace(' ', '.')}@customer.example`
    const work = { description: 'Website care', amount, lines: undefined }
    const { id } = await sendInvoice(sender, { customer: { name, email }, ...work })
    if (after === 'paid') await command(sender, id, 'payments', { amount, method: 'transfer' })
    if (after === 'part') await command(sender, id, 'payments', { amount: 50_000, method: 'transfer' })
    if (after === 'overdue') await command(sender, id, 'clock', { advance: 'P20D' })
    if (after === 'void') await command(sender, id, 'void', {})
  }
}

export function command(sender: Sender, id: string, name: string, body: object): Promise<unknown> {
  return request(sender, 'POST', `/v1/invoices/${id}/${name}`, body)
}

/** Presses Pay with the first bank, and returns the bank's page. */
export async function pressPay(url: string, bank = 'sandbox-pebble'): Promise<string> {
  const body = new URLSearchParams({ bank })
  const { headers } = await fetch(`${url}/pay`, { method: 'POST', body, redirect: 'manual' })
  return headers.get('location') ?? ''
}

export async function decide(bankPage: string, decision: 'authorise' | 'reject'): Promise<void> {
  const body = new URLSearchParams({ decision, account: 'current' })
  const address = bankPage.replace('?key=', '/decision?key=')
  const { headers } = await fetch(address, { method: 'POST', body, redirect: 'manual' })
  await fetch(headers.get('location') ?? '')
}

export async function untilStatus(url: string, status: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const seen = (await (await fetch(`${url}/status`)).json()) as { status: string }
    if (seen.status === status) return
    await wait(100)
  }
  throw new Error(`the page is not ${status}`)
}

export async function request<T = unknown>(
  { api, key }: Sender,
  method: string,
  path: string,
  body: object | string,
  type = 'application/json',
): Promise<T> {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}
