export const parts = `
@layer parts {
  .muted { color: var(--muted); font-size: 0.92rem; }
  .card { display: grid; gap: 0.875rem; grid-template-columns: minmax(0, 1fr); padding: 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); box-shadow: var(--shadow); }
  .card > button, .card > .primary, .card form > button { justify-self: start; }
  .narrow .card > button { justify-self: stretch; }
  .card form:not(.bare) { display: grid; gap: 0.875rem; grid-template-columns: minmax(0, 1fr); }
  .notice { padding: 0.75rem 1rem; border-radius: var(--radius); background: var(--accent-soft); border-left: 4px solid var(--accent); }
  .notice.bad { background: var(--late-soft); border-color: var(--late); }
  .notice.info { background: var(--info-soft); border-color: var(--info); }
  .notice ul { list-style: disc; padding-left: 1.2rem; }
  .news:empty { position: absolute; }
  .actions { display: flex; flex-wrap: wrap; gap: 0.625rem; align-items: center; }
  .primary, .secondary, .danger {
    display: inline-flex; align-items: center; justify-content: center; min-height: var(--control); padding: 0.4rem 1.1rem;
    font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; border-radius: var(--radius); border: 1px solid transparent;
    color: var(--on-accent); background: var(--accent);
  }
  .secondary { color: var(--ink); background: var(--surface); border-color: var(--edge); }
  .danger { color: var(--late); background: var(--surface); border-color: var(--late); }
  .primary:hover { filter: brightness(1.12); }
  .secondary:hover, .danger:hover { background: var(--sunken); }
  .small { min-height: 2.25rem; padding: 0.2rem 0.75rem; font-size: 0.92rem; }
  .link { background: none; border: 0; padding: 0.25rem 0; color: var(--accent); text-decoration: underline; text-underline-offset: 0.15em; cursor: pointer; }

  .field { display: grid; gap: 0.3rem; align-content: start; min-width: 0; }
  .field > label, .field > legend { font-weight: 600; overflow-wrap: anywhere; }
  .field .mistake, .mistake { color: var(--late); font-weight: 600; }
  .field input:not([type=checkbox], [type=radio]), .field select, .field textarea {
    width: 100%; min-width: 0; min-height: var(--control); padding: 0.45rem 0.75rem;
    background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius);
  }
  .field input.drop { padding: 1.5rem 1rem; border-style: dashed; background: var(--sunken); cursor: pointer; }
  .field input.drop::file-selector-button { font: inherit; font-weight: 600; margin-right: 0.9rem; padding: 0.4rem 1rem; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--surface); color: var(--ink); cursor: pointer; }
  progress { width: 100%; height: 0.75rem; accent-color: var(--accent); }
  .field input[type=color] { max-width: 8rem; padding: 0.25rem; cursor: pointer; }
  .field textarea { min-height: 5.5rem; resize: vertical; }
  .field [aria-invalid] { border: 2px solid var(--late); }
  .fields { display: grid; gap: 0.875rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); align-items: start; }
  fieldset.field label, .check { display: flex; gap: 0.6rem; align-items: baseline; font-weight: 400; padding: 0.2rem 0; }
  input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; flex: none; accent-color: var(--accent); transform: translateY(0.15rem); }

  .facts { display: grid; grid-template-columns: minmax(7rem, auto) minmax(0, 1fr); gap: 0.5rem 1.25rem; }
  @media (max-width: 39.99rem) { .facts { grid-template-columns: auto minmax(0, 1fr); } }
  @media (max-width: 23rem) { .facts:not(.totals) { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts:not(.totals) dd + dt { padding-top: 0.5rem; } }
  .facts dt { color: var(--muted); }
  .facts dd { overflow-wrap: anywhere; }
  .links li a { display: inline-block; padding: 0.4rem 0; }
  .codes { columns: 2; }

  .table { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--surface); box-shadow: var(--shadow); }
  table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  caption { text-align: left; padding: 0.75rem 1rem 0; color: var(--muted); font-size: 0.92rem; }
  th, td { padding: 0.65rem 1rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
  tbody tr:last-child > *, tfoot tr:last-child > * { border-bottom: 0; }
  th { font-weight: 600; }
  thead th { color: var(--muted); font-size: 0.85rem; white-space: nowrap; }
  tbody th { font-weight: 500; }
  .number { text-align: right; white-space: nowrap; }
  tbody tr:hover { background: color-mix(in srgb, var(--sunken) 55%, transparent); }
  tfoot td, tfoot th { font-weight: 600; }
  .wide-table { overflow-x: auto; }
  .wide-table th, .wide-table td { padding: 0.4rem; }
  .pre { white-space: pre-line; }
  .value { min-width: 9rem; }
  fieldset.stack > legend { padding-bottom: 0.6rem; }
  .points { display: grid; gap: 0.35rem; list-style: disc; padding-left: 1.2rem; }

  .badge { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; white-space: nowrap; background: var(--sunken); color: var(--muted); }
  .badge.paid, .badge.enabled { background: var(--accent-soft); color: var(--accent); }
  .badge.overdue, .badge.failed { background: var(--late-soft); color: var(--late); }
  .badge.sent, .badge.viewed { background: var(--info-soft); color: var(--info); }
  .badge.void { text-decoration: line-through; }

  .disclosure { border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
  .disclosure > summary { padding: 0.65rem 0.9rem; font-weight: 600; border-radius: var(--radius); }
  .disclosure > summary:hover { background: var(--sunken); }
  .disclosure[open] > summary { border-bottom: 1px solid var(--line); border-radius: var(--radius) var(--radius) 0 0; }
  .disclosure > :not(summary) { padding: 0.9rem; }
  .disclosure form { display: grid; gap: 0.875rem; }

  .figures { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); }
  .figure { display: grid; gap: 0.15rem; padding: 1rem 1.125rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); box-shadow: var(--shadow); color: inherit; text-decoration: none; }
  .figure dt { color: var(--muted); font-size: 0.92rem; }
  .figure .amount { font-size: 1.35rem; font-weight: 680; letter-spacing: -0.02em; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
  .figure.late .amount { color: var(--late); }

  .empty { display: grid; gap: 0.75rem; justify-items: start; padding: 2rem 1.5rem; background: var(--surface); border: 1px dashed var(--edge); border-radius: var(--radius-large); }
  .pages { display: flex; gap: 1rem; justify-content: space-between; }

  .rows { display: grid; gap: 0; }
  .rows li { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; padding: 0.6rem 0; border-top: 1px solid var(--line); min-width: 0; }
  .rows li:first-child { border-top: 0; padding-top: 0; }
  .rows li:last-child { padding-bottom: 0; }
  .rows li > span:last-child, .rows li > .text { flex: 1 1 16rem; overflow-wrap: anywhere; min-width: 0; }
  .periods { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: center; }
  .periods span { flex: 1 1 auto; }
  .periods a { padding: 0.3rem 0.8rem; border-radius: 99px; color: inherit; text-decoration: none; border: 1px solid var(--line); font-size: 0.92rem; }
  .periods a[aria-current] { background: var(--accent-soft); border-color: var(--accent); color: var(--accent); font-weight: 600; }
  .chart { display: block; overflow: visible; font-variant-numeric: tabular-nums; }
  .chart text { fill: var(--muted); font-size: 0.8rem; }
  .chart .grid { stroke: var(--line); }
  .chart .track { fill: var(--sunken); }
  .chart .bar { fill: var(--accent); }
  .chart .bar.late { fill: var(--late); }
  a.figure:hover { border-color: var(--accent); }

  .filters { display: grid; gap: 0.75rem; align-items: end; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); }
  .filters .field:first-child { grid-column: span 2; }
  .block { display: block; }
  .nowrap { white-space: nowrap; }
  .whole-words { overflow-wrap: break-word; }
  @media (min-width: 48rem) { th .id { white-space: nowrap; } }
  .select { width: 1%; padding-right: 0; }
  tr:has(input:checked) { background: var(--accent-soft); }
  .badges { display: inline-flex; flex-wrap: wrap; gap: 0.25rem; }
  ul.actions { gap: 0.5rem 1.25rem; }
  .from-tablet { display: none; }
  .to-tablet { display: block; font-weight: 400; }
  .to-tablet { gap: 0.15rem; }
  .to-tablet > * { display: block; }
  .to-tablet > .badges { display: inline-flex; padding-top: 0.2rem; }
  @media (max-width: 47.99rem) { .filters .field:first-child { grid-column: 1 / -1; } th, td { padding: 0.6rem 0.75rem; } }
  @media (min-width: 48rem) { .from-tablet { display: table-cell; } .to-tablet { display: none; } }

  .lead { display: grid; gap: 0.35rem; }
  .lead .amount { font-size: 1.9rem; font-weight: 700; letter-spacing: -0.025em; line-height: 1.15; font-variant-numeric: tabular-nums; }
  table.bare th, table.bare td { padding-left: 0; }
  table.bare .number { padding-left: 1rem; padding-right: 0; }
  table.bare td:first-child { width: 100%; }
  table.bare tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
  table.bare tfoot tr:not(:last-child) > * { border-bottom: 0; padding-bottom: 0; font-weight: 400; }
  .months { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
  .month caption { padding: 0 0 0.35rem; color: var(--ink); font-weight: 600; }
  .month th, .month td { padding: 0.1rem; border: 0; text-align: center; vertical-align: middle; }
  .month tbody tr:hover { background: none; }
  .month abbr { text-decoration: none; }
  .month time { display: inline-block; min-width: 2rem; line-height: 2rem; }
  .day { display: inline-block; min-width: 2rem; line-height: 2rem; text-align: center; border-radius: 50%; color: inherit; text-decoration: none; }
  .day.planned { box-shadow: inset 0 0 0 2px var(--accent); font-weight: 650; }
  .day.issued { background: var(--accent); color: var(--on-accent); font-weight: 650; }
  .day.draft { background: var(--info-soft); color: var(--info); box-shadow: inset 0 0 0 2px var(--info); }
  .day.skipped, .day.skipped time { text-decoration: line-through; color: var(--muted); }
  .day.failed { background: var(--late-soft); color: var(--late); box-shadow: inset 0 0 0 2px var(--late); font-weight: 650; }
  .steps { display: grid; gap: 0.75rem; }
  .timeline { display: grid; }
  .timeline li { position: relative; padding: 0 0 1.1rem 1.5rem; border-left: 2px solid var(--line); margin-left: 0.4rem; }
  .timeline li:last-child { border-color: transparent; padding-bottom: 0; }
  .timeline li::before { content: ""; position: absolute; left: -0.45rem; top: 0.35rem; width: 0.75rem; height: 0.75rem; border-radius: 50%; background: var(--surface); border: 2px solid var(--edge); }
  .timeline li.good::before { background: var(--accent); border-color: var(--accent); }
  .timeline li.bad::before { background: var(--late); border-color: var(--late); }
  .quote { padding-left: 0.75rem; border-left: 3px solid var(--line); font-style: italic; }
  .copy { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  .copy input { flex: 1 1 12rem; min-width: 0; min-height: var(--control); padding: 0.4rem 0.75rem; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--sunken); }
  .letter { padding: 1rem; border-radius: var(--radius); background: var(--sunken); }
  .rows .disclosure { flex: 1 1 100%; }

  .line { display: grid; gap: 0.6rem 0.75rem; grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: end; padding: 0.75rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--page); }
  .line legend { padding: 0 0.35rem; font-size: 0.92rem; }
  .line > .field:first-of-type { grid-column: 1 / -1; }
  .line > .link { justify-self: start; min-height: var(--control); }
  .line > .disclosure { grid-column: 1 / -1; }
  @media (min-width: 40rem) { .line { grid-template-columns: minmax(0, 4fr) minmax(4.5rem, 1fr) minmax(6rem, 1.5fr) minmax(4.5rem, 1fr) auto; } .line > .field:first-of-type { grid-column: auto; } }
  .checks { display: grid; gap: 0 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); overflow-wrap: anywhere; }
  pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.9rem/1.45 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
  .swatches { display: flex; flex-wrap: wrap; gap: 1rem; }
  .swatch { display: block; width: 9rem; height: auto; }
  .logo { max-width: 100%; height: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: var(--radius); justify-self: start; }
  .customer-page { display: block; width: 100%; height: 46rem; border: 1px solid var(--edge); border-radius: var(--radius-large); background: var(--surface); }
  .step { display: grid; gap: 0.6rem; padding: 0.75rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--page); }
  .step legend { padding: 0 0.35rem; font-size: 0.92rem; }
  .step > .link { justify-self: start; }
  .totals dd { text-align: right; font-variant-numeric: tabular-nums; }
}
`
