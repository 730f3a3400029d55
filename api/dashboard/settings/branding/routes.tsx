import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { sampleDocument } from '../../../../db/invoices/sample-document.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import { brandOf } from '../../../../db/settings/brand.ts'
import { type Currency, isCurrency } from '../../../../domain/shared/money.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { ClaimKey } from '../../../http/idempotency/idempotency.ts'
import { parseBody } from '../../../http/request/json-body.ts'
import { pdfResponse } from '../../../http/response/pdf-response.ts'
import { Problem, type ProblemCode } from '../../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { pagePolicy } from '../../../identity/page-app.tsx'
import { usualCurrency } from '../../../merchant/account/usual-currency.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { BrandingBody, changeBranding, removeLogo } from '../../../merchant/branding/change-branding.ts'
import { MAX_LOGO_BYTES, replaceLogo } from '../../../merchant/branding/replace-logo.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { unlessMerchantChanged } from '../save-settings.ts'
import { brandingBody, brandingFields, brandWith, DUEWELL, logoFields, logoForm } from './branding-form.ts'
import { BrandingPage } from './branding-page.tsx'
import { customerPage } from './customer-page.tsx'

const LOGO_MISTAKES: Partial<Record<ProblemCode, string>> = {
  file_missing: 'must be an image: choose a file first',
  logo_unreadable: 'is no PNG, JPEG, WebP or SVG that can be read',
  too_many_pixels: 'has too many pixels: at most 40 million',
  logo_too_large: 'is too large: at most 5 MB',
}

export function brandingPageRoutes(deps: Pick<ApiDeps, 'pdfs'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const isEntered = c.req.query('accent') !== undefined
    return c.html(await page(c, isEntered ? { fields: c.req.query() } : {}))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const { brand } = await load(c)
    const form = enteredForm(fields['do'] === 'default' ? { ...fields, accent: DUEWELL } : fields)
    return answer(c, 'saved', fields, () => {
      const changes = parseBody(BrandingBody, form.touchedOf<unknown>(brandingBody(fields, brand)))
      const claim = unlessMerchantChanged(c, form, (merchant) => brandingFields(brandOf(merchant)))
      return changeBranding(c.get('em'), authorOf(c), changes, claim)
    })
  })

  routes.post('/logo', async (c) => {
    const { logo, shown } = await c.req.parseBody()
    const claim = unlessLogoChanged(c, typeof shown === 'string' ? { shown } : {})
    const file = logo instanceof File ? logo : new File([], '')
    return answer(c, 'logo', undefined, async () => {
      if (file.size > MAX_LOGO_BYTES) throw new Problem('logo_too_large')
      await replaceLogo(c.get('em'), authorOf(c), new Uint8Array(await file.arrayBuffer()), claim)
    })
  })

  routes.post('/logo/remove', async (c) => {
    const claim = unlessLogoChanged(c, await readForm(c))
    return answer(c, 'removed', undefined, () => removeLogo(c.get('em'), authorOf(c), claim))
  })

  routes.get('/customer-page', async (c) => {
    const document = await sample(c)
    const payPath = `${c.get('viewer').base}/settings/branding/customer-page`
    return customerPage(c, document, payPath)
  })

  routes.get('/customer-page/invoice.pdf', async (c) =>
    pdfResponse(c, await deps.pdfs.invoice(await sample(c))),
  )

  return routes
}

function unlessLogoChanged(c: Context<DashboardEnv>, fields: Fields): ClaimKey {
  return unlessMerchantChanged(c, logoForm(fields), (merchant) => logoFields(brandOf(merchant)))
}

async function answer(
  c: Context<DashboardEnv>,
  done: string,
  fields: Fields | undefined,
  change: () => Promise<void>,
): Promise<Response> {
  try {
    await change()
    return c.redirect(`${c.get('viewer').base}/settings/branding?done=${done}`, 303)
  } catch (error) {
    const refused = refusedForm(error, fields ?? {})
    const words = error instanceof Problem ? LOGO_MISTAKES[error.code] : undefined
    const mistakes = words === undefined ? refused.mistakes : { logo: words }
    const shown = fields ? { mistakes, fields: refused.fields } : { mistakes }
    return c.html(await page(c, shown), refused.status)
  }
}

async function page(c: Context<DashboardEnv>, given: { fields?: Fields; mistakes?: Mistakes }) {
  const { brand } = await load(c)
  const saved = withShown(brandingFields(brand))
  // An address can name a colour that is not saved.
  const fields = given.fields ? { shown: saved['shown'] ?? '', ...given.fields } : saved
  c.header('content-security-policy', pagePolicy("img-src 'self'", "frame-src 'self'"))
  return BrandingPage({
    viewer: c.get('viewer'),
    saved: brand,
    shown: brandWith(brand, fields),
    fields,
    mistakes: given.mistakes,
    notice: noticeOf(c, DONE),
  })
}

async function load(c: Context<DashboardEnv>) {
  const { merchantId: id } = c.get('tenant')
  const merchant = await c.get('em').findOneOrFail(MerchantRow, { id })
  return { merchant, brand: brandOf(merchant) }
}

async function sample(c: Context<DashboardEnv>) {
  const { merchant, brand } = await load(c)
  const currencies = [...(await payableCurrencies(c.get('em'), c.get('tenant')))].filter(isCurrency)
  const currency =
    (await usualCurrency(c.get('em'), c.get('tenant'), merchant, currencies.toSorted())) || 'GBP'
  const document = sampleDocument(merchant, currency as Currency)
  return { ...document, brand: brandWith(brand, { ...brandingFields(brand), ...c.req.query() }) }
}
