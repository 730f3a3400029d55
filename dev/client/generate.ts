import { readFileSync } from 'node:fs'
import type { JsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { toComponents } from '../../api/openapi/json-schema.ts'
import { envelopeEntries } from '../../domain/events/public-event.ts'
import { createDocument } from '../../api/openapi/document.ts'
import type { ContentObject, OperationObject, ResponseObject } from '../../api/openapi/document-types.ts'
import { componentType, field, typeOf } from './types.ts'

const HEAD = '// `npm run client` writes this file from the OpenAPI document. It needs no packages.'

/** `runtime.ts` has the type of a published event. */
const WITHOUT_TYPE: ReadonlySet<string> = new Set(['EmptyRequest', 'PublishedEvent'])

export function clientSource(): string {
  const { paths, components } = createDocument('')
  const envelope = toComponents({ EventEnvelope: v.strictObject(envelopeEntries) }, 'response')
  const schemas = { ...components.schemas, ...envelope }
  const types = Object.keys(schemas)
    .filter((name) => !name.endsWith('Webhook') && !WITHOUT_TYPE.has(name))
    .map((name) => `export type ${name} = ${componentType(name, schemas)}`)
  const methods = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      functionOf(method.toUpperCase(), path, operation),
    ),
  )
  return [
    HEAD,
    runtime(),
    `export class Duewell extends Connection {\n${methods.join('\n\n')}\n}`,
    ...types,
  ].join('\n\n')
}

function runtime(): string {
  const source = readFileSync(new URL('runtime.ts', import.meta.url), 'utf8')
  return source.replaceAll(/^import [^']*'[^']*'$/gm, '').trim()
}

function functionOf(method: string, path: string, operation: OperationObject): string {
  const { operationId, summary, parameters, requestBody } = operation
  const has = (header: string) => parameters.some(({ name }) => name === header)
  const content = Object.entries(requestBody?.content ?? {}).find(([, { schema }]) => !isEmpty(schema))
  const query = parameters.filter((one) => one.in === 'query')
  const options = has('If-Match')
    ? 'ConditionalOptions'
    : has('Idempotency-Key')
      ? 'KeyedOptions'
      : 'RequestOptions'
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `${name}: string`)
  const body = content && `body: ${typeOf(content[1].schema)}${requestBody?.required ? '' : ' = {}'}`
  const fields = query.map(({ name, schema, description }) =>
    field(name, { ...schema, ...(description === undefined ? {} : { description }) }, false),
  )
  const given = [
    ...inPath,
    ...(body === undefined ? [] : [body]),
    ...(query.length === 0 ? [] : [`query: { ${fields.join('\n')} } = {}`]),
    `options: ${options} = {}`,
  ]
  const sent = [
    '...options',
    ...(query.length === 0 ? [] : ['query']),
    ...(content === undefined ? [] : ['body']),
    ...(content === undefined || content[0] === 'application/json' ? [] : [`type: '${content[0]}'`]),
  ]
  const { type, call } = answerOf(operation)
  const target = `\`${path.replaceAll(/\{(\w+)\}/g, '${encodeURIComponent($1)}')}\``
  return `/** ${summary}. */
    ${operationId}(${given.join(', ')}): Promise<${type}> {
      return this.${call}('${method}', ${target}, { ${sent.join(', ')} })
    }`
}

function isEmpty({ $ref = '' }: JsonSchema): boolean {
  return $ref.endsWith('/EmptyRequest')
}

function answerOf({ responses }: OperationObject): { type: string; call: 'json' | 'send' } {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const contents = successes.map(([, response]) => (response as ResponseObject).content)
  const types = contents.map((content) => content && jsonType(content))
  if (contents.every((content) => content === undefined)) return { type: 'void', call: 'json' }
  if (types.some((type) => type === undefined)) return { type: 'Response', call: 'send' }
  return { type: [...new Set(types)].join(' | '), call: 'json' }
}

function jsonType(content: ContentObject): string | undefined {
  const schema: JsonSchema | undefined = content['application/json']?.schema
  return schema && typeOf(schema)
}
