import type { Context } from 'hono'

export function pdfResponse(c: Context, bytes: Uint8Array, name?: string): Response {
  c.header('content-type', 'application/pdf')
  if (name !== undefined) {
    c.header('content-disposition', `attachment; filename="${fileName(name)}.pdf"`)
  }
  return c.body(Buffer.from(bytes), 200)
}

export function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_')
}
