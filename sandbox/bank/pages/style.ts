export const style = `
:root { --ink: #16191d; --muted: #565d66; --line: #d9dce1; --ground: #f1f2f4; --field: #80868f; }
* { box-sizing: border-box; }
body { margin: 0; font: 17px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; color: var(--ink);
  background: linear-gradient(var(--brand) 220px, var(--ground) 220px); min-height: 100vh; }
.sandbox { margin: 0; padding: 7px 16px; background: #fff4c2; color: #4a3a00; text-align: center;
  font-size: .875rem; font-weight: 600; }
header { display: flex; gap: 14px; align-items: center; max-width: 480px; margin: 0 auto;
  padding: 22px 20px 18px; color: #fff; font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; }
header img { display: block; border-radius: 13px; box-shadow: 0 0 0 2px #ffffff59; }
main { max-width: 480px; margin: 0 auto; padding: 0 14px 32px; }
.card { background: #fff; border-radius: 18px; padding: 24px 20px;
  box-shadow: 0 1px 2px #0000001f, 0 12px 32px #00000014; }
.step { margin: 0 0 4px; color: var(--muted); font-size: .875rem; font-weight: 600; }
h1 { margin: 0 0 18px; font-size: 1.6rem; line-height: 1.2; letter-spacing: -.02em; }
.amount { margin: 0 0 18px; font-size: 2.5rem; font-weight: 700; line-height: 1.1; letter-spacing: -.03em;
  font-variant-numeric: tabular-nums; }
dl { margin: 0 0 22px; border-top: 1px solid var(--line); }
dl div { display: flex; justify-content: space-between; gap: 20px; padding: 11px 0;
  border-bottom: 1px solid var(--line); }
dt { color: var(--muted); }
dd { margin: 0; text-align: right; font-weight: 600; overflow-wrap: anywhere; }
label { display: block; margin: 0 0 16px; font-weight: 600; }
summary { min-height: 44px; padding: 9px 0; font-weight: 600; color: var(--brand); cursor: pointer; }
fieldset { margin: 0 0 18px; padding: 0; border: 0; border-top: 1px solid var(--line); }
legend { padding: 0 10px 0 0; color: var(--muted); font-size: .875rem; font-weight: 600; }
fieldset label { margin-top: 12px; }
.note { margin: 12px 0 0; padding: 10px 14px; border-radius: 12px; background: #fff4c2; color: #4a3a00; }
input, select { display: block; width: 100%; min-height: 50px; margin-top: 6px; padding: 8px 14px;
  font: inherit; font-weight: 400; color: inherit; background: #fff;
  border: 1px solid var(--field); border-radius: 12px; }
select { text-overflow: ellipsis; }
button { width: 100%; min-height: 54px; margin-top: 10px; font: inherit; font-weight: 650; color: #fff;
  background: var(--brand); border: 2px solid var(--brand); border-radius: 14px; cursor: pointer; }
button:hover { filter: brightness(1.12); }
button.quiet { color: var(--brand); background: #fff; }
.hint { margin: 16px 0 0; color: var(--muted); font-size: .9rem; text-align: center; }
.hint span { display: block; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; }
.wide, .wide-header { max-width: 860px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .925rem; }
caption { text-align: left; font-weight: 650; padding-bottom: 8px; }
th, td { padding: 10px 14px 10px 0; text-align: left; white-space: nowrap;
  border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; }
td.sum { text-align: right; font-variant-numeric: tabular-nums; }
.refund td { padding: 4px 14px 4px 0; color: var(--muted); font-size: .85rem; }
.state { display: inline-block; padding: 2px 10px; border-radius: 99px; font-weight: 600; font-size: .85rem;
  background: #e7e9ed; }
.state.settled { background: #d9f2e1; color: #0b4f26; }
.state.failed { background: #fde2e0; color: #7d1a12; }
.state.executed, .state.authorized { background: #dfeafe; color: #123c80; }
.banks { display: flex; flex-wrap: wrap; gap: 10px 18px; margin: 0; padding: 0; list-style: none; }
.banks li { display: flex; align-items: center; gap: 8px; }
.banks img { border-radius: 6px; }
a { color: inherit; }
`
