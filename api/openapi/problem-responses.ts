import type { ProblemCode } from '../http/errors/problem.ts'
import type { OperationObject, ResponseObject } from './document-types.ts'
import { type HeaderUse, headersWith } from './headers.ts'
import type { Operation } from './operation.ts'
import { problemsOf } from './problems.ts'

export function sharedProblemResponses(operations: readonly Operation[]): Record<string, ResponseObject> {
  const seen = new Set<string>()
  const shared: Record<string, ResponseObject> = {}
  for (const [status, codes] of operations.flatMap((operation) => [...problemsOf(operation)])) {
    const name = nameOf(codes)
    if (seen.has(name)) shared[name] ??= problemResponse(status, codes)
    seen.add(name)
  }
  return shared
}

export function problemResponses(
  operation: Operation,
  shared: Readonly<Record<string, ResponseObject>>,
): OperationObject['responses'] {
  return Object.fromEntries(
    [...problemsOf(operation)].map(([status, codes]) => [
      status,
      Object.hasOwn(shared, nameOf(codes))
        ? { $ref: `#/components/responses/${nameOf(codes)}` }
        : problemResponse(status, codes),
    ]),
  )
}

function nameOf(codes: readonly ProblemCode[]): string {
  return codes.join('-')
}

const REASONS: Partial<Record<number, string>> = {
  400: 'The body cannot be read',
  401: 'The API key is missing or not valid',
  403: 'Not allowed',
  404: 'Not found',
  408: 'Too slow',
  409: 'Not possible now',
  410: 'The answer was erased',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'The content type is not supported',
  422: 'The request is not valid',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
}

const PROBLEM_HEADERS: Partial<Record<number, HeaderUse[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate?'],
  409: ['Retry-After?'],
  429: ['Retry-After?'],
  503: ['Retry-After'],
}

function problemResponse(status: number, codes: readonly ProblemCode[]): ResponseObject {
  return {
    description: `${REASONS[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    ...headersWith(PROBLEM_HEADERS[status] ?? []),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: [...codes] } } },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  }
}
