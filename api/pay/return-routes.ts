import { type Context, Hono } from 'hono'
import { limitBody } from '../http/body-limit.ts'
import { PaymentAttemptRow, PayLinkRow } from '../../db/entities/index.ts'
import type { Rail } from '../../domain/invoice/index.ts'
import { signLinkToken } from '../../domain/payment/payment-link.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { ErrorPage, LinkProblemPage } from './pages/problem-pages.tsx'
import { LateReturnPage, ReturnPage } from './pages/return-page.tsx'

/** Banks' answers are some hundred characters; a signed one (OpenID Connect) some thousand. */
const MAX_RETURN = 8_000

/**
 * How long after a payment was begun its id leads to the invoice, in milliseconds. Rails name it in addresses, which are
 * kept in logs and browsers' histories; whoever finds it there later is not handed the link.
 */
const LEADS_FOR_MS = 24 * 3_600_000

/**
 * Where banks send payers back to, one address for all. It proves nothing; it only finds the way to the invoice's page.
 * A return by way of the rail names the payment. One straight from the bank does not, and is handed to the rail first,
 * if there is one that has banks do so.
 *
 * @param checkReturned begins to read the payment
 */
export function returnRoutes(
  { em, rails, linkKeys, log }: ApiDeps,
  checkReturned: (attempt: PaymentAttemptRow) => void,
): Hono {
  const routes = new Hono()
  const direct = rails.ids.map((id) => rails.get(id)).filter((rail) => 'submitReturn' in rail)

  routes.get('/', async (c) => {
    const named = c.req.query('payment_id') ?? c.req.query('payment-id')
    if (named !== undefined) return leadBack(c, { providerPaymentId: named })
    if (direct.length === 0) return unknown(c)
    // As in OAuth's redirects this GET does change something; what it does, the same address does only once.
    if (c.req.query('state') !== undefined) {
      return handOver(c, { query: new URL(c.req.url).search, fragment: '' })
    }
    return c.html(ReturnPage())
  })

  routes.post('/', limitBody(2 * MAX_RETURN + 1_000), async (c) => {
    const { query, fragment } = await c.req.parseBody().catch(() => ({ query: '', fragment: '' }))
    if (typeof query !== 'string' || typeof fragment !== 'string') return unknown(c)
    return handOver(c, { query, fragment })
  })
  return routes

  async function handOver(c: Context, returned: { query: string; fragment: string }) {
    const { length } = returned.query + returned.fragment
    if (length === 0 || length > MAX_RETURN) return unknown(c)
    try {
      for (const rail of direct) {
        const providerPaymentId = await rail.submitReturn?.(returned)
        if (providerPaymentId) return leadBack(c, { providerPaymentId, rail: rail.id })
      }
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      log.warn({ err: error }, 'a direct return could not be handed over; its page can be loaded again')
      const text = 'Your bank’s answer could not be passed on yet. Please load this page again in a moment.'
      return c.html(ErrorPage({ title: 'Please try again in a moment', text }), 503)
    }
    return unknown(c)
  }

  async function leadBack(c: Context, payment: { providerPaymentId: string; rail?: Rail }) {
    const attempt = /^[\w:-]{1,100}$/.test(payment.providerPaymentId)
      ? await em.fork().findOne(PaymentAttemptRow, payment)
      : null
    if (!attempt) return unknown(c)
    checkReturned(attempt)
    if (Date.now() - attempt.createdAt.getTime() > LEADS_FOR_MS) return c.html(LateReturnPage())
    const path = await payPathOf(attempt)
    return path ? c.redirect(path, 303) : unknown(c)
  }

  function unknown(c: Context) {
    return c.html(LinkProblemPage({ problem: 'unknown' }), 404)
  }

  /** The link that the payment was begun with: who has it may not be who got the next one. */
  async function payPathOf({ invoiceId, createdAt }: PaymentAttemptRow): Promise<string | undefined> {
    const [link] = await em
      .fork()
      .find(
        PayLinkRow,
        { invoiceId, createdAt: { $lte: createdAt } },
        { orderBy: { createdAt: 'desc' }, limit: 1 },
      )
    return link && `/pay/${signLinkToken(link.id, linkKeys)}`
  }
}
