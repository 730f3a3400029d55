import * as v from 'valibot'
import { INVOICE_STATUSES } from '../../domain/invoice/index.ts'
import { isId } from '../../db/ids.ts'
import { Problem } from './problem.ts'
import { date, fieldErrors } from './fields.ts'

export const limit = v.pipe(
  v.string(),
  v.metadata({ type: 'integer', minimum: 1, maximum: 100 }),
  v.regex(/^\d{1,3}$/, 'out_of_range|must be between 1 and 100'),
  v.transform(Number),
  v.minValue(1, 'out_of_range|must be between 1 and 100'),
  v.maxValue(100, 'out_of_range|must be between 1 and 100'),
)

export const idCursor = (prefix: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.description('`next_cursor` of the page before'),
      v.check((text) => isId(prefix, text), 'invalid_cursor|must come from next_cursor'),
    ),
  )

export const numberCursor = v.optional(
  v.pipe(
    v.string(),
    v.description('`next_cursor` of the page before'),
    v.regex(/^\d{1,9}$/, 'invalid_cursor|must come from next_cursor'),
    v.transform(Number),
  ),
)

export const InvoiceList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('inv'),
  status: v.optional(
    v.picklist(INVOICE_STATUSES, `invalid_status|must be one of ${INVOICE_STATUSES.join(', ')}`),
  ),
  customer: v.optional(v.pipe(v.string(), v.maxLength(254, 'too_long|must be at most 254 characters'))),
  q: v.optional(v.pipe(v.string(), v.maxLength(200, 'too_long|must be at most 200 characters'))),
  import: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isId('imp', text), 'invalid_id|must be the id of an import'),
    ),
  ),
  recurring: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isId('rec', text), 'invalid_id|must be the id of a recurring invoice'),
    ),
  ),
  due_before: v.optional(date),
  due_after: v.optional(date),
})

export const EventList = v.strictObject({
  limit: v.optional(limit, '100'),
  cursor: numberCursor,
})

export const parseInvoiceList = (query: Record<string, string>) => parseQuery(InvoiceList, query)

export const parseEventList = (query: Record<string, string>) => parseQuery(EventList, query)

/** @throws Problem `invalid_query` */
export function parseQuery<const S extends v.GenericSchema>(
  schema: S,
  query: Record<string, string>,
): v.InferOutput<S> {
  const result = v.safeParse(schema, query)
  if (!result.success) throw new Problem('invalid_query', undefined, fieldErrors(result.issues))
  return result.output
}
