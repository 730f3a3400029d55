import { type Context, Hono } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { newId } from '../../db/ids.ts'
import { verifyPreviewToken } from '../../domain/payment/payment-link.ts'
import { isOwnAccount } from '../../domain/payment/payout-account.ts'
import { UnknownToRailError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import { RETRY_AFTER, unavailablePart } from '../http/errors/unavailable.ts'
import { createBankChoice } from '../pay/bank-choice.ts'
import { banksOfCountry } from '../pay/bank-country.ts'
import { documentPdf } from '../pay/document-pdf.ts'
import { failureMessage } from '../pay/status/failure-message.ts'
import { type PageEnv, pageHeaders } from '../pay/headers.ts'
import { ENGLISH_PAGE, pageLanguage, withLanguage } from '../pay/page-language.ts'
import { readPayForm } from '../pay/pay-form.ts'
import { isScriptPath } from '../pay/problem-page.tsx'
import { withoutTrailingSlash } from '../pay/trailing-slash.ts'
import { BanksPage } from '../pay/pages/banks-page.tsx'
import { InvoicePage } from '../pay/pages/invoice-page.tsx'
import { ErrorPage } from '../pay/pages/problem-pages.tsx'
import { PaidPage, WaitingPage } from '../pay/pages/waiting-page.tsx'
import { openPreview, type Preview } from './open-preview.ts'
import { clearPreviewSession, readPreviewSession, savePreviewSession } from './session.ts'

/** A preview must not write to the database. */
export function previewRoutes(deps: ApiDeps): Hono<PageEnv> {
  const { previewRails: rails, publicUrl } = deps
  const banks = createBankChoice(rails, deps.linkKeys)
  const routes = new Hono<PageEnv>()
  routes.use(pageHeaders(publicUrl))
  routes.use(withoutTrailingSlash)

  routes.get('/return', (c) => {
    const session = readPreviewSession(c, deps)
    return session ? c.redirect(`/preview/${session.token}`, 303) : c.html(ExpiredPage(), 404)
  })

  routes.get('/:token', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, language, path: payPath, invoice, session, status, notice } = opened
    const common = { document, language, payPath, nonce: c.get('nonce') }
    if (status === 'paid') return c.html(PaidPage(common))
    if (session && (status === 'waiting' || status === 'processing')) {
      const { bankName, bankUrl } = session
      return c.html(WaitingPage({ ...common, status, bankName, bankUrl }))
    }
    const offered = await banks.list(invoice, opened.payout)
    const { q: query = '', country } = c.req.query()
    const shown = banksOfCountry(offered, { chosen: country, invoice: opened.draft, language })
    const chosen = offered.find((bank) => bank.id === c.req.query('bank'))
    return c.html(InvoicePage({ ...common, ...shown, query, chosen, overdue: false, notice }))
  })

  routes.get('/:token/banks', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, language, path: payPath, invoice } = opened
    const { q: query = '', country } = c.req.query()
    const offered = await banks.list(invoice, opened.payout)
    const shown = banksOfCountry(offered, { chosen: country, invoice: opened.draft, language })
    const nonce = c.get('nonce')
    return c.html(BanksPage({ document, language, payPath, nonce, ...shown, query }))
  })

  routes.post('/:token/pay', limitBody(10_000), async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { path, invoice, document, session, status, token } = opened
    if (status === 'paid' || status === 'processing') return c.redirect(here(opened), 303)
    const { bankId, amount = document.amountRequested } = await readPayForm(c)
    if (amount !== document.amountRequested) return c.redirect(here(opened), 303)
    const chosen = await banks.choose(invoice, opened.payout, bankId)
    if (!chosen) return c.redirect(here(opened, '/banks'), 303)
    const { bank, payout } = chosen
    if (session && status === 'waiting') {
      await rails.get(session.rail).cancelPayment(session.providerPaymentId)
    }
    const rail = rails.get(bank.rail)
    const attemptId = newId('prv')
    const body = rail.preparePayment({
      attemptId,
      invoiceId: opened.invoiceId,
      bankId: bank.id,
      amount: document.amountRequested,
      currency: document.currency,
      payout,
      remittanceReference: 'PREVIEW',
      // The customer's personal data must stay out of the sandbox.
      payer: document.merchant,
    })
    const created = await rail.createPayment(attemptId, body)
    if (created.outcome === 'refused') {
      const title = `${bank.name} refused the payment`
      const failed = { reason: created.reason, bank: bank.name, hasPaid: false }
      const text = failureMessage(failed, ENGLISH_PAGE.locale)
      return c.html(ErrorPage({ title, text, language: ENGLISH_PAGE, back: path, preview: true }), 409)
    }
    const next = {
      token,
      paid: document.amountReceived,
      rail: bank.rail,
      providerPaymentId: created.providerPaymentId,
      toExternalAccount: isOwnAccount(payout),
      bankUrl: created.redirectUrl,
      bankName: bank.name,
      amount: document.amountRequested,
    }
    savePreviewSession(c, next, deps)
    return c.redirect(created.redirectUrl, 303)
  })

  routes.get('/:token/pay', async (c) => {
    const opened = await open(c)
    return opened instanceof Response ? opened : c.redirect(here(opened), 303)
  })

  routes.get('/:token/again', (c) => {
    const token = c.req.param('token')
    if (verifyPreviewToken(token, deps.linkKeys, Date.now()) === undefined) return c.html(ExpiredPage(), 404)
    clearPreviewSession(c)
    return c.redirect(`/preview/${token}`, 303)
  })

  routes.get('/:token/status', async (c) => {
    const opened = await open(c)
    return opened instanceof Response ? opened : c.json({ status: opened.status })
  })

  routes.get('/:token/:file{(?:invoice|receipt)\\.pdf}', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const kind = c.req.param('file') === 'receipt.pdf' ? 'receipt' : 'invoice'
    return documentPdf(c, deps.pdfs, opened.document, kind, here(opened))
  })

  routes.onError((error, c) => {
    const unavailable = unavailablePart(error)
    if (!unavailable || isScriptPath(c.req.path)) throw error
    const back = `/preview/${c.req.param('token') ?? ''}`
    if (unavailable !== 'rail') {
      logFailure(deps, 'warn', { err: error, unavailable }, 'request.unavailable')
      const text = 'This page cannot be shown just now.'
      const title = 'Please try again in a moment'
      const page = ErrorPage({ title, text, language: ENGLISH_PAGE, back, preview: true })
      return c.html(page, 503, RETRY_AFTER)
    }
    if (error instanceof UnknownToRailError && readPreviewSession(c, deps)) {
      clearPreviewSession(c)
      return c.redirect(back, 303)
    }
    const text = 'The sandbox’s bank could not be reached. Please try again in a few minutes.'
    const title = 'The bank is not answering'
    const page = ErrorPage({ title, text, language: ENGLISH_PAGE, back, preview: true })
    return c.html(page, 503, RETRY_AFTER)
  })
  return routes

  async function open(c: Context<PageEnv>): Promise<Preview | Response> {
    const token = c.req.param('token') ?? ''
    const saved = readPreviewSession(c, deps)
    const preview = await openPreview(deps, c.get('em'), token, saved, (tag) => pageLanguage(c, tag))
    if (preview === 'expired') return c.html(ExpiredPage(), 404)
    return preview === 'sent' ? c.html(SentPage(), 410) : preview
  }
}

function here({ path, language }: Preview, rest = ''): string {
  return withLanguage(`${path}${rest}`, language.chosen)
}

function ExpiredPage() {
  return ErrorPage({
    title: 'This preview has ended',
    text: 'A preview’s link works for a day, and its payments only in the browser that made them. Please make a new link.',
    language: ENGLISH_PAGE,
    preview: true,
  })
}

function SentPage() {
  return ErrorPage({
    title: 'This invoice has been sent',
    text: 'This preview was of the draft. A new one shows what the customer sees now.',
    language: ENGLISH_PAGE,
    preview: true,
  })
}
