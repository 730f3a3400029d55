import { DARK_SURFACE, LIGHT_SURFACE } from '../../../domain/merchant/brand.ts'

export const style = `
:root {
  color-scheme: light dark;
  --page: #f3f5f1; --card: #ffffff; --ink: #161b18; --muted: #58615b; --line: #dfe4dd;
  --accent: #14532d; --on-accent: #ffffff; --late: #9a3412; --warn: #fbeee6; --soft: ${LIGHT_SURFACE};
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101412; --card: #191f1c; --ink: #eef2ee; --muted: #a6b1aa; --line: #313a35;
    --accent: #86d9a4; --on-accent: #0c1f13; --late: #fdba74; --warn: #33251a; --soft: ${DARK_SURFACE};
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font-family: Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-size: 17px;
}
main { max-width: 560px; margin: 0 auto; padding: 28px 16px 24px; }
h1 { font-size: clamp(1.5rem, 8.5vw, 2.35rem); line-height: 1.15; margin: 4px 0; letter-spacing: -0.02em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 12px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.muted { color: var(--muted); font-size: 0.92rem; }
aside.preview { position: sticky; top: 0; z-index: 1; background: var(--late); color: var(--page); padding: 8px 16px; }
aside.preview p { max-width: 528px; margin: 0 auto; font-size: 0.92rem; }
aside.preview a { color: inherit; }
.logo { display: block; margin: 0 4px 16px; }
@media (prefers-color-scheme: dark) { .logo { padding: 6px; border-radius: 8px; background: #ffffff; box-sizing: content-box; } }
.summary { padding: 4px 4px 18px; }
.merchant { margin: 0; font-weight: 600; }
.due { margin: 0; color: var(--muted); }
.due span { display: block; }
.part { margin: 0 0 4px; }
.sum { white-space: nowrap; }
.whole { display: inline-block; max-width: 100%; overflow-wrap: anywhere; }
.state form { margin: 0 0 16px; }
span.late { color: var(--late); font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 20px; margin: 0 0 16px; }
.for { font-weight: 600; margin: 0; white-space: pre-line; }
dl.order { display: grid; gap: 6px; margin: 12px 0; }
dl.order > div { display: flex; flex-wrap: wrap; gap: 0 16px; justify-content: space-between; }
dl.order dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.instructions { background: var(--soft); border-radius: 10px; padding: 12px 14px; white-space: pre-line; }
.notice { background: var(--warn); border-left: 4px solid var(--late); border-radius: 8px; padding: 12px 16px; }
.notice.good { background: var(--soft); border-left-color: var(--accent); }
table { width: 100%; border-collapse: collapse; margin: 12px 0; position: relative; }
tr { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 9px 0; border-top: 1px solid var(--line); }
td { padding: 0; overflow-wrap: anywhere; }
.text { flex: 1 1 7em; white-space: pre-line; }
.number { margin-left: auto; text-align: right; font-variant-numeric: tabular-nums; }
.total .text { flex-basis: auto; }
.total td { font-weight: 700; }
.search label { display: block; font-weight: 600; margin-bottom: 6px; }
input[type=search] {
  width: 100%; min-height: 48px; padding: 10px 14px; font: inherit; color: inherit;
  background: var(--page); border: 1px solid var(--muted); border-radius: 12px; margin-bottom: 12px;
}
.banks { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
.banks button {
  display: flex; align-items: center; gap: 14px; width: 100%; min-height: 56px; padding: 8px 14px;
  font: inherit; font-weight: 500; text-align: left; color: inherit; cursor: pointer;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
}
.banks button:hover { border-color: var(--accent); }
.banks button[aria-pressed=true] { border-color: var(--accent); background: var(--soft); box-shadow: inset 0 0 0 1px var(--accent); }
.banks button:disabled { background: var(--soft); border-style: dashed; cursor: not-allowed; }
.banks small { display: block; font-size: 13px; }
.pay {
  position: sticky; bottom: 0; margin: 0 -16px; padding: 12px 16px; text-align: center;
  background: var(--page); border-top: 1px solid var(--line);
}
.chosen { margin: 6px 0 0; color: var(--muted); font-size: 0.92rem; }
.chosen:empty, .none:empty { margin: 0; }
.none { margin: 12px 0 0; color: var(--muted); }
.banks li[hidden] { display: none; }
.initial {
  display: grid; place-items: center; width: 36px; height: 36px; flex: none; border-radius: 8px;
  background: var(--soft); color: var(--accent); font-weight: 700;
}
@media (max-width: 359px) { .card { padding: 16px; } }
html { scroll-padding-bottom: 130px; }
.initial { position: relative; overflow: hidden; }
.initial::before { content: attr(data-initial); }
.initial img { position: absolute; inset: 0; background: #ffffff; }
.country { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
.country select, .country button {
  min-height: 48px; padding: 10px 14px; font: inherit; color: inherit;
  background: var(--page); border: 1px solid var(--muted); border-radius: 12px;
}
.country select { flex: 1 1 150px; min-width: 0; }
.country button { cursor: pointer; font-weight: 600; }
.everywhere { margin: 6px 0 0; }
.everywhere a { display: inline-block; padding: 6px 0; }
.banks span { min-width: 0; overflow-wrap: anywhere; }
.download { display: inline-block; padding: 9px 0; }
.card > p:last-child { margin-bottom: 0; }
.note { display: block; }
.actions { display: grid; gap: 10px; margin: 20px 0 0; }
.primary, .secondary {
  display: inline-flex; align-items: center; justify-content: center; width: 100%; min-height: 56px; padding: 12px 24px;
  font: inherit; font-weight: 650; font-size: 1.08rem; cursor: pointer; text-decoration: none;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: 14px;
}
.secondary { color: var(--accent); background: transparent; box-shadow: inset 0 0 0 1.5px var(--accent); }
.primary:disabled { opacity: 0.55; cursor: not-allowed; }
.primary:hover { filter: brightness(1.08); }
.state { text-align: center; padding: 32px 20px; }
.state h1 { font-size: 1.8rem; margin-bottom: 12px; }
.state dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 20px; text-align: left; margin: 20px 0; }
.state dt { color: var(--muted); }
.state dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.spinner {
  width: 44px; height: 44px; margin: 0 auto 18px; border-radius: 50%;
  border: 4px solid var(--line); border-top-color: var(--accent); animation: turn 1s linear infinite;
}
.tick {
  width: 60px; height: 60px; margin: 0 auto 16px; border-radius: 50%; background: var(--accent); position: relative;
}
.tick::after {
  content: ""; position: absolute; left: 22px; top: 13px; width: 14px; height: 26px;
  border: solid var(--on-accent); border-width: 0 5px 5px 0; transform: rotate(42deg);
}
.secure { margin-top: 16px; }
.secure h2::before { content: "\\2713"; color: var(--accent); margin-right: 8px; }
.secure ul { margin: 0; padding-left: 20px; color: var(--muted); font-size: 0.92rem; }
.secure li + li { margin-top: 6px; }
main > p.muted { text-align: center; margin-top: 16px; }
a[href^="tel:"] { white-space: nowrap; }
address { font-style: normal; }
address a { display: inline-block; padding: 2px 0; }
.back { text-align: center; }
footer p { margin: 0 0 12px; }
.languages { display: flex; flex-wrap: wrap; justify-content: center; gap: 2px 14px; }
.languages a { padding: 6px 0; color: inherit; }
.for, .text, .instructions, address { unicode-bidi: plaintext; }
.phone { display: none; }
@media (min-width: 1080px) and (hover: hover) {
  main { position: relative; }
  .phone {
    display: block; position: absolute; left: 100%; top: 28px; width: 228px; padding: 20px;
    background: var(--card); border: 1px solid var(--line); border-radius: 16px; text-align: center;
  }
  .phone img { display: block; margin: 0 auto 12px; padding: 8px; border-radius: 8px; background: #ffffff; }
  .phone p { margin: 0; }
}
footer { max-width: 560px; margin: 0 auto; padding: 8px 16px 32px; color: var(--muted); font-size: 0.85rem; text-align: center; }
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb;
    --accent: #000000; --late: #000000; --soft: #ffffff;
  }
  main { max-width: none; padding: 0; }
  .card { border: 0; padding: 0; }
  #banks, .pay, .phone, .actions, .secure, .languages, .download, .search, .banks, .spinner, .back { display: none; }
}
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 4s; } }
`
