import { scopeOf } from '../http/route-scopes.ts'
import type { ContentObject, OperationObject, ResponseObject } from './document-types.ts'
import { headersWith } from './headers.ts'
import {
  type Answer,
  type Body,
  isWrite,
  type NamedSchema,
  type Operation,
  type Resource,
} from './operation.ts'
import { parametersOf } from './parameters.ts'
import { problemResponses } from './problem-responses.ts'

export interface Components {
  requests: Readonly<Record<string, NamedSchema>>
  responses: Readonly<Record<string, NamedSchema>>
  problems: Readonly<Record<string, ResponseObject>>
}

export function operationObject(
  { tag, parameters }: Resource,
  operation: Operation,
  components: Components,
): OperationObject {
  const { id, summary, description = '', body, answers } = operation
  const scope = scopeOf(routeOf(operation))
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    responseObject(answer, operation, components.responses),
  ])
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}${description && '\n\n'}Scope: \`${scope}\``,
    security: [{ apiKey: [scope] }],
    parameters: parametersOf(parameters, operation),
    ...(body === undefined ? {} : { requestBody: requestBody(body, components.requests) }),
    responses: {
      ...(Object.fromEntries(responses) as OperationObject['responses']),
      ...problemResponses(operation, components.problems),
    },
  }
}

function routeOf({ method, path }: Operation) {
  return { method: method.toUpperCase(), path: path.replaceAll(/\{(\w+)\}/g, ':$1') }
}

function requestBody(body: Body, requests: Components['requests']) {
  if (typeof body === 'object' && 'content' in body) return { required: true, content: body.content }
  const name = typeof body === 'string' ? body : body.optional
  return { required: typeof body === 'string', content: jsonOf(name, requests) }
}

function responseObject(
  answer: Answer,
  operation: Operation,
  responses: Components['responses'],
): ResponseObject {
  const { about, schema, content, headers = [] } = typeof answer === 'string' ? { schema: answer } : answer
  const json = schema === undefined ? {} : jsonOf(schema, responses)
  return {
    description: about ?? wordsOf(schema ?? operation.summary),
    ...headersWith([...headers, ...(isWrite(operation) ? (['Idempotency-Replayed'] as const) : [])]),
    ...(schema === undefined && !content ? {} : { content: { ...json, ...content } }),
  }
}

function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
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
