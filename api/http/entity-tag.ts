import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { lockMerchant } from '../../db/merchants.ts'
import type { VersionedInvoice } from '../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { ClaimKey } from './idempotency/idempotency.ts'
import { Problem } from './errors/problem.ts'

export interface IfMatch {
  isAny: boolean
  matches(tag: string): boolean
}

/** A draft states the taxes of today, which change with the merchant's profile. */
export function tagOf({ row, version }: VersionedInvoice): string {
  const { lastSeq, status, taxes } = row
  return status === 'draft' ? `"${lastSeq}-${version}-${numberOf(taxes)}"` : `"${lastSeq}-${version}"`
}

function numberOf(value: unknown): number {
  return createHash('sha256').update(JSON.stringify(value)).digest().readUInt32BE()
}

/** Makes the tag of a resource whose changes are events of its log. */
export function tagOfLog({ lastSeq }: { lastSeq?: number | undefined }): string {
  return `"${lastSeq ?? 0}"`
}

/** Makes the tag of a resource without a log or a version. Equal content has an equal tag. */
export function tagOfContent(content: object): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  return `"${hash.slice(0, 22)}"`
}

/**
 * Locks the merchant and checks the condition in the transaction of the change.
 *
 * @throws Problem `precondition_failed`
 */
export function claimIfMatching(
  ifMatch: IfMatch | undefined,
  claim: ClaimKey | undefined,
  merchantId: string,
  load: (tx: EntityManager) => Promise<object | undefined>,
): ClaimKey {
  return async (tx, id) => {
    await claim?.(tx, id)
    if (!ifMatch) return
    await lockMerchant(tx, merchantId)
    const present = await load(tx)
    if (!present || !ifMatch.matches(tagOfContent(present))) throw new Problem('precondition_failed')
  }
}

/** Returns the condition of a form, which has one tag. */
export function ifMatchOf(known: string): IfMatch {
  return { isAny: false, matches: (tag) => tag === known }
}

const TAG = String.raw`(?:W/)?"[!\x23-\x7e\x80-\xff]*"`
const TAGS = new RegExp(String.raw`^[\t ]*(?:\*|${TAG}(?:[\t ]*,[\t ]*${TAG})*)[\t ]*$`)

/**
 * A weak tag never matches.
 *
 * @throws Problem `invalid_if_match`
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function readIfMatch(c: Context): IfMatch | undefined {
  const header = c.req.header('if-match')
  if (header === undefined) return undefined
  if (!TAGS.test(header)) throw new Problem('invalid_if_match')
  if (header.trim() === '*') return { isAny: true, matches: () => true }
  const tags = new Set(header.match(new RegExp(TAG, 'g')))
  return { isAny: false, matches: (tag) => tags.has(tag) }
}
