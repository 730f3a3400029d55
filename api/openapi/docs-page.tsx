import { html, raw } from 'hono/html'

/** The script of Scalar draws the documentation. */
export function DocsPage({ scriptPath, nonce }: { scriptPath: string; nonce: string }) {
  return html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta property="csp-nonce" content={nonce} />
          <title>Duewell API</title>
          <style nonce={nonce}>{raw(STYLE)}</style>
        </head>
        <body>
          <div id="app"></div>
          <script src={scriptPath} nonce={nonce}></script>
          <script nonce={nonce}>{raw(START)}</script>
        </body>
      </html>
    )}`
}

/** @see https://scalar.com/products/api-references/configuration */
const CONFIGURATION = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  proxyUrl: '',
  orderSchemaPropertiesBy: 'preserve',
}

/** A name has to contain what is seen: https://www.w3.org/WAI/WCAG22/Understanding/label-in-name */
const START = `
  const app = document.getElementById('app')
  new MutationObserver(() => {
    for (const button of app.querySelectorAll('.show-more[aria-label^="Show all "]')) {
      const seen = button.textContent.trim()
      button.ariaLabel = seen + ': ' + button.ariaLabel.slice('Show all '.length)
    }
  }).observe(app, { childList: true, subtree: true, attributeFilter: ['aria-label'] })
  Scalar.createApiReference(app, ${JSON.stringify(CONFIGURATION)})
`

/** Scalar has pale colours, a button without a name and a list without focus: https://www.w3.org/TR/WCAG22/ */
const STYLE = `
  button.group\\/copy-button:not([aria-label]) { display: none; }
  #app .endpoints, #app .scalar-card-content:has(.endpoints) { overflow: visible; max-height: none; }
  #app .endpoint { white-space: normal; }
  #app .endpoint-path { overflow-wrap: anywhere; min-width: 0; }
  #app .custom-scroll { position: relative; }
  .light-mode {
    --scalar-color-1: #1b1b1b; --scalar-color-2: #4f4f4f; --scalar-color-3: #565656; --scalar-color-accent: #14532d;
    --scalar-color-green: #066046; --scalar-color-red: #b00020; --scalar-color-yellow: #6b4e00;
    --scalar-color-blue: #00528a; --scalar-color-orange: #8a3200; --scalar-color-purple: #4a04b8;
    --scalar-sidebar-color-2: #4f4f4f; --scalar-sidebar-search-color: #4f4f4f;
  }
  .dark-mode {
    --scalar-color-1: #f2f2ec; --scalar-color-2: #cfcfc8; --scalar-color-3: #bdbdb6; --scalar-color-accent: #86d9a4;
    --scalar-color-green: #5fe0a3; --scalar-color-red: #ff9aa8; --scalar-color-yellow: #f9c874;
    --scalar-color-blue: #9fb0ff; --scalar-color-orange: #ffb184; --scalar-color-purple: #c9b3fb;
    --scalar-sidebar-color-2: #cfcfc8; --scalar-sidebar-search-color: #cfcfc8;
  }
`
