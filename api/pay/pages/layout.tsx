import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import {
  accentsOf,
  type Brand,
  type Logo,
  logoUrl,
  shownSize,
  textOn,
} from '../../../domain/merchant/brand.ts'
import { LANGUAGES } from '../../../domain/texts/languages.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { SecureBadge } from './secure-badge.tsx'

export interface LayoutProps {
  title: string
  language: PageLanguage
  payPath?: string
  behaviour?: 'invoice' | 'banks' | 'waiting' | 'return'
  preview?: boolean | undefined
  isView?: boolean
  brand?: Brand | undefined
  nonce?: string | undefined
  /** Seconds. */
  refresh?: number
  children?: Child
}

export function Layout(props: LayoutProps) {
  const { title, language, payPath, behaviour, refresh, preview, isView, brand, nonce, children } = props
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
          {brand?.accent ? <style nonce={nonce}>{accentStyle(brand)}</style> : null}
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
          <main>
            {brand?.logo ? <LogoImage brand={brand} logo={brand.logo} /> : null}
            {children}
            {behaviour && payPath && brand?.hasSecureBadge !== false ? <SecureBadge locale={locale} /> : null}
          </main>
          <footer>
            <Languages language={language} />
          </footer>
        </body>
      </html>
    )}`
}

function accentStyle({ accent }: Brand): string {
  const { onLight, onDark } = accentsOf(accent)
  const values = (colour: typeof onLight) => `:root{--accent:${colour};--on-accent:${textOn(colour)}}`
  return `${values(onLight)}@media (prefers-color-scheme:dark){${values(onDark)}}`
}

function LogoImage({ brand, logo }: { brand: Brand; logo: Logo }) {
  return <img class="logo" src={logoUrl(brand, '')} alt="" {...shownSize(logo)} />
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
