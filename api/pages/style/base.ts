export const base = `
@layer base {
  *, ::before, ::after { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
  body {
    margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
    font: 400 1rem/1.5 "Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  }
  h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; text-wrap: balance; letter-spacing: -0.01em; }
  h1 { font-size: 1.6rem; font-weight: 700; letter-spacing: -0.02em; }
  h2 { font-size: 1.1rem; font-weight: 650; }
  h3 { font-size: 1rem; font-weight: 650; }
  p { margin: 0; overflow-wrap: anywhere; }
  a { color: var(--accent); text-underline-offset: 0.15em; }
  ul, ol { margin: 0; padding: 0; list-style: none; }
  dl, dd, figure, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
  legend { padding: 0; font-weight: 600; }
  button, input, select, textarea { font: inherit; color: inherit; }
  code { font: 0.95em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
  summary { cursor: pointer; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
  main:focus { outline: none; }
  [hidden], :root:not([data-script]) .scripted, :root[data-script] .unscripted { display: none !important; }
  .hidden:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .skip { position: absolute; left: 0.5rem; top: -10rem; z-index: 9; padding: 0.75rem 1rem; background: var(--surface); border-radius: var(--radius); }
  .skip:focus { top: 0.5rem; }
  @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
  @media print { nav, form, .skip, .test-band { display: none; } }
}
`
