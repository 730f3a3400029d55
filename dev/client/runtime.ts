import type {
  CustomerEvent,
  ImportCompletedEvent,
  InvoiceEvent,
  Problem,
  RecurringEvent,
  WebhookEndpointTestEvent,
} from '../../docs/client/duewell.ts'

export interface DuewellOptions {
  apiKey: string
  url: string
  retries?: number
  fetch?: typeof fetch
}

export interface RequestOptions {
  signal?: AbortSignal
  onResponse?: (response: Response) => void
}

export interface KeyedOptions extends RequestOptions {
  idempotencyKey?: string
}

export interface ConditionalOptions extends KeyedOptions {
  ifMatch?: string
}

type ListedEvent = InvoiceEvent | RecurringEvent | CustomerEvent | ImportCompletedEvent
type WebhookEvent = ListedEvent | WebhookEndpointTestEvent

export interface Webhook<E extends WebhookEvent = WebhookEvent> {
  id: string
  type: E['type']
  created_at: string
  sequence: number
  data: E
}

export type PublishedEvent = Webhook<ListedEvent>

export class DuewellError extends Error {
  override name = 'DuewellError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

interface Sent extends ConditionalOptions {
  query?: Readonly<Record<string, QueryValue | undefined>>
  body?: unknown
  type?: string
}

export class Connection {
  readonly #options: DuewellOptions

  constructor(options: DuewellOptions) {
    this.#options = options
  }

  async json<T>(method: string, path: string, sent: Sent): Promise<T> {
    const response = await this.send(method, path, sent)
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  async send(method: string, path: string, sent: Sent): Promise<Response> {
    const { apiKey, url, retries = 2, fetch: send = fetch } = this.#options
    const { query = {}, body, type = 'application/json', ifMatch, signal, onResponse } = sent
    const address = new URL(`${url}${path}`)
    for (const [name, value] of Object.entries(query).flatMap(parametersOf)) {
      address.searchParams.append(name, value)
    }
    const key = sent.idempotencyKey ?? (method === 'GET' ? undefined : crypto.randomUUID())
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }
    for (let left = retries; ; left -= 1) {
      const response = await send(address, request).catch((error: unknown) => {
        if (left === 0 || signal?.aborted) throw error
        return undefined
      })
      if (response) onResponse?.(response)
      if (response?.ok) return response
      const seconds = response ? response.headers.get('retry-after') : 1
      if (left === 0 || seconds === null) throw await errorOf(response)
      await response?.body?.cancel()
      await pause(Number(seconds) * 1_000, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

type QueryValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>

function parametersOf([name, value]: [string, QueryValue | undefined]): [string, string][] {
  if (value === undefined) return []
  if (typeof value !== 'object') return [[name, String(value)]]
  const nameOf = (key: string) => (Array.isArray(value) ? name : `${name}[${key}]`)
  return Object.entries(value).map(([key, one]) => [nameOf(key), one])
}

async function errorOf(response: Response | undefined): Promise<Error> {
  const text = (await response?.text()) ?? ''
  try {
    return new DuewellError(JSON.parse(text) as Problem)
  } catch {
    return new Error(`the API answers ${response?.status}: ${text.slice(0, 200)}`)
  }
}
