import type { World } from '../support/harness.ts'

export interface InvoiceJson {
  id: string
  status: string
  number: string | null
  amount: number
  amount_due: number
  amount_paid: number
  amount_refunded: number
  amount_overpaid: number
  payments: {
    id: string
    status: 'received' | 'reversed' | 'removed'
    source: 'bank' | 'manual'
    amount: number
    overpayment: number
    receipt: { status: string }
  }[]
  refunds: { id: string; payment: string; amount: number; reason: string; status: string }[]
  link: { url: string; status: string; expires_at: string } | null
  delivery: { status: string }
  receipt: { status: string }
  viewed_at: string | null
  paid_at: string | null
}

export interface EventJson {
  seq: number
  type: string
  at: string
  actor: { type: string; id?: string | null; name?: string }
  cause: string
  note: string | null
  data: Record<string, unknown>
}

export function invoiceBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    customer: { name: 'Ada Byron', email: 'ada.byron@customer.example' },
    currency: 'GBP',
    due_date: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
    description: 'Analytical engine, first instalment',
    amount: 12_500,
    send: 'now',
    ...changes,
  }
}

type Json = Record<string, unknown>

export async function call<T = Json>(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: T; headers: Headers }> {
  const response = await fetch(`${world.publicUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  })
  const text = await response.text()
  return {
    status: response.status,
    json: (text.startsWith('{') ? JSON.parse(text) : { text }) as T,
    headers: response.headers,
  }
}

export async function createInvoice(
  world: World,
  changes: Record<string, unknown> = {},
): Promise<InvoiceJson> {
  const { status, json } = await call<InvoiceJson>(world, 'POST', '/v1/invoices', invoiceBody(changes))
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function readInvoice(world: World, id: string): Promise<InvoiceJson> {
  return (await call<InvoiceJson>(world, 'GET', `/v1/invoices/${id}`)).json
}

export async function readEvents(world: World, id: string): Promise<EventJson[]> {
  return (await call(world, 'GET', `/v1/invoices/${id}/events`)).json['data'] as EventJson[]
}

export async function command<T = Json>(
  world: World,
  id: string,
  name: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; json: T }> {
  return call(world, 'POST', `/v1/invoices/${id}/${name}`, body, headers)
}

export async function mustCommand(
  world: World,
  id: string,
  name: string,
  body: unknown = {},
): Promise<InvoiceJson & Json> {
  const { status, json } = await command<InvoiceJson & Json>(world, id, name, body)
  if (status >= 300) throw new Error(`${name} is refused: ${status} ${JSON.stringify(json)}`)
  return json
}

/** Takes an ISO 8601 duration, such as `P1D`. */
export async function advance(world: World, id: string, duration: string): Promise<InvoiceJson & Json> {
  const moved = await mustCommand(world, id, 'clock', { advance: duration })
  return moved['settled'] === false ? advance(world, id, 'PT0S') : moved
}

export async function timeline(world: World, id: string): Promise<string[]> {
  return (await readEvents(world, id)).map(({ type }) => type.replace('invoice.', ''))
}

/** Returns the ids of the webhooks that the sandbox bank has about a payment. */
export async function bankEvents(world: World, payment: string, type?: string): Promise<string[]> {
  const { webhooks } = await control<{ webhooks: { event_id: string; payment_id: string; type: string }[] }>(
    world,
    'webhooks',
    'GET',
  )
  return webhooks
    .filter((one) => one.payment_id === payment && (type === undefined || one.type === type))
    .map((one) => one.event_id)
}

export async function pressPay(
  url: string,
  bankId: string,
  amount?: string,
): Promise<{ status: number; location: string; page: string }> {
  const response = await fetch(`${url}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ bank: bankId, ...(amount === undefined ? {} : { amount }) }).toString(),
    redirect: 'manual',
  })
  const page = await response.text()
  return { status: response.status, location: response.headers.get('location') ?? '', page }
}

export interface MailJson {
  id: string
  to: string
  subject: string
  text: string
  status: string
  received_at: string
  attachments: { name: string; content_type: string; length: number; url: string }[]
}

/** Leaves out messages of other test files of the process. */
export async function inboxFor(world: World, address: string): Promise<MailJson[]> {
  return readInbox(world, `to=${encodeURIComponent(address)}`)
}

export async function textsFor(world: World, phone: string): Promise<MailJson[]> {
  return readInbox(world, `kind=sms&to=${encodeURIComponent(phone)}`)
}

async function readInbox({ sandbox, openedAt }: World, query: string): Promise<MailJson[]> {
  const since = new Date(openedAt).toISOString()
  return (await (await fetch(`${sandbox.inboxUrl}.json?${query}&since=${since}`)).json()) as MailJson[]
}

export function bankPayment(location: string): string {
  return /\/authorize\/([^?/]+)/.exec(location)?.[1] ?? ''
}

export async function authorise(location: string, account = 'current'): Promise<string> {
  const response = await fetch(location.replace('?key=', '/decision?key='), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'authorise', account }),
    redirect: 'manual',
  })
  if (response.status !== 303) throw new Error(`the bank answers ${response.status}`)
  return response.headers.get('location') ?? ''
}

export async function control<T = Json>(
  world: World,
  path: string,
  method = 'POST',
  body: unknown = {},
): Promise<T> {
  const response = await fetch(`${world.sandbox.bankUrl}/sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`the sandbox answers ${response.status} to ${path}`)
  const text = await response.text()
  return JSON.parse(text || '{}') as T
}
