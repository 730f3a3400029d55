export const layout = `
@layer layout {
  main { display: grid; gap: 1.25rem; align-content: start; grid-template-columns: minmax(0, 1fr); padding: 1.25rem 1rem 4rem; }
  .narrow main { max-width: 36rem; margin: 0 auto; }
  .narrow .wordmark { display: block; max-width: 36rem; margin: 0 auto; padding: 2rem 1rem 0; }
  .wordmark { font-weight: 750; letter-spacing: -0.02em; text-decoration: none; color: var(--accent); }
  .page-head { display: flex; flex-wrap: wrap; gap: 0.75rem 1.25rem; align-items: center; justify-content: space-between; }
  .page-head > :first-child { flex: 1 1 14rem; min-width: 0; }
  .columns { display: grid; gap: 1.25rem; align-items: start; grid-template-columns: minmax(0, 1fr); }
  .stack { display: grid; gap: 1.25rem; align-content: start; min-width: 0; grid-template-columns: minmax(0, 1fr); }

  .top { background: var(--surface); border-bottom: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
  .top .who { padding: 0.75rem 1rem; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: inherit; text-decoration: none; }
  .top .sections { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0.25rem; padding: 0 0.5rem 0.5rem; }
  .top .sections a { flex: none; padding: 0.5rem 0.75rem; border-radius: var(--radius); color: inherit; text-decoration: none; }
  .top .sections a:hover { background: var(--sunken); }
  .top .sections a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
  .modes { display: flex; gap: 2px; padding: 2px; margin: 0 0.5rem 0.5rem; border-radius: var(--radius); background: var(--sunken); grid-column: 1 / -1; justify-self: start; }
  .modes a { padding: 0.3rem 0.9rem; border-radius: calc(var(--radius) - 2px); color: var(--muted); text-decoration: none; font-size: 0.9rem; }
  .modes a[aria-current] { background: var(--raised); color: var(--ink); font-weight: 600; box-shadow: var(--shadow); }
  .menu { position: relative; margin: 0.375rem 0.5rem; grid-area: 1 / 2; }
  .menu > summary { list-style: none; padding: 0.45rem 0.75rem; border-radius: var(--radius); font-size: 0.95rem; white-space: nowrap; }
  .menu > summary::-webkit-details-marker { display: none; }
  .menu > summary::after { content: " ▾" / ""; color: var(--muted); }
  .menu > summary:hover, .menu[open] > summary { background: var(--sunken); }
  .menu > ul { position: absolute; right: 0; z-index: 5; min-width: 13rem; max-width: calc(100vw - 1rem); padding: 0.375rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); box-shadow: 0 8px 24px rgb(0 0 0 / 0.18); }
  .menu li a { display: block; padding: 0.55rem 0.75rem; border-radius: var(--radius); color: inherit; text-decoration: none; }
  .menu li a:hover { background: var(--sunken); }
  .menu li.muted { padding: 0.4rem 0.75rem; }

  .with-nav { display: grid; gap: 1.25rem; align-items: start; grid-template-columns: minmax(0, 1fr); }
  .side-nav > div { display: none; }
  .side-nav > .to-hub { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
  .tiles { display: grid; gap: 1rem; align-items: start; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }

  .test-band { position: sticky; top: 0; z-index: 4; padding: 0.5rem 1rem; background: var(--test); color: var(--on-test); font-size: 0.95rem; text-align: center; border-bottom: 4px solid; border-image: repeating-linear-gradient(-45deg, #2b1d00 0 10px, #ffc53d 10px 20px) 4; }
  .test-band :focus-visible { outline-color: var(--on-test); }

  @media (min-width: 64rem) {
    .wide { display: grid; grid-template-columns: 15rem minmax(0, 1fr); grid-template-rows: auto 1fr; background: linear-gradient(to right, var(--surface) 15rem, var(--line) 15rem, var(--line) calc(15rem + 1px), var(--page) calc(15rem + 1px)); }
    .wide .test-band { grid-column: 1 / -1; }
    .wide .top { grid-row: 2; display: flex; flex-direction: column; align-items: stretch; gap: 0.75rem; padding: 1rem 0.75rem; border: 0; background: none; position: sticky; top: 0; height: 100vh; }
    .wide.test .top { top: 2.75rem; height: calc(100vh - 2.75rem); }
    .wide .top .who { padding: 0.25rem 0.5rem; white-space: normal; }
    .wide .top .sections { flex-flow: column; padding: 0; flex: 1; overflow: visible auto; }
    .wide .modes { margin: 0; align-self: stretch; }
    .wide .modes a { flex: 1; text-align: center; }
    .wide .menu { margin: 0; }
    .wide .menu > ul { bottom: calc(100% + 0.25rem); right: auto; left: 0; }
    .wide main { grid-row: 2; padding: 1.75rem 2rem 4rem; width: 100%; max-width: 100rem; margin: 0 auto; }
    .wide .reading { max-width: 46rem; }
    .with-nav { grid-template-columns: 12rem minmax(0, 1fr); gap: 2.5rem; }
    .side-nav { display: grid; gap: 1rem; position: sticky; top: 1.75rem; font-size: 0.95rem; }
    .wide.test .side-nav { top: 4.5rem; }
    .side-nav > .to-hub { display: none; }
    .side-nav > div { display: grid; gap: 0.25rem; }
    .side-nav li a { display: block; padding: 0.35rem 0.6rem; margin-left: -0.6rem; border-radius: var(--radius); color: inherit; text-decoration: none; }
    .side-nav li a:hover { background: var(--sunken); }
    .side-nav a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
    .columns.two { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
    .columns.even { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  }
}
`
