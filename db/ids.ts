import { createHash } from 'node:crypto'
import { TypeID, typeid } from 'typeid-js'

type Prefix =
  | 'inv'
  | 'evt'
  | 'lnk'
  | 'pat'
  | 'mer'
  | 'cmd'
  | 'pay'
  | 'ref'
  | 'msg'
  | 'rec'
  | 'tpl'
  | 'imp'
  | 'fnd'
  | 'prv'

/** A new time-ordered id, `inv_01k…`. Ids are made by us, never by the database, so a retry can name the same row. */
export function newId(prefix: Prefix): string {
  return typeid(prefix).toString()
}

/** The id that a text always gives: the same request names the same thing however often it comes. */
export function deterministicId(prefix: Prefix, text: string): string {
  return TypeID.fromUUIDBytes(prefix, createHash('sha256').update(text).digest().subarray(0, 16)).toString()
}

/**
 * The id of one occurrence's invoice: it follows from the plan and the number, so that making it twice makes it once.
 * Ordered by time like any other, as lists go by it.
 */
export function occurrenceInvoiceId(recurringId: string, number: number, at: number): string {
  const bytes = createHash('sha256').update(`${recurringId} ${number}`).digest().subarray(0, 16)
  bytes.writeUIntBE(at, 0, 6)
  // The version and the variant of a UUIDv7.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return TypeID.fromUUIDBytes('inv', bytes).toString()
}

/** The id of what this one makes: of one kind each, with the same end. */
export function siblingId(prefix: Prefix, id: string): string {
  return id.replace(/^[a-z]+_/, `${prefix}_`)
}

/** Has this text the shape of such an id? */
export function isId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`).test(text)
}
