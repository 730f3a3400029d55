import { describe, expect, it } from 'vitest'
import { assertDescribed } from '../../test/support/described-responses.ts'
import { exampleOf } from './problems.ts'
import { INVOICE } from './examples/invoice.ts'

const ID = { 'x-request-id': 'req_1' }
const JSON_TYPE = { ...ID, 'content-type': 'application/json' }
const READ = { ...JSON_TYPE, etag: '"1-2"' }

function check(
  method: string,
  target: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = JSON_TYPE,
) {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return () => assertDescribed(method, target, { status, headers: new Headers(headers), text })
}

const problem = { ...ID, 'content-type': 'application/problem+json' }

describe('the check of responses', () => {
  it('accepts a described response', () => {
    check('GET', '/v1/invoices/inv_1?x=1', 200, INVOICE, READ)()
    check('POST', '/v1/invoices', 201, INVOICE, { ...JSON_TYPE, location: '/v1/invoices/inv_1' })()
    check('DELETE', '/v1/invoices/inv_1', 204, undefined, ID)()
    check('POST', '/v1/invoices/inv_1/void', 409, exampleOf('already_paid'), problem)()
  })

  it('refuses a status, a field, a form or a header that is not described', () => {
    expect(check('GET', '/v1/invoices/inv_1', 202, INVOICE)).toThrow('is not described')
    expect(check('GET', '/v1/invoices/inv_1', 200, { ...INVOICE, extra: 1 }, READ)).toThrow('must NOT have')
    expect(check('GET', '/v1/invoices/inv_1', 200, { ...INVOICE, amount: '1' }, READ)).toThrow(
      'must be integer',
    )
    expect(
      check('GET', '/v1/invoices/inv_1', 200, { ...INVOICE, deposit: { amount: 1, paid: true, x: 1 } }, READ),
    ).toThrow('must NOT have')
    const replayed = { ...READ, 'idempotency-replayed': 'true' }
    expect(check('GET', '/v1/invoices/inv_1', 200, INVOICE, replayed)).toThrow('has the header')
  })

  it('refuses a response without a required header or with another content type', () => {
    expect(check('POST', '/v1/invoices', 201, INVOICE)).toThrow('has no header Location')
    expect(check('GET', '/v1/invoices/inv_1', 200, INVOICE)).toThrow('has no header ETag')
    expect(check('GET', '/v1/settings', 401, exampleOf('unauthorized'), problem)).toThrow(
      'has no header WWW-Authenticate',
    )
    expect(
      check('GET', '/v1/invoices/inv_1', 200, INVOICE, { ...READ, 'content-type': 'text/html' }),
    ).toThrow('content type')
  })

  it('refuses a problem code that its operation does not have', () => {
    expect(check('POST', '/v1/invoices/inv_1/void', 409, exampleOf('on_hold'), problem)).toThrow('allowed')
  })

  it('accepts only a problem from a route without a description', () => {
    check('GET', '/v1/unknown', 404, exampleOf('not_found'), problem)()
    expect(check('GET', '/v1/unknown', 200, INVOICE)).toThrow('content type')
  })
})
