import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Context } from 'hono'

const gzipAsync = promisify(gzip)
const gunzipAsync = promisify(gunzip)

export interface Gzipped {
  bytes: Buffer
  etag: string
}

export async function compress(plain: Buffer | string): Promise<Gzipped> {
  const hash = createHash('sha256').update(plain).digest('base64url')
  return { bytes: await gzipAsync(plain), etag: `W/"${hash}"` }
}

export async function sendGzipped(
  c: Context,
  { bytes, etag: tag }: Gzipped,
  type: string,
  cache: string,
): Promise<Response> {
  const isGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  c.header('content-type', type)
  c.header('cache-control', cache)
  c.header('vary', 'accept-encoding')
  c.header('etag', tag)
  if (isGzip) c.header('content-encoding', 'gzip')
  return c.body(new Uint8Array(isGzip ? bytes : await gunzipAsync(bytes)))
}
