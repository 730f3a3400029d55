import * as v from 'valibot'
import { afterDuration } from '../../../domain/shared/calendar.ts'
import { SCOPES } from '../../../domain/merchant/api-key.ts'
import { instant, line } from '../../http/fields.ts'
import { idCursor, limit } from '../../http/list-query.ts'
import { parseBody } from '../../http/json-body.ts'
import { invalidFields } from '../../http/problem.ts'

export const ApiKeyList = v.strictObject({ limit: v.optional(limit, '25'), cursor: idCursor('key') })

const MAX_OVERLAP_MS = 30 * 86_400_000

export const NewApiKeyBody = v.strictObject({
  name: line(100),
  scopes: v.pipe(
    v.array(v.picklist(SCOPES, `unknown_scope|must be one of ${SCOPES.join(', ')}`)),
    v.minLength(1, 'required|must have at least one scope'),
  ),
  expires_at: v.optional(
    v.pipe(
      instant,
      v.check((at) => at > Date.now(), 'in_the_past|must be in the future'),
    ),
  ),
})

export const RotateBody = v.strictObject({
  overlap: v.optional(
    v.pipe(
      v.string('invalid_type|must be a text'),
      v.description('How long the old key still works: an ISO 8601 duration of at most P30D'),
    ),
    'P1D',
  ),
})

/**
 * @returns milliseconds
 * @throws Problem `invalid_fields` or `invalid_duration`
 */
export function overlapOf(json: unknown): number {
  const { overlap } = parseBody(RotateBody, json)
  const now = Date.now()
  const overlapMs = (afterDuration(now, overlap, 'UTC') ?? -1) - now
  if (overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS) return overlapMs
  const detail = 'must be an ISO 8601 duration from PT0S to P30D'
  throw invalidFields([{ pointer: '/overlap', code: 'invalid_duration', detail }])
}
