import { typeid } from 'typeid-js'

/** A new time-ordered id, `inv_01k…`. Ids are made by us, never by the database, so a retry can name the same row. */
export function newId(prefix: 'inv' | 'evt' | 'lnk' | 'pat' | 'mer'): string {
  return typeid(prefix).toString()
}

/** Has this text the shape of such an id? */
export function isId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`).test(text)
}
