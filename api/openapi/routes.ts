import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { compress, type Gzipped, sendGzipped } from '../http/response/gzipped.ts'

const SCRIPT_PATH = '/assets/scalar.js'
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
    return sendGzipped(c, await document, 'application/json', 'no-cache')
  })

  routes.get('/docs', async (c) => {
    const { DocsPage } = await import('./docs-page.tsx')
    const nonce = randomBytes(16).toString('base64')
    c.header('content-security-policy', contentSecurityPolicy(nonce))
    return c.html(DocsPage({ scriptPath: SCRIPT_PATH, nonce }))
  })

  routes.get(SCRIPT_PATH, etag(), async (c) => {
    script ??= readScript().then(compress)
    return sendGzipped(c, await script, 'text/javascript; charset=utf-8', 'public, max-age=3600')
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

async function readScript(): Promise<Buffer> {
  const [built, installed] = SCRIPT_FILES
  return readFile(built).catch(() => readFile(installed))
}
