import { type Context, Hono } from 'hono'
import { InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { loadDocument } from '../../db/invoices/document.ts'
import { brandOf } from '../../db/settings/brand.ts'
import { byMode } from '../../domain/shared/mode.ts'
import { verifyViewToken } from '../../domain/payment/payment-link.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { RETRY_AFTER } from '../http/errors/unavailable.ts'
import { createBankChoice } from '../pay/bank-choice.ts'
import { currentPage } from '../pay/current-page.tsx'
import { documentPdf } from '../pay/document-pdf.ts'
import { type PageEnv, pageHeaders } from '../pay/headers.ts'
import { openLinkById } from '../pay/open-link.ts'
import { ENGLISH_PAGE, pageLanguage } from '../pay/page-language.ts'
import { pageStatusOf } from '../pay/status/page-status.ts'
import { voidedInvoice } from '../pay/voided-invoice.ts'
import { ErrorPage, LinkProblemPage } from '../pay/pages/problem-pages.tsx'
import { withoutTrailingSlash } from '../pay/trailing-slash.ts'

/** The merchant's visit must not count as a view by the customer. */
export function viewRoutes({ rails, linkKeys, pdfs, publicUrl }: ApiDeps): Hono<PageEnv> {
  const banks = byMode((mode) => createBankChoice(rails[mode], linkKeys))
  const routes = new Hono<PageEnv>()
  routes.use(pageHeaders(publicUrl))
  routes.use(withoutTrailingSlash)

  routes.get('/:token', async (c) => {
    const invoice = await open(c)
    if (invoice instanceof Response) return invoice
    const em = c.get('em')
    const language = pageLanguage(c, invoice.language)
    const opened = await openLinkById(em, invoice.linkId ?? '')
    if (opened.problem !== undefined) {
      const merchant = await em.findOneOrFail(MerchantRow, { id: invoice.merchantId })
      const face = { language, brand: brandOf(merchant), nonce: c.get('nonce'), isView: true }
      const voided = opened.problem === 'unknown' ? undefined : await voidedInvoice(em, opened)
      return c.html(LinkProblemPage({ problem: opened.problem, merchant, voided, ...face }), 410)
    }
    const [payPath, nonce] = [`/view/${c.req.param('token')}`, c.get('nonce')]
    const request = { language, payPath, query: c.req.query(), nonce, isView: true }
    return c.html(await currentPage(em, banks[invoice.mode], opened, request))
  })

  routes.get('/:token/status', async (c) => {
    const invoice = await open(c)
    if (invoice instanceof Response) return invoice
    const opened = await openLinkById(c.get('em'), invoice.linkId ?? '')
    if (opened.problem !== undefined) return c.json({ status: opened.problem }, 404)
    return c.json({ status: pageStatusOf(opened.invoice, opened.attempt, false, opened.pendingSince) })
  })

  routes.get('/:token/:file{(?:invoice|receipt)\\.pdf}', async (c) => {
    const opened = await open(c)
    if (opened instanceof Response) return opened
    const { document } = await loadDocument(c.get('em'), opened.id)
    const kind = c.req.param('file') === 'receipt.pdf' ? 'receipt' : 'invoice'
    return documentPdf(c, pdfs, document, kind, `/view/${c.req.param('token')}`)
  })

  routes.onError((error, c) => {
    if (!(error instanceof RailUnavailableError)) throw error
    const text = 'The list of banks cannot be read at the moment. Please try again in a few minutes.'
    const page = { title: 'The banks are not answering', text, language: ENGLISH_PAGE }
    return c.html(ErrorPage(page), 503, RETRY_AFTER)
  })
  return routes

  async function open(c: Context<PageEnv>): Promise<InvoiceRow | Response> {
    const id = verifyViewToken(c.req.param('token') ?? '', linkKeys, Date.now())
    const invoice = id && (await c.get('em').findOne(InvoiceRow, { id }, { refresh: true }))
    return invoice || c.html(ErrorPage(ENDED), 404)
  }
}

const ENDED = {
  title: 'This view has ended',
  text: 'A merchant’s view works for a day. If you are the merchant, please make a new one.',
  language: ENGLISH_PAGE,
}
