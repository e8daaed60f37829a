/** The style of a page: for A4 or Letter first, then for screens. It has no script. */

export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#15191f, #e8ecf1);
  --muted: light-dark(#525c68, #a4aeba);
  --line: light-dark(#cfd6dd, #333c47);
  --page: light-dark(#fff, #11161c);
  --head: light-dark(#eef1f4, #1b222b);
  --bad: light-dark(#b3121d, #ff8c8c);
  --open: light-dark(#7a4b00, #ffb266);
  --good: light-dark(#1b6e38, #74d493);
}
* { box-sizing: border-box; }
body {
  max-width: 76rem;
  margin: 0 auto;
  padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem;
  background: var(--page);
  color: var(--text);
  font: 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 0.25rem; font-size: 1.2rem; }
p { margin: 0.4rem 0; max-width: 60rem; }
.title { margin: 0 0 0.25rem; color: var(--muted); }
.note, dt { color: var(--muted); }
.result { margin: 1rem 0; padding: 0.6rem 1rem; border-left: 4px solid var(--own); }
.result p { font-weight: 600; }
.result p ~ p { font-weight: 400; }
.bad { --own: var(--bad); }
.open { --own: var(--open); }
.good { --own: var(--good); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.15rem 1rem; margin: 1rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { width: 100%; margin: 0.5rem 0 0; border-collapse: collapse; font-size: 0.87rem; }
th, td { min-width: 7.5em; padding: 0.35rem 0.5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td.long { min-width: 16em; overflow-wrap: anywhere; }
th { background: var(--head); font-weight: 600; overflow-wrap: normal; }
td.short, th.short { min-width: 0; white-space: nowrap; }
td.number, th.number { min-width: 0; text-align: right; font-variant-numeric: tabular-nums; }
tr.part td { color: var(--muted); font-size: 0.82rem; }
tr.part td:first-child { padding-left: 1.75rem; }
.mark { color: var(--own); font-weight: 600; }
td:first-child { font-weight: 600; }
tr.part td:first-child { font-weight: 400; }
svg { display: block; width: 100%; max-width: 40rem; height: auto; margin: 0.75rem 0; }
svg text { fill: var(--muted); font-size: 11px; }
svg .grid { stroke: var(--line); }
svg .score { fill: none; stroke: light-dark(#1c5fb8, #79b2ff); stroke-width: 2; }
svg circle { fill: light-dark(#1c5fb8, #79b2ff); }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2rem; margin-top: 3.5rem; break-inside: avoid; }
.sign div { padding-top: 0.3rem; border-top: 1px solid var(--text); color: var(--muted); font-size: 0.85rem; }
@media (max-width: 45rem) {
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: 0.4rem; }
  .sign { grid-template-columns: 1fr; }
  .wide table { min-width: 44rem; }
}
@page {
  size: landscape;
  margin: 16mm 14mm 18mm;
  @bottom-left { content: "Certificate policy audit"; font: 8pt sans-serif; color: #525c68; }
  @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; color: #525c68; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { margin-top: 8mm; font-size: 13pt; }
  h2, .note { break-after: avoid; }
  table { font-size: 8pt; }
  tr.part td { font-size: 7.5pt; }
  thead { display: table-header-group; }
  tr, .result, dl, svg { break-inside: avoid; }
  tr:has(+ tr.part) { break-after: avoid; }
  .wide { overflow: visible; }
  .wide table { min-width: 0; }
  th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
