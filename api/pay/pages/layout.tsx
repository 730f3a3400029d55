import { html } from 'hono/html'
import type { Child } from 'hono/jsx'

export interface LayoutProps {
  title: string
  payPath?: string
  behaviour?: 'invoice' | 'banks' | 'waiting' | 'return'
  preview?: boolean | undefined
  isView?: boolean
  /** Seconds. */
  refresh?: number
  children?: Child
}

export function Layout({ title, payPath, behaviour, refresh, preview, isView, children }: LayoutProps) {
  return html`<!doctype html>${(
      <html lang="en">
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
          data-behaviour={behaviour}
          data-preview={preview || isView ? '' : undefined}
        >
          {preview ? <PreviewBanner payPath={payPath} /> : isView ? <ViewBanner /> : null}
          <main>{children}</main>
          {payPath ? (
            <footer>
              <p>Paid straight from bank to bank. Your bank details are never seen here.</p>
            </footer>
          ) : null}
        </body>
      </html>
    )}`
}

function ViewBanner() {
  return (
    <aside class="preview" aria-label="Merchant’s view">
      <p>
        <strong>Merchant’s view.</strong> This is what the customer sees. Nothing can be paid here, and the
        visit is not counted. Are you the customer? Please use the payment link that you were sent.
      </p>
    </aside>
  )
}

function PreviewBanner({ payPath }: { payPath: string | undefined }) {
  return (
    <aside class="preview" aria-label="Preview">
      <p>
        <strong>Preview.</strong> The banks are a sandbox: no money moves, nothing is recorded.{' '}
        {payPath ? <a href={`${payPath}/again`}>Start again</a> : null}
      </p>
    </aside>
  )
}
