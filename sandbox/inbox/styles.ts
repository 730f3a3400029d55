export const styles = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1a2230, #e8ecf3); --soft: light-dark(#5b6577, #a3aec0);
  --line: light-dark(#dfe4ec, #313b4d);
  --ground: light-dark(#f5f7fa, #12161e); --card: light-dark(#fff, #1b212c);
  --accent: light-dark(#1d4fd8, #8fb0ff);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 4rem }
h1 { font-size: 1.4rem; line-height: 1.3; margin: .25rem 0 .75rem; overflow-wrap: anywhere }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem }
a { color: var(--accent) }
.lead { color: var(--soft); margin: 0 0 1rem }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1rem }
input, select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; padding: .5rem .75rem; min-height: 2.75rem }
input { flex: 1 1 12rem; min-width: 0 }
button { cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.list { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; overflow: hidden }
.list li + li { border-top: 1px solid var(--line) }
.list a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .75rem 1rem;
  color: inherit;
  text-decoration: none }
.list a:hover { background: color-mix(in srgb, var(--accent) 7%, transparent) }
.list .subject { font-weight: 600; overflow-wrap: anywhere }
.list .snippet, .list .people, time { color: var(--soft); font-size: .875rem }
.list .snippet { grid-column: 1 / -1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.list .people { overflow-wrap: anywhere }
.status { border-radius: 1rem; padding: .05rem .6rem; font-size: .8125rem; white-space: nowrap;
  align-self: start;
  justify-self: end; border: 1px solid }
.good { color: light-dark(#11693a, #7cdba3) } .bad { color: light-dark(#b3201b, #ff9d97) }
.neutral { color: var(--soft) }
.empty { padding: 2rem 1rem; text-align: center; color: var(--soft); background: var(--card);
  border: 1px dashed var(--line); border-radius: .75rem }
table { width: 100%; border-collapse: collapse; font-size: .9375rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem .3rem 0; overflow-wrap: anywhere }
th { color: var(--soft); font-weight: 500; width: 9rem }
iframe { width: 100%; min-height: 20rem; border: 1px solid var(--line); border-radius: .75rem;
  background: #fff;
  color-scheme: light }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; padding: 1rem; margin: 0; font: .9375rem/1.5 ui-monospace, monospace }
.bubble { background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem;
  padding: .8rem 1.1rem;
  max-width: 34rem; white-space: pre-wrap; overflow-wrap: anywhere }
@media (max-width: 36rem) {
  th { width: 6.5rem }
  .list a { grid-template-columns: auto 1fr; align-items: center }
  .list .subject, .list .people { grid-column: 1 / -1 }
  .list .snippet { order: 1 } .list .status { order: 2; justify-self: start } .list time { order: 3 }
}
`
