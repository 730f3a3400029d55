import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Provider } from '../model/banks.ts'

interface PageProps {
  title: string
  bank?: Pick<Provider, 'id' | 'name' | 'colour'>
  wide?: boolean
  children?: Child
}

export function Page({ title, bank, wide = false, children }: PageProps) {
  const name = bank?.name ?? 'Sandbox bank'
  return html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="same-origin" />
          <title>
            {title} · {name}
          </title>
          <link rel="icon" href={bank ? `/icons/${bank.id}.svg` : 'data:,'} />
          <link rel="stylesheet" href="/bank/style.css" />
        </head>
        <body style={`--brand: ${bank?.colour ?? '#27303c'}`}>
          <p class="sandbox">Sandbox bank — no real money</p>
          <header class={wide ? 'wide-header' : ''}>
            {bank && <img src={`/logos/${bank.id}.svg`} alt="" width="48" height="48" />}
            {name}
          </header>
          <main class={wide ? 'wide' : ''}>{children}</main>
        </body>
      </html>
    )}`
}
