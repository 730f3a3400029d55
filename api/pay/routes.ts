import { type Context, Hono } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { withPendingMark } from '../../clients/pending-commands.ts'
import { InvoiceEventRow, MerchantRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { loadCreditNoteDocument } from '../../db/credit-notes/document.ts'
import { loadDocument } from '../../db/invoices/document.ts'
import { readOneOrFail } from '../../db/prepared.ts'
import { brandOf } from '../../db/settings/brand.ts'
import { isPayable } from '../../domain/invoice/index.ts'
import { verifyLogoAddress } from '../../domain/payment/payment-link.ts'
import { byMode } from '../../domain/shared/mode.ts'
import type { PayResult } from '../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import { wantsEventStream } from '../http/response/event-stream.ts'
import { pdfResponse } from '../http/response/pdf-response.ts'
import { Problem } from '../http/errors/problem.ts'
import { gzippedText, sendPage } from '../http/response/gzipped.ts'
import { RETRY_AFTER, unavailablePart } from '../http/errors/unavailable.ts'
import { findCreditNote } from '../merchant/credit-notes/routes.ts'
import { createBankChoice } from './bank-choice.ts'
import { banksOfCountry } from './bank-country.ts'
import { documentPdf } from './document-pdf.ts'
import { type PageEnv, pageHeaders } from './headers.ts'
import { withoutTrailingSlash } from './trailing-slash.ts'
import { currentPage } from './current-page.tsx'
import {
  isCurrentLinkSent,
  type OpenedInvoice,
  type OpenedLink,
  openLink,
  openLinkById,
} from './open-link.ts'
import { readPayForm } from './pay-form.ts'
import { nothingPaid } from './status/failure-message.ts'
import { chosenLanguage, pageLanguage, withLanguage } from './page-language.ts'
import { pageStatusOf } from './status/page-status.ts'
import { BanksPage } from './pages/banks-page.tsx'
import { ErrorPage, LinkProblemPage } from './pages/problem-pages.tsx'
import { script } from './pages/script.ts'
import { style } from './pages/style.ts'
import { isScriptPath } from './problem-page.tsx'
import { createPresses } from './presses.ts'
import { createReturnPolls } from './status/poll-returned-payment.ts'
import { qrCode } from './qr-code.ts'
import { voidedInvoice } from './voided-invoice.ts'
import { createStatusStreams } from './status/status-streams.ts'
import { returnRoutes } from './return-routes.ts'

export function payRoutes(deps: ApiDeps): Hono<PageEnv> {
  const { invoices, linkKeys } = deps
  const banks = byMode((mode) => createBankChoice(deps.rails[mode], linkKeys))
  const presses = createPresses<PayResult>()
  const streams = createStatusStreams(deps)
  const routes = new Hono<PageEnv>()
  routes.use(pageHeaders(deps.publicUrl))
  routes.use(withoutTrailingSlash)

  routes.get('/assets/style.css', gzippedText(style, 'text/css; charset=utf-8', ASSET_CACHE))
  routes.get('/assets/pay.js', gzippedText(script, 'text/javascript; charset=utf-8', ASSET_CACHE))

  routes.get('/assets/banks/:logo', async (c) => {
    const url = verifyLogoAddress(c.req.param('logo'), linkKeys)
    if (url === undefined) return c.body(null, 404)
    const logo = await deps.bankLogos.read(url)
    // The limit of requests counts 404, and a page has many logos.
    if (!logo) return c.body(null, 204, { 'cache-control': 'public, max-age=600' })
    // A browser that opens an SVG alone must not run or load anything.
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    return c.body(Buffer.from(logo.bytes), 200, {
      'content-type': logo.contentType,
      'cache-control': 'public, max-age=86400',
    })
  })

  routes.route('/return', returnRoutes(deps, createReturnPolls(deps)))

  routes.get('/:token', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const pressed = presses.bankOf(opened.invoice.id)
    const language = pageLanguage(c, opened.invoice.language)
    const request = { language, payPath: pathOf(c), query: c.req.query(), nonce: c.get('nonce'), pressed }
    return sendPage(c, currentPage(c.get('em'), banks[opened.invoice.mode], opened, request))
  })

  routes.get('/:token/banks', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    if (!isPayable(opened.invoice.status) || opened.isSuspended) return c.redirect(hereOf(c), 303)
    const em = c.get('em')
    const { document } = await loadDocument(em, opened.invoice.id)
    const offered = await banks[opened.invoice.mode].list(opened.invoice, opened.payout)
    const language = pageLanguage(c, opened.invoice.language)
    const { q: query = '', country } = c.req.query()
    const shown = banksOfCountry(offered, { chosen: country, invoice: opened.invoice, language })
    const [payPath, nonce] = [pathOf(c), c.get('nonce')]
    return sendPage(c, BanksPage({ document, language, payPath, nonce, ...shown, query }))
  })

  routes.post('/:token/pay', limitBody(10_000), async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { invoice, linkId, payout } = opened
    if (!isPayable(invoice.status) || opened.isSuspended) return c.redirect(hereOf(c), 303)
    const em = c.get('em')
    const { bankId, amount } = await readPayForm(c)
    const request = await banks[invoice.mode].prepare(invoice, payout, bankId, linkId, amount)
    if (!request) return c.redirect(hereOf(c, '/banks'), 303)
    const subject = { workflow: 'invoice', id: invoice.id, merchantId: invoice.merchantId } as const
    const press = presses.press(invoice.id, request.bankId, () =>
      withPendingMark(em, subject, (knownDecisions) => invoices.pay(invoice, request, knownDecisions)),
    )
    if (!press) return c.redirect(hereOf(c), 303)
    const result = await press
    if (result.outcome === 'bank_unavailable') return bankUnavailable(c)
    if (result.outcome === 'stale_request') return c.redirect(hereOf(c, '?changed'), 303)
    if (result.outcome === 'refused' && result.refused === 'amount_changed') {
      return c.redirect(hereOf(c, '?changed'), 303)
    }
    if (result.outcome === 'refused' && result.refused === 'payment_in_progress') {
      return c.redirect(hereOf(c, '?not_stopped'), 303)
    }
    if (result.outcome !== 'started') return c.redirect(hereOf(c), 303)
    const { redirectUrl } = await readOneOrFail(em, PaymentAttemptRow, 'r.id = ?', [result.attemptId])
    return c.redirect(redirectUrl ?? hereOf(c), 303)
  })

  routes.post('/:token/viewed', async (c) => {
    const opened = await openLink(c.get('em'), linkKeys, c.req.param('token'))
    if (opened.problem !== undefined) return c.body(null, 404)
    if (!opened.invoice.viewedAt && isPayable(opened.invoice.status)) await invoices.viewed(opened.invoice)
    return c.body(null, 204)
  })

  routes.post('/:token/request-link', async (c) => {
    const em = c.get('em')
    const opened = await openLink(em, linkKeys, c.req.param('token'))
    if (opened.problem === 'unknown')
      return c.html(LinkProblemPage({ problem: 'unknown', language: pageLanguage(c) }), 404)
    if (opened.problem !== 'expired' && opened.problem !== 'revoked') return c.redirect(hereOf(c), 303)
    const { invoice, linkId } = opened
    const key = `link_requested:${linkId}`
    const requests = await em.count(InvoiceEventRow, { invoiceId: invoice.id, key })
    if (requests === 0) await invoices.requestLink(invoice, linkId)
    return c.redirect(hereOf(c, '?requested'), 303)
  })

  routes.get('/:token/status', async (c) => {
    const opened = await openLink(c.get('em'), linkKeys, c.req.param('token'))
    if (opened.problem === 'unknown') return c.json({ status: opened.problem }, 404)
    const { linkId, invoice } = opened
    if (wantsEventStream(c)) {
      const read = async () => statusOf(await openLinkById(deps.em.fork(), linkId))
      return streams.open(c, invoice.id, read) ?? c.body(null, 429, TRY_LATER)
    }
    return c.json({ status: statusOf(opened) }, opened.problem === undefined ? 200 : 404)
  })

  routes.get('/:token/qr.svg', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const svg = qrCode(new URL(hereOf(c), deps.publicUrl).href)
    return c.body(svg, 200, { 'content-type': 'image/svg+xml' })
  })

  routes.get('/:token/:action{pay|viewed|request-link}', async (c) => {
    const opened = await open(c)
    return opened instanceof Response ? opened : c.redirect(hereOf(c), 303)
  })

  routes.get('/:token/credit-notes/:file{crn_\\w+\\.pdf}', async (c) => {
    const em = c.get('em')
    const opened = await openLink(em, linkKeys, c.req.param('token'))
    const isShown = opened.problem === 'void' && opened.linkId === opened.invoice.linkId
    if (!isShown) return c.redirect(hereOf(c), 303)
    const { id, mode, merchantId } = opened.invoice
    const note = await findCreditNote(em, c.req.param('file').slice(0, -'.pdf'.length), { merchantId, mode })
    if (note.invoiceId !== id) throw new Problem('not_found')
    return pdfResponse(c, await deps.pdfs.creditNote(await loadCreditNoteDocument(em, note)))
  })

  for (const kind of ['invoice', 'receipt'] as const) {
    routes.get(`/:token/${kind}.pdf`, async (c) => {
      const opened = await open(c)
      if (opened instanceof Response) return opened
      const { document } = await loadDocument(c.get('em'), opened.invoice.id)
      const { bankDetails: _, ...merchant } = document.merchant
      const shown = opened.isSuspended ? { ...document, merchant } : document
      return documentPdf(c, deps.pdfs, shown, kind, hereOf(c))
    })
  }

  routes.onError((error, c) => {
    const unavailable = unavailablePart(error)
    if (!unavailable || isScriptPath(c.req.path)) throw error
    if (unavailable === 'rail') return bankUnavailable(c)
    logFailure(deps, 'warn', { err: error, unavailable }, 'request.unavailable')
    const language = pageLanguage(c)
    const { t } = language.locale
    const page = { title: t('error.again.title'), text: t(unavailableText(c)), language }
    const back = c.req.param('token') === undefined ? {} : { back: pathOf(c) }
    return c.html(ErrorPage({ ...page, ...back }), 503, RETRY_AFTER)
  })
  return routes

  function statusOf(opened: OpenedLink): string {
    if (opened.problem !== undefined) return opened.problem
    const { invoice, attempt, pendingSince } = opened
    return pageStatusOf(invoice, attempt, presses.bankOf(invoice.id) !== undefined, pendingSince)
  }

  async function open(c: Context<PageEnv>): Promise<OpenedInvoice | Response> {
    const em = c.get('em')
    const opened = await openLink(em, linkKeys, c.req.param('token') ?? '')
    if (opened.problem === undefined) return opened
    if (opened.problem === 'unknown')
      return c.html(LinkProblemPage({ problem: 'unknown', language: pageLanguage(c) }), 404)
    const merchant = await em.findOneOrFail(MerchantRow, { id: opened.invoice.merchantId })
    const { problem } = opened
    const isRequested = c.req.query('requested') !== undefined
    const isNewLinkSent = problem === 'revoked' && (await isCurrentLinkSent(em, opened.invoice))
    const language = pageLanguage(c, opened.invoice.language)
    const face = { language, brand: brandOf(merchant), nonce: c.get('nonce') }
    const voided = await voidedInvoice(em, opened)
    const link = { problem, merchant, payPath: pathOf(c), isRequested, isNewLinkSent, voided, ...face }
    return c.html(LinkProblemPage(link), 410)
  }

  async function bankUnavailable(c: Context<PageEnv>) {
    const opened = await openLink(c.get('em'), linkKeys, c.req.param('token') ?? '')
    const language = pageLanguage(c, opened.problem === 'unknown' ? null : opened.invoice.language)
    const { locale } = language
    const nothing = nothingPaid(locale, opened.problem !== undefined || opened.hasPaid)
    const text = locale.t('error.bank.text', { nothing_paid: nothing })
    const page = { title: locale.t('error.bank.title'), text, language, back: pathOf(c) }
    return c.html(ErrorPage(page), 503, RETRY_AFTER)
  }
}

const ASSET_CACHE = 'public, max-age=300'
const TRY_LATER = { 'retry-after': '5' }

/** The text must not state whether a payment has started: the answer may be lost. */
function unavailableText({ req }: Context): 'error.page' | 'error.payment' | 'error.request' {
  if (req.method !== 'POST') return 'error.page'
  return req.path.endsWith('/pay') ? 'error.payment' : 'error.request'
}

function pathOf(c: Context): string {
  return `/pay/${c.req.param('token') ?? ''}`
}

/** Keeps the language that the payer chose. */
function hereOf(c: Context, rest = ''): string {
  return withLanguage(`${pathOf(c)}${rest}`, chosenLanguage(c))
}
