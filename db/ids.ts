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
  | 'sup'
  | 'whe'
  | 'whd'
  | 'key'
  | 'per'
  | 'ses'
  | 'acc'
  | 'ver'
  | 'mem'
  | 'ivt'
  | 'tfa'
  | 'aml'
  | 'req'
  | 'opd'
  | 'cus'
  | 'chg'
  | 'crn'
  | 'ntc'

/** Returns a time-ordered id, such as `inv_01k…`. */
export function newId(prefix: Prefix): string {
  return typeid(prefix).toString()
}

export function deterministicId(prefix: Prefix, text: string): string {
  return TypeID.fromUUIDBytes(prefix, createHash('sha256').update(text).digest().subarray(0, 16)).toString()
}

/** @param at milliseconds since 1970 */
export function occurrenceInvoiceId(recurringId: string, number: number, at: number): string {
  const bytes = createHash('sha256').update(`${recurringId} ${number}`).digest().subarray(0, 16)
  bytes.writeUIntBE(at, 0, 6)
  // The version and variant bits mark a UUIDv7: https://www.rfc-editor.org/rfc/rfc9562#section-5.7
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return TypeID.fromUUIDBytes('inv', bytes).toString()
}

/** @param at milliseconds since 1970 */
export function firstIdAt(prefix: Prefix, at: number): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, at), 0, 6)
  return TypeID.fromUUIDBytes(prefix, bytes).toString()
}

export function siblingId(prefix: Prefix, id: string): string {
  return id.replace(/^[a-z]+_/, `${prefix}_`)
}

const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

export function isId(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}_`) && SUFFIX.test(text.slice(prefix.length + 1))
}

/** The payment of what was paid before the invoice came here. */
export function paymentBefore(invoiceId: string): string {
  return siblingId('pay', invoiceId)
}
