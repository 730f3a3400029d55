import type { JsonSchema } from '@valibot/to-json-schema'
import type { ParameterObject } from './document-types.ts'
import { toComponents } from './json-schema.ts'
import { isWrite, type Operation, type Resource } from './operation.ts'

export function parametersOf(parameters: Resource['parameters'], operation: Operation): ParameterObject[] {
  return [
    ...pathParameters(parameters, operation.path),
    ...queryParameters(operation.query),
    ...(isWrite(operation) ? [IDEMPOTENCY_KEY] : []),
    ...(operation.conditional ? [IF_MATCH] : []),
    ...(operation.resumable ? [LAST_EVENT_ID] : []),
  ]
}

function pathParameters(parameters: Resource['parameters'], path: string): ParameterObject[] {
  const schemas = toComponents(parameters, 'request')
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const found = schemas[name]
    if (!found) throw new RangeError(`${path}: the parameter ${name} has no schema`)
    return { name, in: 'path', required: true, ...withDescription(found) }
  })
}

function queryParameters(query: Operation['query']): ParameterObject[] {
  const { properties = {}, required = [] } = (query && toComponents({ query }, 'request')['query']) ?? {}
  return Object.entries(properties).map(([name, property]) => {
    const schema = property as JsonSchema
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(schema.type === 'object' ? { style: 'deepObject' } : {}),
      ...withDescription(asNumber(schema)),
    }
  })
}

function withDescription({ description, ...schema }: JsonSchema): Pick<ParameterObject, 'schema'> {
  return { ...(description === undefined ? {} : { description }), schema }
}

function asNumber(schema: JsonSchema): JsonSchema {
  if (schema.type !== 'integer') return schema
  const { pattern: _, default: text, ...rest } = schema
  return { ...rest, ...(text === undefined ? {} : { default: Number(text) }) }
}

const IDEMPOTENCY_KEY: ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body get the same answer for 30 days; nothing happens twice.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  example: '5f2b8c1e-0d5e-4c6e-9d2b-7a1f3e4d5c6b',
}

const IF_MATCH: ParameterObject = {
  name: 'If-Match',
  in: 'header',
  description: 'The `ETag` as it was read. After another change the answer is 412.',
  schema: { type: 'string' },
  example: '"7-4711"',
}

const LAST_EVENT_ID: ParameterObject = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Of a stream: the `sequence` of the last event that you have. It precedes `after`.',
  schema: { type: 'integer', minimum: 0 },
  example: 42,
}
