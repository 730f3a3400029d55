import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { sign } from 'truelayer-signing'
import { listen } from '../core/listen.ts'
import { openDatabase } from '../core/sqlite.ts'
import { type Receiver, startReceiver } from '../testing.ts'
import { type BankOptions, createBank } from './bank.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export interface Answer<Body = Record<string, unknown>> {
  status: number
  body: Body
}

export interface PostOptions {
  key?: string
  token?: string
  kid?: string
  sent?: string
  unsignedKey?: boolean
  signedPath?: string
  forge?: (signature: string) => string
}

export type TestBank = Awaited<ReturnType<typeof startTestBank>>

export async function startTestBank(
  changes: Partial<BankOptions> & { database?: DatabaseSync; receiver?: Receiver } = {},
) {
  const { receiver = await startReceiver(), database = openDatabase(':memory:'), ...options } = changes
  const listener = await listen('127.0.0.1', 0)
  const { url } = listener
  const bank = createBank({
    publicUrl: url,
    database,
    clientId: 'client',
    clientSecret: 'secret',
    keyId: 'kid-1',
    publicKeyPem,
    merchantAccounts: [
      { id: 'account-gbp', currency: 'GBP', accountHolderName: 'Larkspur Studio' },
      { id: 'account-eur', currency: 'EUR', accountHolderName: 'Larkspur Studio' },
    ],
    webhookUrl: `${receiver.url}/webhooks/truelayer`,
    webhookRetryDelaysMs: [1],
    executeDelayMs: 1,
    settleDelayMs: 1,
    ...options,
  })
  listener.mount(bank.app)
  bank.start()
  const token = await fetchToken(url)

  async function post(path: string, body: unknown, with_: PostOptions = {}): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const key = with_.key ?? randomUUID()
    const headers = with_.unsignedKey ? {} : { 'Idempotency-Key': key }
    const { kid = 'kid-1', signedPath = path, forge = (made: string) => made } = with_
    const signature = forge(sign({ kid, privateKeyPem, path: signedPath, headers, body: text }))
    return answerOf(
      await fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${with_.token ?? token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
          'tl-signature': signature,
        },
        body: with_.sent ?? text,
      }),
    )
  }

  return {
    url,
    token,
    receiver,
    database,
    post,
    get: async (path: string, bearer = token) =>
      answerOf(await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })),
    control: async (path: string, body?: unknown) =>
      answerOf(
        await fetch(`${url}/sandbox/${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    async pay(body: object = order()): Promise<{ id: string; page: string; resourceToken: string }> {
      const created = await post('/v3/payments', body)
      if (created.status !== 201) throw new Error(JSON.stringify(created))
      return {
        id: String(created.body['id']),
        page: nextUri(created),
        resourceToken: resourceTokenOf(created),
      }
    },
    async stop() {
      await listener.close()
      await bank.close()
    },
  }
}

export async function fetchToken(url: string, secret = 'secret'): Promise<string> {
  const response = await fetch(`${url}/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: secret,
      scope: 'payments',
    }),
  })
  return String(((await response.json()) as { access_token?: string }).access_token)
}

export function order(changes: Record<string, unknown> = {}, method: Record<string, unknown> = {}): object {
  return {
    amount_in_minor: 125_000,
    currency: 'GBP',
    payment_method: {
      type: 'bank_transfer',
      provider_selection: {
        type: 'preselected',
        provider_id: 'sandbox-harbour',
        scheme_selection: { type: 'instant_preferred' },
      },
      beneficiary: { type: 'merchant_account', merchant_account_id: 'account-gbp', reference: 'INV-0001' },
      ...method,
    },
    user: { name: 'Ada Lovelace', email: 'ada@example.com' },
    metadata: { invoice_id: 'inv_1' },
    authorization_flow: { redirect: { return_uri: 'http://127.0.0.1:9/return?from=bank' } },
    ...changes,
  }
}

export function nextUri({ body }: Answer): string {
  const { authorization_flow: flow } = body as { authorization_flow?: { actions: { next: { uri: string } } } }
  return flow?.actions.next.uri ?? ''
}

function resourceTokenOf({ body }: Answer): string {
  return String(body['resource_token'])
}

export async function decide(page: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(page.replace('?key=', '/decision?key='), {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  return response.headers.get('location') ?? `status ${response.status}`
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}
