import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { LANGUAGES } from '../../../domain/texts/languages.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'

export interface LayoutProps {
  title: string
  language: PageLanguage
  payPath?: string
  behaviour?: 'invoice' | 'banks' | 'waiting' | 'return'
  preview?: boolean | undefined
  isView?: boolean
  /** Seconds. */
  refresh?: number
  children?: Child
}

export function Layout(props: LayoutProps) {
  const { title, language, payPath, behaviour, refresh, preview, isView, children } = props
  const { locale, chosen } = language
  return html`<!doctype html>${(
      <html lang={locale.tag}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{preview ? `Preview: ${title}` : isView ? `Merchant’s view: ${title}` : title}</title>
          <link rel="stylesheet" href="/pay/assets/style.css" />
          {refresh ? (
            <noscript>
              <meta http-equiv="refresh" content={String(refresh)} />
            </noscript>
          ) : null}
          <script src="/pay/assets/pay.js" defer></script>
        </head>
        <body
          data-pay-path={payPath}
          data-home={payPath && withLanguage(payPath, chosen)}
          data-behaviour={behaviour}
          data-preview={preview || isView ? '' : undefined}
        >
          {preview ? <PreviewBanner payPath={payPath} /> : isView ? <ViewBanner /> : null}
          <main>{children}</main>
          <footer>
            {payPath ? <p>{locale.t('page.footer')}</p> : null}
            <Languages language={language} />
          </footer>
        </body>
      </html>
    )}`
}

function Languages({ language: { locale, others } }: { language: PageLanguage }) {
  if (others.length === 0) return null
  return (
    <nav class="languages" aria-label={locale.t('page.languages')}>
      {others.map(({ language, href }) => (
        <>
          <a href={href} lang={language} hreflang={language} rel="nofollow">
            {LANGUAGES[language]}
          </a>{' '}
        </>
      ))}
    </nav>
  )
}

/** A form by GET replaces the query of its address. */
export function LanguageField({ language: { chosen } }: { language: PageLanguage }) {
  return chosen ? <input type="hidden" name="lang" value={chosen} /> : null
}

/** The banners address the merchant, and so are always in English. */
function ViewBanner() {
  return (
    <aside class="preview" lang="en" aria-label="Merchant’s view">
      <p>
        <strong>Merchant’s view.</strong> This is what the customer sees. Nothing can be paid here, and the
        visit is not counted. Are you the customer? Please use the payment link that you were sent.
      </p>
    </aside>
  )
}

function PreviewBanner({ payPath }: { payPath: string | undefined }) {
  return (
    <aside class="preview" lang="en" aria-label="Preview">
      <p>
        <strong>Preview.</strong> The banks are a sandbox: no money moves, nothing is recorded.{' '}
        {payPath ? <a href={`${payPath}/again`}>Start again</a> : null}
      </p>
    </aside>
  )
}
