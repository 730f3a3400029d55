import { type Context, Hono } from 'hono'
import { limitBody } from '../http/body-limit.ts'
import { newId } from '../../db/ids.ts'
import { payoutAccount } from '../../db/payments/payout-accounts.ts'
import { isOwnAccount } from '../../domain/payment/payout-account.ts'
import { RailUnavailableError, UnknownToRailError } from '../../integrations/bank/rail.ts'
import { renderInvoicePdf, renderReceiptPdf } from '../../integrations/pdf/invoice-pdf.ts'
import type { ApiDeps } from '../deps.ts'
import { createBankChoice } from '../pay/bank-choice.ts'
import { failureSentence } from '../pay/failure-message.ts'
import { pageHeaders } from '../pay/headers.ts'
import { BanksPage } from '../pay/pages/banks-page.tsx'
import { InvoicePage } from '../pay/pages/invoice-page.tsx'
import { ErrorPage } from '../pay/pages/problem-pages.tsx'
import { PaidPage, WaitingPage } from '../pay/pages/waiting-page.tsx'
import { openPreview, type Preview } from './open-preview.ts'
import { clearPreviewSession, savePreviewSession, readWalk } from './session.ts'

/**
 * The pages under `/preview`: the customer's pages for a draft, with banks of a sandbox. Reads the draft and writes
 * nothing: the invoice's log, its workflow and its row never hear of it.
 */
export function previewRoutes(deps: ApiDeps): Hono {
  const { em, previewRails: rails, publicUrl } = deps
  const banks = createBankChoice({ em, rails })
  const routes = new Hono()
  routes.use(pageHeaders(publicUrl))

  routes.get('/return', (c) => {
    const walk = readWalk(c, deps)
    return walk ? c.redirect(`/preview/${walk.token}`, 303) : c.html(LostPage(), 404)
  })

  routes.get('/:token', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, path: payPath, asked, walk, state, notice } = opened
    if (state === 'paid') return c.html(PaidPage({ document, payPath }))
    if (walk && (state === 'waiting' || state === 'processing')) {
      return c.html(WaitingPage({ document, payPath, state, ...walk }))
    }
    const offered = await banks.list(asked)
    const query = c.req.query('q') ?? ''
    const chosen = offered.find((bank) => bank.id === c.req.query('bank'))
    return c.html(InvoicePage({ document, payPath, banks: offered, query, chosen, overdue: false, notice }))
  })

  routes.get('/:token/banks', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, path: payPath, asked } = opened
    const query = c.req.query('q') ?? ''
    return c.html(BanksPage({ document, payPath, banks: await banks.list(asked), query }))
  })

  routes.post('/:token/pay', limitBody(10_000), async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { path, asked, document, walk, state, token } = opened
    if (state === 'paid' || state === 'processing') return c.redirect(path, 303)
    const { bank: bankId } = await c.req.parseBody().catch(() => ({ bank: undefined }))
    const bank = (await banks.list(asked)).find(({ id }) => id === bankId)
    const payout = await payoutAccount(em, asked)
    if (!bank || bank.unavailableReason || !payout) return c.redirect(`${path}/banks`, 303)
    if (walk && state === 'waiting') await rails.get(walk.rail).cancelPayment(walk.providerPaymentId)
    const rail = rails.get(bank.rail)
    const attemptId = newId('prv')
    const body = rail.preparePayment({
      attemptId,
      invoiceId: opened.invoiceId,
      bankId: bank.id,
      amount: { amount: document.due.now, currency: document.currency },
      payout,
      reference: 'PREVIEW',
      // A sandbox has no business with the customer.
      payer: document.merchant,
    })
    const created = await rail.createPayment(attemptId, body)
    if (created.outcome === 'refused') {
      const text = failureSentence(created.reason, bank.name)
      return c.html(ErrorPage({ title: `${bank.name} has refused`, text, back: path, preview: true }), 409)
    }
    const next = {
      token,
      paid: `${document.due.paid}`,
      rail: bank.rail,
      providerPaymentId: created.providerPaymentId,
      toExternalAccount: isOwnAccount(payout),
      bankUrl: created.redirectUrl,
      bankName: bank.name,
      amount: `${document.due.now}`,
    }
    savePreviewSession(c, next, deps)
    return c.redirect(created.redirectUrl, 303)
  })

  routes.get('/:token/again', (c) => {
    clearPreviewSession(c)
    return c.redirect(`/preview/${c.req.param('token')}`, 303)
  })

  routes.get('/:token/status', async (c) => {
    const opened = await open(c)
    return opened instanceof Response ? opened : c.json({ state: opened.state })
  })

  routes.get('/:token/:file{(?:invoice|receipt)\\.pdf}', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document, path } = opened
    const isReceipt = c.req.param('file') === 'receipt.pdf'
    if (isReceipt && !document.payment) return c.redirect(path, 303)
    const bytes = await (isReceipt ? renderReceiptPdf(document) : renderInvoicePdf(document))
    return c.body(Buffer.from(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="preview-${c.req.param('file')}"`,
    })
  })

  routes.onError((error, c) => {
    if (!(error instanceof RailUnavailableError)) throw error
    // A sandbox that was emptied meanwhile: the walk begins anew.
    if (error instanceof UnknownToRailError && readWalk(c, deps)) {
      clearPreviewSession(c)
      return c.redirect(`/preview/${c.req.param('token') ?? ''}`, 303)
    }
    const text = 'The sandbox’s bank could not be reached. Please try again in a few minutes.'
    const back = `/preview/${c.req.param('token') ?? ''}`
    return c.html(ErrorPage({ title: 'The bank is not answering', text, back, preview: true }), 503)
  })
  return routes

  /** The draft behind the token, or the page that says why there is none. */
  async function open(c: Context): Promise<Preview | Response> {
    const preview = await openPreview(deps, c.req.param('token') ?? '', readWalk(c, deps))
    if (preview === 'lost') return c.html(LostPage(), 404)
    return preview === 'sent' ? c.html(SentPage(), 410) : preview
  }
}

function LostPage() {
  return ErrorPage({
    title: 'This preview is over',
    text: 'A preview’s link works for a day, and the walk through it in the browser that began it. Make a new link.',
    preview: true,
  })
}

function SentPage() {
  return ErrorPage({
    title: 'This invoice has been sent',
    text: 'There is nothing left to preview: its own link shows what the customer sees.',
    preview: true,
  })
}
