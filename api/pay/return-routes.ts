import { type Context, Hono } from 'hono'
import { PaymentAttemptRow, PayLinkRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { readOne } from '../../db/prepared.ts'
import type { Rail } from '../../domain/invoice/index.ts'
import { MODES } from '../../domain/shared/mode.ts'
import { signLinkToken } from '../../domain/payment/payment-link.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { RETRY_AFTER } from '../http/errors/unavailable.ts'
import { pageLanguage } from './page-language.ts'
import { ErrorPage, LinkProblemPage } from './pages/problem-pages.tsx'
import { LateReturnPage, ReturnPage } from './pages/return-page.tsx'
import { DAY_MS } from '../../domain/shared/durations.ts'

const MAX_RETURN = 8_000

/** An old payment id must not lead to the invoice, because logs contain such ids. */
const RETURN_LIFETIME_MS = DAY_MS

/** A payer's return does not prove a payment. */
export function returnRoutes(
  { rails, linkKeys, log }: ApiDeps,
  pollReturned: (attempt: PaymentAttemptRow) => void,
): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>()
  const directRails = MODES.flatMap((mode) =>
    rails[mode].ids
      .map((id) => ({ mode, rail: rails[mode].get(id) }))
      .filter(({ rail }) => 'submitReturn' in rail),
  )

  routes.get('/', async (c) => {
    const providerPaymentId = c.req.query('payment_id') ?? c.req.query('payment-id')
    if (providerPaymentId !== undefined) return redirectToInvoice(c, { providerPaymentId })
    if (directRails.length === 0) return unknown(c)
    // An OAuth authorization code arrives as the query of a GET:
    // https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
    if (c.req.query('state') !== undefined) {
      return submitReturn(c, { query: new URL(c.req.url).search, fragment: '' })
    }
    return c.html(ReturnPage({ language: pageLanguage(c) }))
  })

  routes.post('/', limitBody(2 * MAX_RETURN + 1_000), async (c) => {
    const { query, fragment } = await c.req.parseBody().catch(() => ({ query: '', fragment: '' }))
    if (typeof query !== 'string' || typeof fragment !== 'string') return unknown(c)
    return submitReturn(c, { query, fragment })
  })
  return routes

  async function submitReturn(c: Context<RequestEnv>, returned: { query: string; fragment: string }) {
    const { length } = returned.query + returned.fragment
    if (length === 0 || length > MAX_RETURN) return unknown(c)
    let isDeferred = false
    for (const { mode, rail } of directRails) {
      try {
        const providerPaymentId = await rail.submitReturn?.(returned)
        if (providerPaymentId) return redirectToInvoice(c, { providerPaymentId, rail: rail.id })
      } catch (error) {
        if (!(error instanceof RailUnavailableError)) throw error
        log.warn({ mode, rail: rail.id, err: error }, 'direct_return.deferred')
        isDeferred = true
      }
    }
    if (!isDeferred) return unknown(c)
    const language = pageLanguage(c)
    const { t } = language.locale
    const page = { title: t('error.again.title'), text: t('return.deferred'), language }
    return c.html(ErrorPage(page), 503, RETRY_AFTER)
  }

  async function redirectToInvoice(
    c: Context<RequestEnv>,
    payment: { providerPaymentId: string; rail?: Rail },
  ) {
    const em = c.get('em')
    const { providerPaymentId, rail } = payment
    const attempt = /^[\w:-]{1,100}$/.test(providerPaymentId)
      ? await readOne(
          em,
          PaymentAttemptRow,
          'r.provider_payment_id = ? and (?::text is null or r.rail = ?::text) order by r.mode',
          [providerPaymentId, rail ?? null, rail ?? null],
        )
      : undefined
    if (!attempt) return unknown(c)
    pollReturned(attempt)
    if (Date.now() - attempt.createdAt.getTime() > RETURN_LIFETIME_MS) {
      return c.html(LateReturnPage({ language: pageLanguage(c) }))
    }
    const path = await payPathOf(em, attempt)
    return path ? c.redirect(path, 303) : unknown(c)
  }

  function unknown(c: Context) {
    return c.html(LinkProblemPage({ problem: 'unknown', language: pageLanguage(c) }), 404)
  }

  /** A link created after the payment may belong to another person. */
  async function payPathOf(
    em: EntityManager,
    { invoiceId, createdAt }: PaymentAttemptRow,
  ): Promise<string | undefined> {
    const link = await readOne(
      em,
      PayLinkRow,
      'r.invoice_id = ? and r.created_at <= ? order by r.created_at desc',
      [invoiceId, createdAt],
    )
    return link && `/pay/${signLinkToken(link.id, linkKeys)}`
  }
}
