import { type Context, Hono } from 'hono'
import { loadEvents } from '../../db/invoices/event-store.ts'
import { limitBody } from '../http/body-limit.ts'
import { InvoiceEventRow, MerchantRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { loadDocument } from '../../db/invoices/document.ts'
import { fold, isPayable } from '../../domain/invoice/index.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import { renderInvoicePdf, renderReceiptPdf } from '../../integrations/pdf/invoice-pdf.ts'
import { withPendingMark } from '../../clients/pending-commands.ts'
import type { ApiDeps } from '../deps.ts'
import { pdfKey } from '../http/pdf-cache.ts'
import { TemporalUnavailableError } from '../../clients/call-with-retry.ts'
import { createBankChoice } from './bank-choice.ts'
import { createReturnChecks } from './poll-returned-payment.ts'
import { pageHeaders } from './headers.ts'
import { type OpenedLink, openLink } from './open-link.ts'
import { BanksPage } from './pages/banks-page.tsx'
import { InvoicePage } from './pages/invoice-page.tsx'
import { ErrorPage, LinkProblemPage } from './pages/problem-pages.tsx'
import { script } from './pages/script.ts'
import { style } from './pages/style.ts'
import { PaidPage, WaitingPage } from './pages/waiting-page.tsx'
import { noticeOf, stateOf, withoutNothingPaid } from './payment-state.ts'
import { returnRoutes } from './return-routes.ts'

const NOT_BEGUN =
  'The payment was not begun: the invoice may have changed meanwhile. Please look at it again, then press Pay by bank once more.'

type Opened = Extract<OpenedLink, { problem?: undefined }>

/** The customer's pages under `/pay`. They work without JavaScript; only the beacon and the live change need it. */
export function payRoutes(deps: ApiDeps): Hono {
  const { em, invoices, log } = deps
  const banks = createBankChoice(deps)
  const routes = new Hono()
  routes.use(pageHeaders(deps.publicUrl))

  const asset = (type: string) => ({ 'content-type': type, 'cache-control': 'public, max-age=300' })
  routes.get('/assets/style.css', (c) => c.body(style, 200, asset('text/css; charset=utf-8')))
  routes.get('/assets/pay.js', (c) => c.body(script, 200, asset('text/javascript; charset=utf-8')))

  routes.route('/return', returnRoutes(deps, createReturnChecks(deps)))

  routes.get('/:token', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { invoice, attempt, hasPaid } = opened
    const payPath = pathOf(c)
    const { document } = await loadDocument(em, invoice.id)
    const state = stateOf(invoice, attempt)
    if (state === 'paid') return c.html(PaidPage({ document, payPath, refunded: invoice.amountRefunded }))
    if (attempt && (state === 'waiting' || state === 'processing')) {
      const { bankName, redirectUrl } = attempt
      const isKept = c.req.query('kept') !== undefined
      const bankUrl = redirectUrl && (await banks.isCurrent(invoice, attempt.id)) ? redirectUrl : undefined
      return c.html(WaitingPage({ document, payPath, bankName, state, bankUrl, isKept }))
    }
    const offered = await banks.list(invoice)
    const query = c.req.query('q') ?? ''
    const chosen = offered.find((bank) => bank.id === c.req.query('bank'))
    const overdue = invoice.status === 'overdue'
    const payment = attempt?.status === 'settled' ? await paymentOf(attempt) : undefined
    const { merchant } = document
    const isChanged = c.req.query('changed') !== undefined
    const notice = isChanged ? NOT_BEGUN : noticeOf(attempt, hasPaid, payment, merchant.name)
    return c.html(InvoicePage({ document, payPath, banks: offered, query, chosen, overdue, notice }))
  })

  routes.get('/:token/banks', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    if (!isPayable(opened.invoice.status)) return c.redirect(pathOf(c), 303)
    const { document } = await loadDocument(em, opened.invoice.id)
    const offered = await banks.list(opened.invoice)
    return c.html(BanksPage({ document, payPath: pathOf(c), banks: offered, query: c.req.query('q') ?? '' }))
  })

  routes.post('/:token/pay', limitBody(10_000), async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    if (!isPayable(opened.invoice.status)) return c.redirect(pathOf(c), 303)
    const { bank } = await c.req.parseBody().catch(() => ({ bank: undefined }))
    const bankId = typeof bank === 'string' ? bank : ''
    const request = await banks.begin(opened.invoice, bankId, opened.linkId)
    if (!request) return c.redirect(`${pathOf(c)}/banks`, 303)
    const result = await withPendingMark(em, opened.invoice.id, () => invoices.pay(opened.invoice, request))
    if (result.outcome === 'bank_unavailable') return bankAway(c)
    if (result.outcome === 'stale_request') return c.redirect(`${pathOf(c)}?changed`, 303)
    // The bank pressed before would not stop its payment: the page says why this one was not opened.
    if (result.outcome === 'refused' && result.refused === 'payment_in_progress') {
      return c.redirect(`${pathOf(c)}?kept`, 303)
    }
    if (result.outcome !== 'started') return c.redirect(pathOf(c), 303)
    const { redirectUrl } = await em.fork().findOneOrFail(PaymentAttemptRow, { id: result.attemptId })
    return c.redirect(redirectUrl ?? pathOf(c), 303)
  })

  // Sent by a page that has been visible for two seconds. Only the first is worth a signal.
  routes.post('/:token/viewed', async (c) => {
    const opened = await openLink(deps, c.req.param('token'))
    if (opened.problem !== undefined) return c.body(null, 404)
    if (!opened.invoice.viewedAt && isPayable(opened.invoice.status)) await invoices.viewed(opened.invoice)
    return c.body(null, 204)
  })

  // From the page of a dead link. The merchant is told once, however often it is pressed.
  routes.post('/:token/ask', async (c) => {
    const opened = await openLink(deps, c.req.param('token'))
    if (opened.problem === 'unknown') return c.html(LinkProblemPage({ problem: 'unknown' }), 404)
    if (opened.problem !== 'expired' && opened.problem !== 'revoked') return c.redirect(pathOf(c), 303)
    const { invoice, linkId } = opened
    const key = `link_requested:${linkId}`
    const known = await em.fork().count(InvoiceEventRow, { invoiceId: invoice.id, key })
    if (known === 0) await invoices.requestLink(invoice, linkId)
    return c.redirect(`${pathOf(c)}?asked`, 303)
  })

  routes.get('/:token/status', async (c) => {
    const opened = await openLink(deps, c.req.param('token'))
    if (opened.problem !== undefined) return c.json({ state: opened.problem }, 404)
    return c.json({ state: stateOf(opened.invoice, opened.attempt) })
  })

  routes.get('/:token/invoice.pdf', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, invoice } = await loadDocument(em, opened.invoice.id)
    const bytes = await deps.pdfs(pdfKey('invoice', invoice), () => renderInvoicePdf(document))
    return pdf(c, bytes, `invoice-${document.number}`)
  })

  routes.get('/:token/receipt.pdf', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, invoice } = await loadDocument(em, opened.invoice.id)
    if (!document.payment) return c.redirect(pathOf(c), 303)
    const bytes = await deps.pdfs(pdfKey('receipt', invoice), () => renderReceiptPdf(document))
    return pdf(c, bytes, `receipt-${document.number}`)
  })

  routes.onError((error, c) => {
    if (error instanceof RailUnavailableError) return bankAway(c)
    if (error instanceof TemporalUnavailableError) {
      log.warn({ err: error }, 'Temporal is away')
      return c.html(ErrorPage({ title: 'Please try again in a moment', text: 'No payment was begun.' }), 503)
    }
    throw error
  })
  return routes

  /** The link's invoice, or the page that says why there is none. */
  async function open(c: Context): Promise<Opened | Response> {
    const opened = await openLink(deps, c.req.param('token') ?? '')
    if (opened.problem === undefined) return opened
    if (opened.problem === 'unknown') return c.html(LinkProblemPage({ problem: 'unknown' }), 404)
    const merchant = await em.fork().findOneOrFail(MerchantRow, { id: opened.invoice.merchantId })
    const { problem } = opened
    const isAsked = c.req.query('asked') !== undefined
    return c.html(LinkProblemPage({ problem, merchant, payPath: pathOf(c), isAsked }), 410)
  }

  async function paymentOf({ id, invoiceId }: PaymentAttemptRow) {
    const { payments } = fold(await loadEvents(em.fork(), invoiceId))
    return payments.find((payment) => payment.id === id)
  }

  async function bankAway(c: Context) {
    const opened = await openLink(deps, c.req.param('token') ?? '')
    const sentence =
      'Your bank could not be reached. Nothing has been paid. Please try again in a few minutes, or choose another bank.'
    const text = withoutNothingPaid(sentence, opened.problem !== undefined || opened.hasPaid)
    return c.html(ErrorPage({ title: 'The bank is not answering', text, back: pathOf(c) }), 503)
  }
}

function pathOf(c: Context): string {
  return `/pay/${c.req.param('token') ?? ''}`
}

function pdf(c: Context, bytes: Uint8Array, name: string): Response {
  const file = `${name.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`
  return c.body(Buffer.from(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${file}"`,
  })
}
