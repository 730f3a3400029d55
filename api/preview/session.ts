import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import { signWalk, verifyWalk } from '../../domain/payment/payment-link.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { type PaymentStatusReport } from '../../integrations/bank/rail.ts'
import { toInvoiceStatus } from '../../integrations/bank/shared/to-bank-report.ts'
import type { ApiDeps } from '../deps.ts'

const NAME = 'duewell_preview'
const DAY_S = 86_400

const Minor = v.pipe(v.string(), v.regex(/^\d{1,15}$/))

/**
 * How far somebody's walk through a preview has come. It is kept in their browser and nowhere else, and signed: the
 * payment that it names is stopped when another is begun, and at a sandbox may be anyone's.
 */
const PreviewSession = v.object({
  token: v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/)),
  /** What came by payments before the last one, in minor units. */
  paid: Minor,
  /** The last payment. */
  rail: v.picklist(['truelayer', 'tokenio']),
  providerPaymentId: v.pipe(v.string(), v.regex(/^[\w:-]{1,100}$/)),
  toExternalAccount: v.boolean(),
  bankUrl: v.pipe(v.string(), v.regex(/^https?:\/\//), v.maxLength(2_000)),
  bankName: v.pipe(v.string(), v.maxLength(200)),
  amount: Minor,
})
export type PreviewSession = v.InferOutput<typeof PreviewSession>

/** Undefined where no payment was begun yet, or none of these rails. */
export function readWalk(c: Context, { previewRails, linkKeys }: ApiDeps): PreviewSession | undefined {
  const kept = verifyWalk(getCookie(c, NAME) ?? '', linkKeys)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PreviewSession), kept)
  return parsed.success && previewRails.ids.includes(parsed.output.rail) ? parsed.output : undefined
}

export function savePreviewSession(c: Context, walk: PreviewSession, { publicUrl, linkKeys }: ApiDeps): void {
  setCookie(c, NAME, signWalk(JSON.stringify(walk), linkKeys), {
    path: '/preview',
    httpOnly: true,
    secure: publicUrl.startsWith('https:'),
    // Banks lead back from their own site.
    sameSite: 'Lax',
    maxAge: DAY_S,
  })
}

export function clearPreviewSession(c: Context): void {
  deleteCookie(c, NAME, { path: '/preview' })
}

/** @throws RailUnavailableError */
export async function readStatus(
  rails: Rails,
  { rail, providerPaymentId, toExternalAccount }: PreviewSession,
): Promise<
  Pick<PaymentStatusReport, 'reason'> & { status: 'authorizing' | 'processing' | 'settled' | 'failed' }
> {
  return toInvoiceStatus(await rails.get(rail).readPayment(providerPaymentId), toExternalAccount)
}
