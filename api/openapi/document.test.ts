import { validate } from '@hyperjump/json-schema/openapi-3-1'
import { describe, expect, it } from 'vitest'
import { assertValid } from '../../test/support/described-responses.ts'
import { COMMANDS, SITUATIONS } from '../../domain/invoice/spec/situations.ts'
import { decide, fold } from '../../domain/invoice/index.ts'
import { TEST_EVENT_TYPE, EVENT_TYPES } from '../../domain/events/event-types.ts'
import { routesWithScope } from '../http/route-scopes.ts'
import { createDocument } from './document.ts'
import type { OperationObject, ResponseObject } from './document-types.ts'
import { problemsOf } from './problems.ts'
import { RESOURCES } from './resources/index.ts'

const document = JSON.parse(JSON.stringify(createDocument('https://duewell.example'))) as Json
const operations = RESOURCES.flatMap((resource) => resource.operations)

interface Json {
  [key: string]: unknown
}

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    const schema = 'https://spec.openapis.org/oas/3.1/schema-base'
    expect(await validate(schema, document as never, 'BASIC')).toMatchObject({
      valid: true,
    })
  })

  it('contains what each reference names', () => {
    const missing = referencesOf(document).filter((reference) => find(reference) === undefined)
    expect(missing).toEqual([])
  })

  it('describes every route of /v1, and no other', () => {
    const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    const routes = routesWithScope().map(({ route }) => route.replaceAll(/:(\w+)/g, '{$1}'))
    expect(described.toSorted(byText)).toEqual(routes.toSorted(byText))
  })

  it('describes a webhook for every type that an endpoint can get, and no other', () => {
    const types = [...EVENT_TYPES, TEST_EVENT_TYPE]
    expect(Object.keys(document['webhooks'] as Json).toSorted(byText)).toEqual(types.toSorted(byText))
  })

  it('names scope, request id, limits, key and common problems of every operation', () => {
    const paths = document['paths'] as Record<string, Record<string, OperationObject>>
    for (const { method, path } of operations) {
      const described = paths[path]?.[method]
      const { security, parameters = [], responses = {} } = described ?? {}
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
      const scope = routesWithScope().find((one) => one.route === route)?.scope
      expect(security, route).toEqual([{ apiKey: [scope] }])
      const takesKey = parameters.some(({ name }) => name === 'Idempotency-Key')
      expect(takesKey, route).toBe(method !== 'get')
      expect(Object.keys(responses), route).toEqual(
        expect.arrayContaining(['401', '403', '422', '429', '500', '503']),
      )
      for (const response of Object.values(responses)) {
        const { headers = {} } = ('$ref' in response ? find(response.$ref) : response) as ResponseObject
        expect(Object.keys(headers), route).toEqual(
          expect.arrayContaining(['X-Request-Id', 'RateLimit', 'RateLimit-Policy']),
        )
      }
    }
  })

  it('gives every operation, response and request schema a name of its own', () => {
    const ids = operations.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has an example of every request and response, and each matches its schema', () => {
    const without: string[] = []
    for (const { name, type, media } of mediaTypes()) {
      const { example, examples = {} } = media
      const values = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples).map(({ $ref }) => (find($ref) as { value: unknown }).value),
      ]
      if (type.endsWith('json') && values.length === 0) without.push(name)
      for (const value of values) if (type.endsWith('json')) assertValid(media.schema, value, name)
    }
    expect(without).toEqual([])
  })

  it('names every refusal of an invoice’s command among the problems of its operation', () => {
    const unnamed = new Set<string>()
    for (const log of Object.values(SITUATIONS)) {
      for (const command of Object.values(COMMANDS)) {
        const state = fold(log)
        const id = OPERATION_OF[command.type]
        const decision = decide(state, command)
        const isEdit = command.type === 'amend' && state.status === 'draft'
        if (id === undefined || isEdit || !('refused' in decision)) continue
        const operation = operations.find((one) => one.id === id)
        const codes = operation ? [...problemsOf(operation).values()].flat() : []
        if (!codes.includes(decision.refused)) unnamed.add(`${id} ${decision.refused}`)
      }
    }
    expect([...unnamed]).toEqual([])
  })
})

const OPERATION_OF: Partial<Record<string, string>> = {
  amend: 'changeInvoice',
  remind: 'remindCustomer',
  pause: 'pauseInvoice',
  resume: 'resumeInvoice',
  void: 'voidInvoice',
  regenerate_link: 'replaceLink',
  record_payment: 'recordPayment',
  undo_payment: 'undoPayment',
  refund: 'refundInvoice',
  record_refund: 'refundInvoice',
  advance_clock: 'advanceInvoiceClock',
}

function byText(a: string, b: string): number {
  return a.localeCompare(b)
}

interface MediaType {
  schema: object
  example?: unknown
  examples?: Record<string, { $ref: string }>
}

function* mediaTypes(): Generator<{ name: string; type: string; media: MediaType }> {
  type Content = { content?: Record<string, MediaType>; $ref?: string }
  type Operation = { requestBody?: Content; responses: Record<string, Content> }
  for (const [path, methods] of Object.entries(document['paths'] as Record<string, Json>)) {
    for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
      const { requestBody = {}, responses } = operation
      for (const [status, given] of Object.entries({ request: requestBody, ...responses })) {
        const { content = {} } = given.$ref === undefined ? given : (find(given.$ref) as Content)
        for (const [type, media] of Object.entries(content)) {
          yield { name: `${method} ${path} ${status}`, type, media }
        }
      }
    }
  }
}

function referencesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : referencesOf(item),
  )
}

function find(reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document)
}
