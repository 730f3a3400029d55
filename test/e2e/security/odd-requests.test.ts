import { beforeAll, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { signPreviewToken, signViewToken } from '../../../domain/payment/payment-link.ts'
import { createInvoice, invoiceBody } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import { type RawRequest, sendRaw } from '../../support/raw-request.ts'
import { randomFrom, SEED } from '../../support/seed.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
const REQUESTS_PER_ROUTE = Number(process.env['ODD_REQUESTS'] ?? 2)

let ids: Record<string, readonly string[]>
beforeAll(async () => {
  const invoice = await createInvoice(world)
  const draft = await createInvoice(world, { send: 'draft' })
  const recurring = await createRecurring(world)
  const file = await review(world, csvOf(1))
  const inAnHour = Date.now() + 3_600_000
  const preview = signPreviewToken(draft.id, inAnHour, world.linkKeys)
  const view = signViewToken(invoice.id, inAnHour, world.linkKeys)
  ids = {
    id: [invoice.id, draft.id, recurring.id, file.id],
    token: [new URL(invoice.link?.url ?? '').pathname.split('/').at(-1) ?? '', preview, view],
    currency: ['GBP', 'EUR'],
  }
})

const ODD_SEGMENTS = [
  '%0E',
  '%0D%0Ax-a:b',
  '%00',
  '%',
  '%ZZ',
  '%ED%A0%80',
  '%C0%AF',
  '%2F',
  '%2e%2e',
  '..',
  '.',
  '',
  'a b',
  '\x01',
  '\xff\xfe',
  '?',
  '#',
  '//example.com',
  '\\example.com',
  ';x=y',
  '*',
  '{id}',
  'x'.repeat(3_000),
  '%E2%80%AE',
  '__proto__',
]

const ODD_QUERIES = [
  '',
  '?',
  '?%',
  '?%00=%00',
  '?q=%00&bank=%ff&limit=%&cursor=%0e',
  '?payment_id=%0e',
  '?payment_id=%ff&state=%0e',
  '?state=%00',
  '?limit=1&limit=2',
  '?__proto__=1&constructor=2',
  `?q=${'%25'.repeat(2_000)}`,
  '?[]=1&a[b]=%5d',
]

const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset',
  'multipart/form-data',
  'multipart/form-data; boundary',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=""',
  'multipart/form-data; boundary=b',
  'multipart/form-data; boundary=b; charset=nonsense',
  `multipart/form-data; boundary=${'b'.repeat(3_000)}`,
  'multipart/mixed; boundary=b',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=nonsense',
  'text/csv',
  'text/csv; charset=nonsense; header=\xff',
  'text/plain',
  ';',
  '/',
  '\xff\xfe',
]

const ODD_HEADERS = [
  'cookie: duewell_preview=%',
  'cookie: duewell_preview=%ED%A0%80; =; ;;',
  'cookie: duewell_preview="\xff"',
  `cookie: ${'a=b; '.repeat(1_000)}`,
  'cookie: __proto__=x; duewell_preview={}.k1.aaaaaaaaaaaaaaaaaaaaaa',
  'authorization: Basic %%%',
  'authorization: Bearer',
  'authorization: Bearer \xff\xff',
  'idempotency-key: \xff',
  'idempotency-key: ',
  `idempotency-key: ${'k'.repeat(3_000)}`,
  'accept-language: \xff;q=x',
  'if-none-match: "\xff',
  'if-modified-since: never',
  'range: bytes=-1-',
  'expect: 100-continue',
  'expect: nonsense',
  'content-encoding: gzip',
  'transfer-encoding: chunked',
  'transfer-encoding: nonsense',
  'content-length: -1',
  'content-length: 99999999999999999999',
  'upgrade: websocket',
  'host: [',
  'host: example.com:99999999',
  'host: a b',
  'origin: null',
  'x-forwarded-host: \xff',
  'x-forwarded-proto: javascript',
  'tl-signature: a..b',
  'tl-signature: eyJhbGciOiJFUzUxMiJ9..AA',
  'token-signature: \xff',
  'x-twilio-signature: \xff',
  'no colon',
  ' folded',
]

const BODIES = [
  '',
  '{',
  '{}',
  '[]',
  'null',
  '"\\ud800"',
  '{"__proto__": {"a": 1}}',
  '['.repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  '\xff\xfe\x00',
  '\xef\xbb\xbf{}',
  'bank=%&query=%00&fragment=%ff',
  'bank=%ED%A0%80&bank=2',
  'query=%3Fstate%3D%00&fragment=%23code',
  '--b\r\n\r\n--b--',
  '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--\r\n',
  '--b\r\ncontent-disposition: form-data; name="f"; filename="\xff\x00.csv"\r\ncontent-type: text/csv; charset=nonsense\r\n\r\na,b\r\n--b--\r\n',
  '--b\r\ncontent-disposition: form-data; name="f"; filename*=utf-8\'\'%ff%\r\n\r\na\r\n--b--\r\n',
  '--b\r\ncontent-disposition: form-data; name="f"; filename="a"\r\ncontent-transfer-encoding: base64\r\n\r\n%%%',
  '0\r\n\r\n',
  'zz\r\n',
]

function makeRequest(random: (below: number) => number, method: string, pattern: string): RawRequest {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const target = pattern.replace(/:(\w+)(\{[^/]*\})?/g, (_, name: string) => {
    const known = ids[name] ?? []
    return known.length > 0 && random(2) === 0 ? pick(known) : pick(ODD_SEGMENTS)
  })
  const suffix = random(6) === 0 ? `/${pick(ODD_SEGMENTS)}` : ''
  const query = random(3) === 0 ? pick(ODD_QUERIES) : ''
  const headers = random(8) === 0 ? [] : [`authorization: Bearer ${world.apiKey}`]
  if (random(3) > 0) headers.push(`content-type: ${pick(CONTENT_TYPES)}`)
  for (let times = random(3); times > 0; times--) headers.push(pick(ODD_HEADERS))
  const text = random(4) === 0 ? JSON.stringify(invoiceBody({ send: 'draft' })) : pick(BODIES)
  const isChunked = headers.includes('transfer-encoding: chunked')
  const body = Buffer.from(isChunked ? `${text}0\r\n\r\n` : method === 'GET' ? '' : text, 'latin1')
  if (method !== 'GET' && random(8) > 0) headers.push(`content-length: ${body.length}`)
  return {
    method,
    target: `${target}${suffix}${query}`,
    headers,
    body,
  }
}

it(`answers malformed requests to every route below 500, seed ${SEED}`, async () => {
  const random = randomFrom(SEED)
  const routes = createApp(world.deps).routes.filter(({ method }) => method !== 'ALL')
  expect(routes.length).toBeGreaterThan(60)
  const faults: string[] = []
  for (const { method, path } of routes) {
    for (let run = 0; run < REQUESTS_PER_ROUTE; run++) {
      const other =
        random(10) === 0 ? ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'][random(6)] : method
      const request = makeRequest(random, other ?? method, path)
      const { status } = await sendRaw(world.publicUrl, request)
      const { target, headers, body } = request
      if (status >= 500 || status === 0)
        faults.push(
          `${status} ${request.method} ${JSON.stringify([target, headers, body?.toString('latin1')]).slice(0, 600)}`,
        )
    }
  }
  expect(faults).toEqual([])
})
