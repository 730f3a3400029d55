import * as v from 'valibot'
import { text, word } from '../../domain/events/public-event.ts'
import { FIELD_CODES } from '../http/request/field-codes.ts'
import { listProblems, type ProblemCode } from '../http/errors/problem.ts'
import { isWrite, type NamedSchema, type Operation } from './operation.ts'

const PROBLEMS = new Map(listProblems().map((problem) => [problem.code, problem]))

export const PROBLEM_CODES = [...PROBLEMS.keys()]

const Problem = v.strictObject({
  type: text('`urn:duewell:problem:` and the code'),
  title: text('What is wrong'),
  status: v.pipe(v.number(), v.integer()),
  code: word(PROBLEM_CODES, 'The code, which stays the same'),
  detail: text('The next step'),
  errors: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          pointer: text('JSON pointer into the body or the query'),
          code: word(Object.keys(FIELD_CODES), 'The code, which stays the same'),
          detail: text('What the field must be'),
        }),
      ),
      v.description('The fields that are not valid'),
    ),
  ),
})

export const PROBLEM: NamedSchema = { schema: Problem, example: exampleOf('invalid_fields') }

export function exampleOf(code: ProblemCode) {
  const { status, title, cure: detail } = problemOf(code)
  return {
    type: `urn:duewell:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(code === 'invalid_fields'
      ? { errors: [{ pointer: '/amount', code: 'not_positive', detail: 'must be more than 0' }] }
      : {}),
  }
}

function problemOf(code: ProblemCode) {
  const problem = PROBLEMS.get(code)
  if (!problem) throw new RangeError(`no problem has the code ${code}`)
  return problem
}

const EVERYWHERE: readonly ProblemCode[] = [
  'unauthorized',
  'insufficient_scope',
  'invalid_query',
  'too_many_requests',
  'internal',
  'unavailable',
  'timed_out',
]
const OF_WRITES: readonly ProblemCode[] = [
  'incomplete_body',
  'request_timeout',
  'invalid_idempotency_key',
  'idempotency_key_reused',
  'request_in_progress',
  'answer_erased',
]
const WITH_JSON: readonly ProblemCode[] = ['invalid_json', 'unsupported_media_type', 'invalid_fields']

export function problemsOf(operation: Operation): Map<number, ProblemCode[]> {
  const { path, body, conditional, problems = [] } = operation
  const takesFile = typeof body === 'object' && 'content' in body
  const codes = new Set<ProblemCode>([
    ...problems,
    ...EVERYWHERE,
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(isWrite(operation) ? OF_WRITES : []),
    ...(isWrite(operation) && !takesFile ? (['body_too_large'] as const) : []),
    ...(body === undefined || takesFile ? [] : WITH_JSON),
    ...(conditional ? (['precondition_failed', 'invalid_if_match'] as const) : []),
  ])
  const byStatus = Map.groupBy(codes, (code) => problemOf(code).status as number)
  return new Map([...byStatus].toSorted(([a], [b]) => a - b))
}
