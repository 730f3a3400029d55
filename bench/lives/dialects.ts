/** The processes that a stack consists of. */
export const PARTS = ['api', 'worker', 'temporal', 'postgres', 'sandbox'] as const
export type Part = (typeof PARTS)[number]

/**
 * The names that one version of the product uses. Paths into JSON have dots: `link.url`. Forms are read from the pages,
 * so their addresses and fields need no names here.
 */
export interface Dialect {
  name: string
  /** Paths into `.stack/stack.json`. */
  stack: { api: string; key: string; inbox: string; pids: Record<Part, string> }
  /** Lists invoices; the newest stack has one, which the dialect is recognised by. */
  list: { path: string; items: string }
  create: { path: string; body: (customer: { email: string; due: string }) => object }
  read: (id: string) => string
  /** Paths into an invoice. */
  invoice: { id: string; status: string; url: string }
  /** Further paths that an invoice of this version has, where the others do not set it apart. */
  marks: string[]
  /** The page sends a beacon here once the customer has seen it. */
  beacon: (payUrl: string) => string
  /** The button by which the payer approves on the bank's page. */
  approve: { name: string; value: string }
  mails: (inbox: string, to: string) => string
  /** A path into a mail. */
  text: string
}

/**
 * The first whose names are all found is used. A rename of any name in here needs a row, placed above the older ones;
 * a rename that an invoice does not show, such as of the beacon, needs a mark too.
 */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'fd605ae',
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

/** A server in a known version: its addresses, its test key and its names. */
export interface Server {
  dialect: Dialect
  api: string
  key: string
  inbox: string
  pids: Record<Part, number>
}

/** @returns undefined when `stack.json` does not have this dialect's names, or names nothing that runs */
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

/** Whether an answer of the server has the names that the dialect reads. */
export function isSpokenIn(dialect: Dialect, invoice: unknown): boolean {
  const { id, status, url } = dialect.invoice
  return [id, status, url, ...dialect.marks].every((path) => at(invoice, path) !== undefined)
}

/** @returns undefined where the path leads nowhere */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value)
}
