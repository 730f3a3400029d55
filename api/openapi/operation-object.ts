import type { JsonSchema } from '@valibot/to-json-schema'
import type { ContentObject, OperationObject, ParameterObject, ResponseObject } from './document-types.ts'
import { headersNamed } from './headers.ts'
import { toComponents } from './json-schema.ts'
import type { Answer, Body, NamedSchema, Operation, Resource } from './operation.ts'
import { problemResponses } from './problem-responses.ts'

export interface Components {
  requests: Readonly<Record<string, NamedSchema>>
  responses: Readonly<Record<string, NamedSchema>>
  problems: Readonly<Record<string, ResponseObject>>
}

/** @throws RangeError for the name of an unknown schema, or a parameter without a schema */
export function operationObject(
  { tag, parameters }: Resource,
  operation: Operation,
  components: Components,
): OperationObject {
  const { id, summary, description, path, query, body, keyed, answers } = operation
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    responseObject(answer, operation, components.responses),
  ])
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...pathParameters(parameters, path),
      ...queryParameters(query),
      ...(keyed ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body, components.requests) }),
    responses: {
      ...(Object.fromEntries(responses) as OperationObject['responses']),
      ...problemResponses(operation, components.problems),
    },
  }
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
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...withDescription(asNumber(property as JsonSchema)),
  }))
}

function withDescription({ description, ...schema }: JsonSchema): Pick<ParameterObject, 'schema'> {
  return { ...(description === undefined ? {} : { description }), schema }
}

/** The schema of a query has texts, also for the default of a number. */
function asNumber(schema: JsonSchema): JsonSchema {
  if (schema.type !== 'integer') return schema
  const { pattern: _, default: text, ...rest } = schema
  return { ...rest, ...(text === undefined ? {} : { default: Number(text) }) }
}

const IDEMPOTENCY_KEY: ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body get the same answer; nothing happens twice.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  example: '5f2b8c1e-0d5e-4c6e-9d2b-7a1f3e4d5c6b',
}

function requestBody(body: Body, requests: Components['requests']) {
  if (typeof body === 'object' && 'content' in body) return { required: true, content: body.content }
  const name = typeof body === 'string' ? body : body.optional
  return { required: typeof body === 'string', content: jsonOf(name, requests) }
}

function responseObject(
  answer: Answer,
  { keyed }: Operation,
  responses: Components['responses'],
): ResponseObject {
  const { about, schema, content, headers = [] } = typeof answer === 'string' ? named(answer) : answer
  const json = schema === undefined ? {} : jsonOf(schema, responses)
  return {
    description: about,
    ...headersNamed([...headers, ...(keyed ? (['Idempotency-Replayed'] as const) : [])]),
    ...(schema === undefined && !content ? {} : { content: { ...json, ...content } }),
  }
}

function named(schema: string): Exclude<Answer, string> {
  return { about: schema.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`), schema }
}

function jsonOf(name: string, schemas: Readonly<Record<string, NamedSchema>>): ContentObject {
  const schema = schemas[name]
  if (!schema) throw new RangeError(`no schema is named ${name}`)
  const { example } = schema
  return {
    'application/json': {
      schema: { $ref: `#/components/schemas/${name}` },
      ...(example === undefined ? {} : { example }),
    },
  }
}
