import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createDocument } from '../../api/openapi/document.ts'
import type { HeaderObject, OperationObject, ResponseObject } from '../../api/openapi/document-types.ts'
import { HEADERS } from '../../api/openapi/headers.ts'

const document = createDocument('https://duewell.example')

interface Received {
  status: number
  headers: Headers
  text?: string | undefined
}

// The optimization takes longer than all validations of a test process.
const ajv = new Ajv2020({ strict: false, inlineRefs: false, code: { optimize: false } })
addFormats.default(ajv)
ajv.addSchema({ $id: 'duewell', components: { schemas: closed(document.components.schemas) } })
const validators = new WeakMap<object, ValidateFunction>()
const validatorsByText = new Map<string, ValidateFunction>()

const faults: string[] = []
let isWatching = false

export function watchResponses(): string[] {
  if (!isWatching) {
    const original = globalThis.fetch
    globalThis.fetch = async (input, init) => {
      const response = await original(input, init)
      const url = input instanceof Request ? input.url : input.toString()
      const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
      if (new URL(url).pathname.startsWith('/v1/')) await noteFaults(method, url, response)
      return response
    }
    isWatching = true
  }
  return faults
}

async function noteFaults(method: string, url: string, response: Response): Promise<void> {
  const { status, headers } = response
  const isJson = typeOf(headers).endsWith('json')
  const text = isJson ? await readOnce(response) : undefined
  if (isJson && text === undefined) return
  try {
    assertDescribed(method.toUpperCase(), url, { status, headers, text })
  } catch (fault) {
    faults.push(fault instanceof Error ? fault.message : String(fault))
  }
}

/** Keeps the text, because a clone costs more CPU time than the validation. */
async function readOnce(response: Response): Promise<string | undefined> {
  const reading = response.text()
  Object.assign(response, {
    text: () => reading,
    json: async () => JSON.parse(await reading) as unknown,
    arrayBuffer: async () => new TextEncoder().encode(await reading).buffer,
  })
  return reading.catch(() => undefined)
}

export function assertDescribed(method: string, target: string, received: Received): void {
  const { pathname } = new URL(target, 'https://duewell.example')
  if (method === 'HEAD') return
  const { status, headers, text } = received
  const name = `${method} ${pathname} → ${status}`
  const operation = BEFORE_ROUTES.has(status) ? undefined : findOperation(method, pathname)
  const described = operation ? resolve(operation.responses[String(status)]) : NO_OPERATION
  if (!described) throw new Error(`${name} is not described: ${text}`)
  const { headers: describedHeaders = {}, content } = described
  for (const [header, { required }] of Object.entries(describedHeaders).map(resolveHeader)) {
    if (required && !headers.has(header)) throw new Error(`${name} has no header ${header}`)
  }
  for (const header of Object.keys(HEADERS)) {
    if (headers.has(header) && !describedHeaders[header]) throw new Error(`${name} has the header ${header}`)
  }
  const type = typeOf(headers)
  if (!content) {
    if (type !== '') throw new Error(`${name} has a body: ${type}`)
    return
  }
  const schema = content[type]?.schema
  if (!schema) throw new Error(`${name} has the content type “${type}”: ${text}`)
  if (text !== undefined) assertValid(schema, JSON.parse(text), name)
}

export function assertValid(schema: object, value: unknown, name: string): void {
  const validate = validatorOf(schema)
  if (validate(value)) return
  throw new Error(`${name} does not match its schema: ${describe(validate.errors)}\n${JSON.stringify(value)}`)
}

function validatorOf(schema: object): ValidateFunction {
  const known = validators.get(schema)
  if (known) return known
  const text = JSON.stringify(schema)
  const validate = validatorsByText.get(text) ?? ajv.compile(closed(schema))
  validatorsByText.set(text, validate)
  validators.set(schema, validate)
  return validate
}

const BEFORE_ROUTES = new Set([405, 431])

const NO_OPERATION: ResponseObject = {
  description: 'No operation',
  headers: Object.fromEntries(
    Object.entries(HEADERS).map(([name, header]) => [name, { ...header, required: name === 'X-Request-Id' }]),
  ),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

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

function resolveHeader([name, header]: [string, HeaderObject | { $ref: string }]): [
  string,
  Partial<HeaderObject>,
] {
  return [name, '$ref' in header ? (document.components.headers[lastPart(header.$ref)] ?? {}) : header]
}

function lastPart(reference: string): string {
  return reference.split('/').at(-1) ?? ''
}

function typeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0] ?? ''
}

function describe(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .slice(0, 10)
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('; ')
}

/** Tests refuse undescribed fields, which clients must accept. */
function closed<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return value.replace(/^#/, 'duewell#')
    if (typeof value !== 'object' || value === null || !('properties' in value)) return value
    const isObject = 'type' in value && value.type === 'object'
    return isObject && !('additionalProperties' in value) ? { ...value, additionalProperties: false } : value
  }) as T
}
