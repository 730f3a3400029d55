import { createHash } from 'node:crypto'
import { TypeID, typeid } from 'typeid-js'

type Prefix = 'inv' | 'evt' | 'lnk' | 'pat' | 'mer' | 'cmd' | 'pay' | 'ref' | 'msg' | 'imp'

/** A new time-ordered id, `inv_01k…`. Ids are made by us, never by the database, so a retry can name the same row. */
export function newId(prefix: Prefix): string {
  return typeid(prefix).toString()
}

/** The id that a text always gives: the same request names the same thing however often it comes. */
export function idFrom(prefix: Prefix, text: string): string {
  return TypeID.fromUUIDBytes(prefix, createHash('sha256').update(text).digest().subarray(0, 16)).toString()
}

/** The id of what this one makes: of one kind each, with the same end. */
export function relatedId(prefix: Prefix, id: string): string {
  return id.replace(/^[a-z]+_/, `${prefix}_`)
}

/** Has this text the shape of such an id? */
export function isId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`).test(text)
}
