import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Mistakes } from '../identity/form.ts'
import { FONT_PATH, SCRIPT_PATH, STYLE_PATH } from './assets.ts'

export interface PageProps {
  title: string
  kind: string
  header?: Child
  /** The page needs these scripts in addition. */
  scripts?: readonly string[]
  mistakes?: Mistakes | undefined
  notice?: string | undefined
  children?: Child
}

/** Makes the whole document of each page for people who sign in. */
export function Page({ title, kind, header, scripts = [], mistakes = {}, notice, children }: PageProps) {
  const hasMistakes = Object.keys(mistakes).length > 0
  return html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${hasMistakes ? 'Error: ' : ''}${title} – Duewell`}</title>
          <link rel="preload" href={FONT_PATH} as="font" type="font/woff2" crossorigin="" />
          <link rel="stylesheet" href={STYLE_PATH} />
          {[SCRIPT_PATH, ...scripts].map((path) => (
            <script src={path} defer></script>
          ))}
        </head>
        <body class={kind}>
          <a class="skip" href="#main">
            Skip to the content
          </a>
          {header}
          <main id="main" tabindex={-1}>
            {notice ? (
              <p class="notice" role="status">
                {notice}
              </p>
            ) : null}
            {hasMistakes ? (
              <p class="notice bad" role="alert">
                {mistakes['form'] ?? 'Please correct the fields that are marked below.'}
              </p>
            ) : null}
            {children}
          </main>
        </body>
      </html>
    )}`
}
