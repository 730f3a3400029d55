import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Provider } from './providers.ts'

/** Every page of the bank, in the bank's own colour. */
export function Page({
  title,
  provider,
  children,
}: {
  title: string
  provider?: Provider
  children?: Child
}) {
  const colour = provider?.colour ?? '#1f2937'
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          body {
            margin: 0;
            font:
              17px/1.5 system-ui,
              sans-serif;
            background: #f1f2f4;
            color: #16191d;
          }
          header {
            background: ${colour};
            color: #fff;
            padding: 18px 20px;
            display: flex;
            gap: 14px;
            align-items: center;
            font-weight: 650;
            font-size: 1.15rem;
          }
          header img {
            border-radius: 10px;
            border: 1px solid #fff8;
          }
          main {
            max-width: 440px;
            margin: 24px auto;
            padding: 24px;
            background: #fff;
            border-radius: 14px;
            box-sizing: border-box;
          }
          h1 {
            margin: 0 0 16px;
            font-size: 1.7rem;
          }
          label {
            display: block;
            margin: 0 0 16px;
            font-weight: 600;
          }
          input,
          select {
            display: block;
            width: 100%;
            box-sizing: border-box;
            min-height: 48px;
            margin-top: 6px;
            padding: 8px 12px;
            font: inherit;
            border: 1px solid #80868f;
            border-radius: 10px;
            background: #fff;
            color: inherit;
          }
          button {
            width: 100%;
            min-height: 52px;
            margin-top: 8px;
            font: inherit;
            font-weight: 650;
            border-radius: 12px;
            border: 2px solid ${colour};
            background: ${colour};
            color: #fff;
            cursor: pointer;
          }
          button.quiet {
            background: #fff;
            color: ${colour};
          }
          dl {
            display: grid;
            grid-template-columns: auto 1fr;
            gap: 6px 20px;
            margin: 0 0 20px;
          }
          dd {
            margin: 0;
            text-align: right;
            font-weight: 600;
          }
          .note {
            text-align: center;
            color: #565d66;
            font-size: 0.9rem;
          }
          :focus-visible {
            outline: 3px solid ${colour};
            outline-offset: 2px;
          }
        </style>
      </head>
      <body>
        <header>
          ${provider ? html`<img src="/logos/${provider.id}.svg" alt="" width="40" height="40" />` : ''}${provider?.name ?? 'Sandbox bank'}
        </header>
        <main>${children}</main>
        <p class="note">Sandbox bank. No real money moves here.</p>
      </body>
    </html>`
}
