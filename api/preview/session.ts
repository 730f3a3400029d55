import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import { RAILS } from '../../domain/invoice/index.ts'
import { signPreviewSession, verifyPreviewSession } from '../../domain/payment/payment-link.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import type { RailPaymentReport } from '../../integrations/bank/rail.ts'
import { toInvoiceStatus } from '../../integrations/bank/shared/to-payment-report.ts'
import type { ApiDeps } from '../deps.ts'

const COOKIE = 'duewell_preview'
const DAY_S = 86_400

const Minor = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Amounts are in minor units. */
const PreviewSession = v.object({
  token: v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/)),
  paid: Minor,
  rail: v.picklist(RAILS),
  providerPaymentId: v.pipe(v.string(), v.regex(/^[\w:-]{1,100}$/)),
  toExternalAccount: v.boolean(),
  bankUrl: v.pipe(v.string(), v.regex(/^https?:\/\//), v.maxLength(2_000)),
  bankName: v.pipe(v.string(), v.maxLength(200)),
  amount: Minor,
})
export type PreviewSession = v.InferOutput<typeof PreviewSession>

export function readPreviewSession(
  c: Context,
  { previewRails, linkKeys }: ApiDeps,
): PreviewSession | undefined {
  const text = verifyPreviewSession(getCookie(c, COOKIE) ?? '', linkKeys)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PreviewSession), text)
  return parsed.success && previewRails.ids.includes(parsed.output.rail) ? parsed.output : undefined
}

export function savePreviewSession(
  c: Context,
  session: PreviewSession,
  { publicUrl, linkKeys }: ApiDeps,
): void {
  setCookie(c, COOKIE, signPreviewSession(JSON.stringify(session), linkKeys), {
    path: '/preview',
    httpOnly: true,
    secure: publicUrl.startsWith('https:'),
    // `Strict` withholds the cookie when the bank's site leads back:
    // https://developer.mozilla.org/docs/Web/HTTP/Headers/Set-Cookie#samesitesamesite-value
    sameSite: 'Lax',
    maxAge: DAY_S,
  })
}

export function clearPreviewSession(c: Context): void {
  deleteCookie(c, COOKIE, { path: '/preview' })
}

export async function readPaymentStatus(
  rails: Rails,
  { rail, providerPaymentId, toExternalAccount }: PreviewSession,
): Promise<
  Pick<RailPaymentReport, 'reason'> & { status: 'authorizing' | 'processing' | 'settled' | 'failed' }
> {
  return toInvoiceStatus(await rails.get(rail).readPayment(providerPaymentId), toExternalAccount)
}
