import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'

const gzipAsync = promisify(gzip)
const gunzipAsync = promisify(gunzip)

const SCRIPT_FILES = [
  new URL('scalar.js', import.meta.url),
  new URL('../../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url),
] as const

export function openApiRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>()
  let document: Promise<Gzipped> | undefined
  let script: Promise<Gzipped> | undefined

  routes.get('/openapi.json', etag(), async (c) => {
    document ??= import('./document.ts').then(({ createDocument }) =>
      compress(JSON.stringify(createDocument(publicUrl))),
    )
    return send(c, await document, 'application/json', 'no-cache')
  })

  routes.get('/docs', async (c) => {
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

  routes.get('/assets/scalar.js', etag(), async (c) => {
    script ??= readScript().then(compress)
    return send(c, await script, 'text/javascript; charset=utf-8', 'public, max-age=3600')
  })
  return routes
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

interface Gzipped {
  bytes: Buffer
  etag: string
}

async function compress(plain: Buffer | string): Promise<Gzipped> {
  const hash = createHash('sha256').update(plain).digest('base64url')
  return { bytes: await gzipAsync(plain), etag: `W/"${hash}"` }
}

async function readScript(): Promise<Buffer> {
  const [built, installed] = SCRIPT_FILES
  return readFile(built).catch(() => readFile(installed))
}

async function send(
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
