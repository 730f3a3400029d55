import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import type { RequestEnv } from '../http/entity-manager.ts'
import { gzippedText } from '../http/response/gzipped.ts'
import { script } from './script.ts'
import { styleSheet } from './style/style.ts'

/** The paths contain a hash of the contents, so that a browser never asks again. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

const SUBSETS = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
}

const { resolve } = createRequire(import.meta.url)

const fonts = Object.entries(SUBSETS).map(([subset, range]) => {
  const bytes = readFileSync(resolve(`@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`))
  return { path: `/assets/inter-${subset}-${hashOf(bytes)}.woff2`, bytes, range }
})

// htmx starts in a timeout, and misses an extension whose file loads after that.
const htmx = ['htmx.min.js', 'ext/hx-sse.min.js']
  .map((file) => readFileSync(resolve(`htmx.org/dist/${file}`), 'utf8'))
  .join(';\n')

const style = styleSheet(fonts.map(fontFace).join('\n'))

export const STYLE_PATH = `/assets/pages-${hashOf(style)}.css`
export const HTMX_PATH = `/assets/htmx-${hashOf(htmx)}.js`
export const SCRIPT_PATH = `/assets/pages-${hashOf(script)}.js`
/** Each page loads this font first. */
export const FONT_PATH = fonts[0]?.path ?? ''

const TEXTS = [
  { path: STYLE_PATH, contents: style, type: 'text/css; charset=utf-8' },
  { path: SCRIPT_PATH, contents: script, type: 'text/javascript; charset=utf-8' },
  { path: HTMX_PATH, contents: htmx, type: 'text/javascript; charset=utf-8' },
]

export function assetRoutes(): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>()
  for (const { path, contents, type } of TEXTS) {
    routes.get(path, gzippedText(contents, type, IMMUTABLE))
  }
  for (const { path, bytes } of fonts) {
    routes.get(path, (c) =>
      c.body(new Uint8Array(bytes), 200, { 'content-type': 'font/woff2', 'cache-control': IMMUTABLE }),
    )
  }
  return routes
}

function fontFace({ path, range }: { path: string; range: string }): string {
  return `@font-face { font-family: "Inter Variable"; font-weight: 100 900; font-display: swap; src: url(${path}) format("woff2"); unicode-range: ${range}; }`
}

function hashOf(contents: Buffer | string): string {
  return createHash('sha256').update(contents).digest('hex').slice(0, 12)
}
