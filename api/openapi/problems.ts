import * as v from 'valibot'
import { type ProblemCode, PROBLEMS } from '../http/problem.ts'
import type { NamedSchema, Operation } from './operation.ts'
import { word } from '../../domain/events/public-event.ts'

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

const Problem = v.strictObject({
  type: v.pipe(v.string(), v.description('`urn:duewell:problem:` and the code')),
  title: v.pipe(v.string(), v.description('What is wrong')),
  status: v.pipe(v.number(), v.integer()),
  code: word(PROBLEM_CODES, 'The code, which stays the same'),
  detail: v.optional(v.pipe(v.string(), v.description('The next step'))),
  errors: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          pointer: v.pipe(v.string(), v.description('JSON pointer into the body or the query')),
          code: v.string(),
          detail: v.string(),
        }),
      ),
      v.description('The fields that are not valid'),
    ),
  ),
})

export const PROBLEM: NamedSchema = { schema: Problem, example: exampleOf('invalid_fields') }

export function exampleOf(code: ProblemCode) {
  const [status, title, detail]: readonly [number, string, string?] = PROBLEMS[code]
  return {
    type: `urn:duewell:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(code === 'invalid_fields'
      ? { errors: [{ pointer: '/amount', code: 'not_positive', detail: 'must be more than 0' }] }
      : {}),
  }
}

const EVERYWHERE: readonly ProblemCode[] = ['unauthorized', 'internal', 'unavailable']
const WITH_BODY: readonly ProblemCode[] = ['incomplete_body', 'body_too_large']
const WITH_JSON: readonly ProblemCode[] = ['invalid_json', 'unsupported_media_type', 'invalid_fields']
const WITH_KEY: readonly ProblemCode[] = [
  'invalid_idempotency_key',
  'idempotency_key_reused',
  'request_in_progress',
]

/** Groups the codes of an operation by status. */
export function problemsOf(operation: Operation): Map<number, ProblemCode[]> {
  const { path, method, query, body, keyed, problems = [] } = operation
  const codes = new Set<ProblemCode>([
    ...EVERYWHERE,
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(query ? (['invalid_query'] as const) : []),
    ...(method === 'get' ? [] : WITH_BODY),
    ...(body === undefined || (typeof body === 'object' && 'content' in body) ? [] : WITH_JSON),
    ...(keyed ? WITH_KEY : []),
    ...problems,
  ])
  const statuses = [...codes].map((code) => PROBLEMS[code][0] as number)
  return new Map(
    [...new Set(statuses)]
      .toSorted((a, b) => a - b)
      .map((status) => [status, [...codes].filter((code) => PROBLEMS[code][0] === status)]),
  )
}
