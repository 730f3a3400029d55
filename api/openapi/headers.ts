import type { HeaderObject, ResponseObject } from './document-types.ts'

const text = { type: 'string' } as const

export const HEADERS = {
  'X-Request-Id': {
    description: 'The id of the request, also in the logs. A request can bring its own.',
    required: true,
    schema: text,
    example: 'req_01k8zqk2f5g7h9j1k3m5n7p9q1',
  },
  RateLimit: {
    description: 'Requests that the key has left (`r`), and seconds until all are back (`t`)',
    schema: text,
    example: '"api";r=599;t=60',
  },
  'RateLimit-Policy': {
    description: 'Requests (`q`) of a key in a window of `w` seconds',
    schema: text,
    example: '"api";q=600;w=60',
  },
  Location: { description: 'The path of what was made', required: true, schema: text },
  ETag: { description: 'For `If-Match` of a change', required: true, schema: text, example: '"7-4711"' },
  'Content-Disposition': { description: 'The name of the file', required: true, schema: text },
  'Idempotency-Replayed': {
    description: 'Present when the answer is repeated from the first request with the key',
    schema: { const: 'true' },
  },
  'WWW-Authenticate': {
    description: 'The scheme of authentication',
    required: true,
    schema: text,
    example: 'Bearer realm="duewell"',
  },
  'Retry-After': { description: 'Seconds', required: true, schema: { type: 'integer' }, example: 5 },
} as const satisfies Record<string, HeaderObject>

type HeaderName = keyof typeof HEADERS

export type HeaderUse = HeaderName | `${HeaderName}?`

const EVERYWHERE: readonly HeaderUse[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy']

export function headersWith(uses: readonly HeaderUse[]): Pick<ResponseObject, 'headers'> {
  return { headers: Object.fromEntries([...EVERYWHERE, ...uses].map(headerOf)) }
}

function headerOf(use: HeaderUse): [HeaderName, HeaderObject | { $ref: string }] {
  if (!use.endsWith('?')) return [use as HeaderName, { $ref: `#/components/headers/${use}` }]
  const name = use.slice(0, -1) as HeaderName
  return [name, { ...HEADERS[name], required: false }]
}
