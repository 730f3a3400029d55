import type { Context } from 'hono'

/** Mail programs run no scripts, and allow styles in the text. */
const EMAIL_POLICY = [
  'sandbox allow-popups',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Shows an e-mail on a page of its own, as a mail program does. */
export function emailHtml(c: Context, html: string) {
  c.header('content-security-policy', EMAIL_POLICY)
  return c.html(html)
}
