import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { pageLanguage } from '../../../pay/page-language.ts'
import type { ListedBank } from '../../../pay/pages/bank-list.tsx'
import { InvoicePage } from '../../../pay/pages/invoice-page.tsx'
import type { InvoiceDocument } from '../../../../domain/invoice/document.ts'

const NONCE_BYTES = 16

const BANKS: readonly ListedBank[] = ['Cobalt', 'Harbour', 'Pebble'].map((name) => ({
  id: name.toLowerCase(),
  name,
  country: 'GB',
}))

/** Shows a sample as its customer sees it. Only a page of this server may frame it. */
export function customerPage(
  c: Context,
  document: InvoiceDocument,
  payPath: string,
): Response | Promise<Response> {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  c.header('content-security-policy', policyWith(nonce))
  const language = pageLanguage(c)
  return c.html(
    InvoicePage({
      document,
      language,
      payPath,
      nonce,
      banks: [...BANKS],
      query: '',
      overdue: false,
      isView: true,
    }),
  )
}

function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "script-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}
