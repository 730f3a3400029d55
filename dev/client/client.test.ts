import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Duewell, DuewellError } from '../../docs/client/duewell.ts'
import { CLIENT_FILE, formattedClient } from '../client.ts'
import { ROOT } from '../stack/paths.ts'
import { typeOf } from './types.ts'

interface Sent {
  url: string
  method: string
  headers: Record<string, string>
  body: unknown
}

function clientOf(answers: (Response | Error)[]) {
  const sent: Sent[] = []
  const send = async (url: string | URL | Request, { method = '', headers, body }: RequestInit = {}) => {
    const text = typeof body === 'string' ? body : 'null'
    sent.push({
      url: url instanceof Request ? url.url : url.toString(),
      method,
      headers: headers as Record<string, string>,
      body: JSON.parse(text) as unknown,
    })
    const answer = answers.shift() ?? new Error('no answer')
    if (answer instanceof Error) throw answer
    return answer
  }
  return { sent, client: new Duewell({ apiKey: 'dw_test_key', url: 'https://api.example', fetch: send }) }
}

const unavailable = () =>
  Response.json({ code: 'unavailable' }, { status: 503, headers: { 'retry-after': '0' } })

describe('the client', () => {
  it('is the one that `npm run client` writes', () => {
    expect(readFileSync(path.join(ROOT, CLIENT_FILE), 'utf8')).toBe(formattedClient())
  })

  it('repeats a request with the same key when the API is unavailable', async () => {
    const { client, sent } = clientOf([unavailable(), unavailable(), Response.json({ id: 'inv_1' })])
    expect(await client.sendInvoice('inv_1')).toEqual({ id: 'inv_1' })
    const keys = sent.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('repeats a request after too many, and not a refusal without Retry-After', async () => {
    const problem = (headers: Record<string, string>) => Response.json({ code: '' }, { status: 429, headers })
    const { client, sent } = clientOf([problem({ 'retry-after': '0' }), problem({})])
    await expect(client.remindCustomer('inv_1')).rejects.toThrow(DuewellError)
    expect(sent).toHaveLength(2)
  })

  it('ends the pause before a repetition when the caller aborts', async () => {
    const later = Response.json({}, { status: 503, headers: { 'retry-after': '3600' } })
    const { client, sent } = clientOf([later])
    const abort = new AbortController()
    const sending = client.sendInvoice('inv_1', {
      signal: abort.signal,
      onResponse: () => setImmediate(() => abort.abort(new Error('stopped'))),
    })
    await expect(sending).rejects.toThrow('stopped')
    expect(sent).toHaveLength(1)
    expect(later.bodyUsed).toBe(true)
  })

  it('sends the tag that a response had', async () => {
    const { client, sent } = clientOf([
      Response.json({}, { headers: { etag: '"7-1"' } }),
      Response.json({ id: 'inv_1' }),
    ])
    let tag = ''
    await client.getInvoice('inv_1', {
      onResponse: ({ headers }) => {
        tag = headers.get('etag') ?? ''
      },
    })
    await client.changeInvoice('inv_1', { instructions: null }, { ifMatch: tag })
    expect(sent.map(({ headers }) => headers['if-match'])).toEqual([undefined, '"7-1"'])
  })

  it('throws the problem of a refusal', async () => {
    const problem = { code: 'already_paid', title: 'Invoice already paid', status: 409 }
    const { client } = clientOf([Response.json(problem, { status: 409 })])
    await expect(client.voidInvoice('inv_1')).rejects.toMatchObject({ problem })
  })

  it('writes parameters into the address and encodes them', async () => {
    const { client, sent } = clientOf([
      Response.json({ data: [], next_cursor: null }),
      new Response(null, { status: 204 }),
    ])
    await client.listInvoices({ q: 'a b&c', status: ['sent', 'viewed'], metadata: { order: 'A-1' } })
    await client.reopenAddress('ada+x@customer.example')
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://api.example/v1/invoices?q=a+b%26c&status=sent&status=viewed&metadata%5Border%5D=A-1',
      'DELETE https://api.example/v1/suppressed_addresses/ada%2Bx%40customer.example',
    ])
  })
})

describe('the type of a schema', () => {
  it.each([
    [{ type: 'integer' }, 'number'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ anyOf: [{ $ref: '#/components/schemas/Invoice' }, { type: 'null' }] }, 'Invoice | null'],
    [{ type: 'array', items: { type: 'string' } }, 'Array<string>'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
    [
      { type: 'object', properties: { a: { type: 'string' }, b: { const: 1 } }, required: ['a'] },
      '{\na: string\nb?: 1 | undefined\n}',
    ],
  ] as const)('gives %j as %s', (schema, type) => {
    expect(typeOf(structuredClone(schema) as Parameters<typeof typeOf>[0])).toBe(type)
  })
})
