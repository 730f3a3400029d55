import * as v from 'valibot'
import { channel, uniqueChannels } from '../../http/request/fields.ts'
import { idCursor, limit, numberCursor } from '../../http/request/list-query.ts'

export const ImportList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('imp'),
})

export const RowList = v.strictObject({
  which: v.optional(
    v.picklist(['valid', 'invalid', 'duplicate'], 'invalid_choice|must be "valid", "invalid" or "duplicate"'),
    'invalid',
  ),
  limit: v.optional(limit, '100'),
  cursor: numberCursor,
})

export const ConfirmBody = v.strictObject({
  parse_version: v.pipe(
    v.number('invalid_type|must be the `parse_version` of the review, a whole number'),
    v.integer('invalid_type|must be the `parse_version` of the review, a whole number'),
    v.description('The `parse_version` of the review; the import is refused if it was read again since'),
  ),
  rows: v.optional(
    v.picklist(
      ['valid', 'all'],
      'invalid_choice|must be "valid", or "all" to send nothing unless all rows are valid',
    ),
    'valid',
  ),
  duplicates: v.optional(v.picklist(['skip', 'send'], 'invalid_choice|must be "skip" or "send"'), 'skip'),
  deliver: v.optional(
    v.pipe(
      v.array(channel, 'invalid_type|must be a list'),
      v.check((channels) => channels.includes('email'), 'required|must contain "email"'),
      uniqueChannels,
    ),
    ['email'],
  ),
})
