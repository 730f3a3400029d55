import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { compress, type Gzipped, sendGzipped } from '../http/gzipped.ts'

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
      customCss: COLOURS,
    }))(c, async () => undefined)
  })

  routes.get('/assets/scalar.js', etag(), async (c) => {
    script ??= readScript().then(compress)
    return sendGzipped(c, await script, 'text/javascript; charset=utf-8', 'public, max-age=3600')
  })
  return routes
}

/** The colours of Scalar are too pale: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const COLOURS = `
  body.light-mode {
    --scalar-color-1: #1b1b1b; --scalar-color-2: #4f4f4f; --scalar-color-3: #565656; --scalar-color-accent: #14532d;
    --scalar-color-green: #066046; --scalar-color-red: #b00020; --scalar-color-yellow: #6b4e00;
    --scalar-color-blue: #00528a; --scalar-color-orange: #8a3200; --scalar-color-purple: #4a04b8;
    --scalar-sidebar-color-2: #4f4f4f; --scalar-sidebar-search-color: #4f4f4f;
  }
  body.dark-mode {
    --scalar-color-1: #f2f2ec; --scalar-color-2: #cfcfc8; --scalar-color-3: #bdbdb6; --scalar-color-accent: #86d9a4;
    --scalar-color-green: #5fe0a3; --scalar-color-red: #ff9aa8; --scalar-color-yellow: #f9c874;
    --scalar-color-blue: #9fb0ff; --scalar-color-orange: #ffb184; --scalar-color-purple: #c9b3fb;
    --scalar-sidebar-color-2: #cfcfc8; --scalar-sidebar-search-color: #cfcfc8;
  }
`

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
