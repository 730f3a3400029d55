import type { HeaderObject, ResponseObject } from './document-types.ts'

export const HEADERS = {
  Location: { description: 'The path of what was made', required: true, schema: { type: 'string' } },
  'Content-Disposition': { description: 'The name of the file', required: true, schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description: 'Present when the answer is repeated from the first request with the key',
    schema: { const: 'true' },
  },
  'WWW-Authenticate': {
    description: 'The scheme of authentication',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer realm="duewell"',
  },
  'Retry-After': { description: 'Seconds', required: true, schema: { type: 'integer' }, example: 5 },
} as const satisfies Record<string, HeaderObject>

export type HeaderName = keyof typeof HEADERS

export function headersNamed(names: readonly HeaderName[]): Pick<ResponseObject, 'headers'> {
  if (names.length === 0) return {}
  return {
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
  }
}
