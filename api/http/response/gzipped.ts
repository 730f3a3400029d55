import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Context, Handler } from 'hono'

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
  const isGzip = acceptsGzip(c)
  c.header('content-type', type)
  c.header('cache-control', cache)
  c.header('vary', 'accept-encoding')
  c.header('etag', tag)
  if (isGzip) c.header('content-encoding', 'gzip')
  return c.body(new Uint8Array(isGzip ? bytes : await gunzipAsync(bytes)))
}

/** Compresses the text once, at the first request. */
export function gzippedText(contents: string, type: string, cache: string): Handler {
  let compressed: Promise<Gzipped> | undefined
  return async (c) => {
    compressed ??= compress(contents)
    return sendGzipped(c, await compressed, type, cache)
  }
}

/** An element of Hono is written by its `toString`. */
interface Page {
  toString(): string
}

const LARGE_LENGTH = 16_384

/**
 * Compresses a large page.
 * An attacker must not know the address, because sizes then reveal the contents.
 *
 * @see https://www.breachattack.com
 */
export async function sendPage(c: Context, page: Page | Promise<Page>): Promise<Response> {
  const html = (await page).toString()
  c.header('vary', 'accept-encoding')
  if (html.length <= LARGE_LENGTH || !acceptsGzip(c)) return c.html(html)
  c.header('content-encoding', 'gzip')
  c.header('content-type', 'text/html; charset=UTF-8')
  return c.body(new Uint8Array(await gzipAsync(html)))
}

function acceptsGzip(c: Context): boolean {
  return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
}
