import type { Context } from 'hono'

/**
 * Makes browsers save the PDF as a file if `name` is present.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6266#section-4.2
 */
export function pdfResponse(c: Context, bytes: Uint8Array, name?: string): Response {
  c.header('content-type', 'application/pdf')
  if (name !== undefined) {
    c.header('content-disposition', `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf"`)
  }
  return c.body(Buffer.from(bytes), 200)
}
