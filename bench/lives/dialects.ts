export const PARTS = ['api', 'worker', 'temporal', 'postgres', 'sandbox'] as const
export type Part = (typeof PARTS)[number]

export interface Dialect {
  name: string
  stack: { api: string; key: string; inbox: string; pids: Record<Part, string> }
  list: { path: string; items: string }
  create: { path: string; body: (customer: { email: string; due: string }) => object }
  read: (id: string) => string
  invoice: { id: string; status: string; url: string }
  marks: string[]
  beacon: (payUrl: string) => string
  approve: { name: string; value: string }
  mails: (inbox: string, to: string) => string
  text: string
}

export const DIALECTS: readonly Dialect[] = [
  {
    name: 'fd605ae and later',
    stack: {
      api: 'api',
      key: 'api_key',
      inbox: 'inbox',
      pids: {
        api: 'pids.api',
        worker: 'pids.worker',
        temporal: 'pids.temporal',
        postgres: 'pids.postgres',
        sandbox: 'pids.sandbox',
      },
    },
    list: { path: '/v1/invoices?limit=1', items: 'data' },
    create: {
      path: '/v1/invoices',
      body: ({ email, due }) => ({
        customer: { name: 'Sam Rivers', email },
        currency: 'GBP',
        amount: 48_000,
        description: 'Website refresh',
        due_date: due,
        send: 'now',
      }),
    },
    read: (id) => `/v1/invoices/${id}`,
    invoice: { id: 'id', status: 'status', url: 'link.url' },
    marks: [],
    beacon: (payUrl) => `${payUrl}/viewed`,
    approve: { name: 'decision', value: 'authorise' },
    mails: (inbox, to) => `${inbox}.json?to=${encodeURIComponent(to)}`,
    text: 'text',
  },
]

export interface Server {
  dialect: Dialect
  api: string
  key: string
  inbox: string
  pids: Record<Part, number>
}

export function readServer(stack: unknown, dialect: Dialect): Server | undefined {
  const { api, key, inbox, pids } = dialect.stack
  const texts = [api, key, inbox].map((path) => at(stack, path))
  const ids = PARTS.map((part) => at(stack, pids[part]))
  if (!texts.every((text) => typeof text === 'string')) return undefined
  if (!ids.every((id) => typeof id === 'number')) return undefined
  const [apiUrl = '', apiKey = '', inboxUrl = ''] = texts
  const running = Object.fromEntries(PARTS.map((part, index) => [part, ids[index]])) as Record<Part, number>
  return { dialect, api: apiUrl, key: apiKey, inbox: inboxUrl, pids: running }
}

export function readOwnServer(stack: unknown): Server {
  const server = DIALECTS.map((dialect) => readServer(stack, dialect)).find((found) => found !== undefined)
  if (!server) throw new Error('no row of bench/lives/dialects.ts has the names of this stack')
  return server
}

export function fits(dialect: Dialect, invoice: unknown): boolean {
  const { id, status, url } = dialect.invoice
  return [id, status, url, ...dialect.marks].every((path) => at(invoice, path) !== undefined)
}

export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value)
}
