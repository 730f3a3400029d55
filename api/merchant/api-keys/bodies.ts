import * as v from 'valibot'
import { SCOPES } from '../../../domain/merchant/api-key.ts'
import { instant, line } from '../../http/request/fields.ts'
import { idCursor, limit } from '../../http/request/list-query.ts'

export const ApiKeyList = v.strictObject({ limit: v.optional(limit, '25'), cursor: idCursor('key') })

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
