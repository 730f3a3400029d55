import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createDocument } from '../../api/openapi/document.ts'
import type { OperationObject, ResponseObject } from '../../api/openapi/document-types.ts'

const document = createDocument('https://duewell.example')

interface Received {
  status: number
  headers: Headers
  text: string
}

const ajv = new Ajv2020({ strict: false, inlineRefs: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'duewell', components: { schemas: closed(document.components.schemas) } })
const validators = new Map<string, ValidateFunction>()

/**
 * Compares a response of `/v1` with the OpenAPI document. Fields that it does not name are refused.
 *
 * @throws Error for a status, header, content type, problem code or body without a description
 */
export function assertDescribed(method: string, target: string, received: Received): void {
  const { pathname } = new URL(target, 'https://duewell.example')
  if (!pathname.startsWith('/v1/') || method === 'HEAD') return
  const { status, headers, text } = received
  const name = `${method} ${pathname} → ${status}`
  const operation = findOperation(method, pathname)
  const described = operation ? resolve(operation.responses[String(status)]) : UNKNOWN_ROUTE
  if (!described) throw new Error(`${name} is not described: ${text}`)
  for (const [header, { $ref }] of Object.entries(described.headers ?? {})) {
    if (isRequired($ref) && !headers.has(header)) throw new Error(`${name} has no header ${header}`)
  }
  for (const header of DESCRIBED_HEADERS) {
    const isDescribed = Object.keys(described.headers ?? {}).some((one) => one.toLowerCase() === header)
    if (headers.has(header) && !isDescribed) throw new Error(`${name} has the header ${header}`)
  }
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  if (!described.content) {
    if (text !== '') throw new Error(`${name} has a body: ${text}`)
    return
  }
  const schema = described.content[type]?.schema
  if (!schema) throw new Error(`${name} has the content type “${type}”: ${text}`)
  if (type.endsWith('json')) assertValid(schema, JSON.parse(text), name)
}

/** Throws an Error with the faults of `value`. */
export function assertValid(schema: object, value: unknown, name: string): void {
  const key = JSON.stringify(schema)
  const validate = validators.get(key) ?? ajv.compile(closed(schema))
  validators.set(key, validate)
  if (validate(value)) return
  throw new Error(`${name} does not match its schema: ${faults(validate.errors)}\n${JSON.stringify(value)}`)
}

const UNKNOWN_ROUTE: ResponseObject = {
  description: 'No operation',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const DESCRIBED_HEADERS = ['location', 'content-disposition', 'idempotency-replayed', 'retry-after']

const PATTERNS = Object.keys(document.paths)
  .toSorted((a, b) => parametersOf(a) - parametersOf(b))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))

function parametersOf(path: string): number {
  return path.split('{').length
}

function findOperation(method: string, pathname: string) {
  const path = PATTERNS.find(({ pattern }) => pattern.test(pathname))?.path
  return path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()]
}

function resolve(described: OperationObject['responses'][string] | undefined): ResponseObject | undefined {
  return described && '$ref' in described
    ? document.components.responses[lastPart(described.$ref)]
    : described
}

function isRequired($ref: string): boolean {
  return document.components.headers[lastPart($ref)]?.required === true
}

function lastPart(reference: string): string {
  return reference.split('/').at(-1) ?? ''
}

function faults(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .slice(0, 10)
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('; ')
}

/** Refuses undescribed fields, although clients accept them. */
function closed<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return value.replace(/^#/, 'duewell#')
    if (typeof value !== 'object' || value === null || !('properties' in value)) return value
    const isObject = 'type' in value && value.type === 'object'
    return isObject && !('additionalProperties' in value) ? { ...value, additionalProperties: false } : value
  }) as T
}
