import type { InvoiceEvent, Problem, RecurringEvent } from '../../docs/client/duewell.ts'

export interface DuewellOptions {
  apiKey: string
  /** The address of the API, without a slash at its end. */
  url: string
  /** The number of repetitions after a failed connection or 503. */
  retries?: number
  fetch?: typeof fetch
}

export interface RequestOptions {
  signal?: AbortSignal
}

export interface KeyedOptions extends RequestOptions {
  /** A request without a key gets one, so that its repetitions have one effect. */
  idempotencyKey?: string
}

/** The body of a webhook. */
export interface Webhook<E extends InvoiceEvent | RecurringEvent = InvoiceEvent | RecurringEvent> {
  id: string
  type: E['type']
  created_at: string
  sequence: number
  data: E
}

export class DuewellError extends Error {
  override name = 'DuewellError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

interface Sent extends KeyedOptions {
  query?: object
  body?: unknown
  type?: string
  isKeyed?: true
}

export class Connection {
  readonly #options: DuewellOptions

  constructor(options: DuewellOptions) {
    this.#options = options
  }

  /** @throws DuewellError for a problem, TypeError without a connection */
  async json<T>(method: string, path: string, sent: Sent): Promise<T> {
    const response = await this.send(method, path, sent)
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  async send(method: string, path: string, sent: Sent): Promise<Response> {
    const { apiKey, url, retries = 2, fetch: send = fetch } = this.#options
    const { query = {}, body, type = 'application/json', isKeyed, signal } = sent
    const address = new URL(`${url}${path}`)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value))
    }
    const key = sent.idempotencyKey ?? (isKeyed ? crypto.randomUUID() : undefined)
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }
    const mayRepeat = method === 'GET' || key !== undefined
    for (let left = mayRepeat ? retries : 0; ; left -= 1) {
      const response = await send(address, request).catch((error: unknown) => {
        if (left === 0 || signal?.aborted) throw error
        return undefined
      })
      if (response?.ok) return response
      if (left === 0 || (response && response.status !== 503)) throw await errorOf(response)
      const seconds = Number(response?.headers.get('retry-after') ?? 1)
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
    }
  }
}

async function errorOf(response: Response | undefined): Promise<Error> {
  const text = (await response?.text()) ?? ''
  try {
    return new DuewellError(JSON.parse(text) as Problem)
  } catch {
    return new Error(`the API answers ${response?.status}: ${text.slice(0, 200)}`)
  }
}
