import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'

export interface FieldError {
  errorCode: 'Field.Expected' | 'Field.Invalid' | 'Field.InvalidFormat' | 'Field.NotUnique'
  path: string
}

export function apiError(c: Context, status: number, errorCode: string, paths?: string[]): Response {
  const message = `${errorCode}: this is the sandbox.`
  const retry: Record<string, string> = status === 429 ? { 'retry-after': '1' } : {}
  if (c.req.header('token-json-error') !== 'true') return c.text(message, status as 400, retry)
  const tokenTraceId = randomBytes(8).toString('hex')
  return c.json(
    { error: { errorCode, message, tokenTraceId, ...(paths ? { paths } : {}) } },
    status as 400,
    retry,
  )
}

export function fieldError(c: Context, { errorCode, path }: FieldError): Response {
  return apiError(c, 400, errorCode, [path])
}

const CODES: Partial<Record<number, string>> = {
  401: 'Unauthenticated',
  403: 'PermissionDenied',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

export function plannedError(c: Context, status: number): Response {
  return apiError(c, status, CODES[status] ?? 'InternalServerError')
}
