/** Rows are grids, so that one that is off the screen costs nothing, and a narrow screen shows cards. */
export const REPORT_STYLE = `
.money { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; margin-top: 30px; }
.money .card { margin: 0; }
.money .figure { font-size: 26px; font-weight: 640; letter-spacing: -0.01em; margin-top: 2px; }
.money .figure small { font-size: 14px; font-weight: 500; color: var(--quiet); letter-spacing: 0; }
.money .unit { font-size: 13px; color: var(--quiet); }
.money .unit b { font-weight: 640; letter-spacing: 0.04em; color: var(--ink); margin-right: 4px; }
.money .names { margin-top: 8px; }
.bar { display: block; width: 100%; height: 12px; margin: 6px 0 4px; }
.bar .track { fill: var(--track); } .bar .pace { fill: var(--pace); } .bar .spent { fill: var(--spent); }
.bar .beyond { fill: var(--warning); fill-opacity: 0.35; } .bar .above { fill: var(--bad); fill-opacity: 1; }
.bar .cap { fill: var(--ink); } .bar .today { fill: var(--ink); fill-opacity: 0.45; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--quiet); font-size: 13px; }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend svg { width: 18px; height: 10px; flex: none; }
.legend .pace, .legend .spent { width: 100%; }
.endings { columns: 2 360px; column-gap: 32px; font-size: 14px; }
.endings li { break-inside: avoid; padding: 5px 0; display: grid; grid-template-columns: 9.5em 1fr; gap: 0 10px; }
.endings p { margin: 0; }
.tools { display: flex; flex-wrap: wrap; gap: 10px 18px; align-items: center; margin-bottom: 12px; }
.tools[hidden] { display: none; }
.tools label { display: flex; gap: 8px; align-items: center; font-size: 14px; }
.tools input[type=search] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; padding: 6px 12px; width: 18em; max-width: 100%; }
.tools [role=status] { color: var(--quiet); font-size: 13.5px; margin-left: auto; }
table.layers { display: block; width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: clip; margin-top: 12px; }
table.layers thead, table.layers tbody { display: block; }
table.layers tbody[hidden] { display: none; }
table.layers tr { display: grid; grid-template-columns: 74px minmax(150px, 1.5fr) 56px 84px minmax(240px, 2.2fr) 84px 100px 124px; gap: 0 16px; padding: 0 20px; }
table.layers th { text-align: left; font-weight: 400; }
table.layers thead { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); }
table.layers thead th { padding: 4px 0; }
table.layers button { font: inherit; font-size: 13px; font-weight: 560; color: var(--quiet); background: none; border: 0; padding: 6px 0; text-align: left; cursor: pointer; display: flex; gap: 4px; align-items: baseline; }
table.layers button:hover:enabled { color: var(--ink); }
table.layers button:disabled { cursor: default; }
table.layers button::after { content: "↕"; opacity: 0; font-size: 11px; }
table.layers button:hover:enabled::after, table.layers button:focus-visible::after { opacity: 0.6; }
table.layers th[aria-sort] button { color: var(--ink); }
table.layers th[aria-sort=ascending] button::after { content: "↑"; opacity: 1; }
table.layers th[aria-sort=descending] button::after { content: "↓"; opacity: 1; }
table.layers tbody { border-top: 1px solid var(--line); padding: 12px 0; content-visibility: auto; contain-intrinsic-size: auto 78px; }
table.layers thead + tbody { border-top: 0; }
table.layers td { padding: 0; font-size: 14px; }
table.layers td.checks span, .name, .where, .amount, .pacing { display: block; }
.name { font-weight: 620; }
.where, .pacing { color: var(--quiet); font-size: 13px; }
.where a, .standing { white-space: nowrap; }
.pacing.warning { color: var(--warning); }
.standing { font-size: 13px; font-weight: 560; }
.amount { display: inline-block; white-space: nowrap; margin-right: 8px; }
.endings li > :first-child { white-space: nowrap; }
table.layers tr.more { display: block; padding: 6px 20px 0 110px; }
table.layers tr.more td { display: block; }
summary { cursor: pointer; color: var(--quiet); font-size: 13.5px; }
summary:hover { color: var(--ink); }
table.layers details:not([open]) summary { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.details { padding: 4px 0 8px 16px; }
.details h3 { font-size: 13px; color: var(--quiet); font-weight: 620; margin: 14px 0 6px; }
.items > li + li { margin-top: 12px; }
.details .names { margin-top: 14px; }
.empty { color: var(--quiet); padding: 20px; }
@media (max-width: 960px) {
  table.layers thead { position: static; }
  table.layers thead tr { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 6px 16px; }
  table.layers tbody tr { grid-template-columns: auto 1fr auto; gap: 4px 20px; padding: 0 16px; }
  table.layers tbody th { grid-area: 1 / 1 / 2 / 3; }
  table.layers td.status { grid-area: 1 / 3; }
  table.layers td.mode, table.layers td.state, table.layers td.checks, table.layers td.steps, table.layers td.ends { display: flex; gap: 8px; font-size: 13.5px; }
  table.layers td.spend, table.layers td.checks, table.layers td.steps, table.layers td.ends { grid-column: 1 / 4; }
  table.layers td.spend { margin: 4px 0; }
  table.layers td.none { display: none; }
  table.layers td.checks span { display: inline; }
  table.layers td[data-label]::before { color: var(--quiet); }
  table.layers td.mode::before, table.layers td.state::before { content: attr(data-label); }
  table.layers td.checks::before, table.layers td.steps::before, table.layers td.ends::before { content: attr(data-label); flex: 0 0 7.5em; }
  table.layers tr.more { padding: 6px 16px 0; }
  .tools [role=status] { margin-left: 0; }
}
@media (max-width: 480px) {
  .endings li { grid-template-columns: 1fr; }
}
@media print {
  .tools { display: none; }
  table.layers { border: 0; overflow: visible; }
  table.layers thead { position: static; }
  table.layers tbody { content-visibility: visible; break-inside: avoid; }
  table.layers tr { padding: 0; gap: 0 10px; grid-template-columns: 62px minmax(110px, 1.4fr) 50px 66px minmax(180px, 2fr) 76px 52px 96px; }
  table.layers tr.more { padding: 4px 0 0 72px; }
  table.layers button::after { content: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  table.layers details:not([open]) summary { white-space: normal; }
  .money { grid-template-columns: repeat(2, 1fr); }
}
`;
