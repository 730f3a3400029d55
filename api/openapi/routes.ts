import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { createDocument } from './document.ts'

const gzipAsync = promisify(gzip)

/** The build copies the file to the first place; the sources use the package. */
const SCRIPT_FILES = [
  new URL('scalar.js', import.meta.url),
  new URL('../../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url),
]

export function openApiRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>()
  let document: Promise<Compressed> | undefined
  let script: Promise<Compressed> | undefined

  routes.use('/openapi.json', etag())
  routes.get('/openapi.json', async (c) => {
    document ??= compress(Buffer.from(JSON.stringify(createDocument(publicUrl))))
    return send(c, await document, 'application/json', 'no-cache')
  })

  routes.get('/docs', async (c) => {
    // The package takes 8 MB, so only a visit loads it.
    const { Scalar } = await import('@scalar/hono-api-reference')
    const nonce = randomBytes(16).toString('base64')
    c.header('content-security-policy', contentSecurityPolicy(nonce))
    return Scalar<RequestEnv>(() => ({
      url: '/openapi.json',
      cdn: '/assets/scalar.js',
      nonce,
      pageTitle: 'Duewell API',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
      proxyUrl: '',
      orderSchemaPropertiesBy: 'preserve',
    }))(c, async () => undefined)
  })

  routes.use('/assets/scalar.js', etag())
  routes.get('/assets/scalar.js', async (c) => {
    script ??= readScript().then(compress)
    return send(c, await script, 'text/javascript; charset=utf-8', 'public, max-age=3600')
  })
  return routes
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // Scalar adds styles while it runs.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

interface Compressed {
  plain: Buffer
  gzipped: Buffer
}

async function compress(plain: Buffer): Promise<Compressed> {
  return { plain, gzipped: await gzipAsync(plain) }
}

async function readScript(): Promise<Buffer> {
  const [built, installed] = SCRIPT_FILES as [URL, URL]
  return readFile(built).catch(() => readFile(installed))
}

function send(c: Context, { plain, gzipped }: Compressed, type: string, cache: string): Response {
  const isGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  c.header('content-type', type)
  c.header('cache-control', cache)
  c.header('vary', 'accept-encoding')
  if (isGzip) c.header('content-encoding', 'gzip')
  return c.body(new Uint8Array(isGzip ? gzipped : plain))
}
