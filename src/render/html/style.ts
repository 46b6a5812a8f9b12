/** Style of every page. Contrast is at least 4.5 in both schemes; printed pages are light. */
export const BASE_STYLE = `
:root {
  --paper: #f6f6f3; --card: #ffffff; --ink: #1c2128; --quiet: #596170; --line: #dfe1e4; --hover: #f0f1ee;
  --spent: #2b6294; --pace: #b5cce0; --track: #e9ebed;
  --bad: #a8261d; --bad-paper: #fcebe9; --warning: #7d5300; --warning-paper: #fdf2d8; --good: #226b4b; --good-paper: #e5f3ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13161a; --card: #1b1f24; --ink: #e7e9ec; --quiet: #a3abb7; --line: #2f353d; --hover: #22272e;
    --spent: #79abdd; --pace: #37536e; --track: #2a3037;
    --bad: #ff9c92; --bad-paper: #3a1d1b; --warning: #e8bc5a; --warning-paper: #352a12; --good: #82cfa8; --good-paper: #17301f;
  }
}
@media print {
  :root {
    --paper: #ffffff; --card: #ffffff; --ink: #000000; --quiet: #454b54; --line: #c9ccd1; --hover: #ffffff;
    --spent: #2b6294; --pace: #b5cce0; --track: #e9ebed;
    --bad: #a8261d; --bad-paper: #ffffff; --warning: #7d5300; --warning-paper: #ffffff; --good: #226b4b; --good-paper: #ffffff;
  }
  * { print-color-adjust: exact; }
}
@page { margin: 14mm; }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 40px 32px 56px; max-width: 1240px;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 30px; line-height: 1.22; font-weight: 640; letter-spacing: -0.012em; max-width: 28em; text-wrap: balance; }
h1 .bad { display: block; }
h2 { font-size: 18px; font-weight: 640; margin: 40px 0 12px; }
h3 { font-size: 15px; font-weight: 640; }
ul, ol { list-style: none; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: 2px; }
code, pre { font: 0.9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; }
:focus-visible { outline: 2px solid var(--spent); outline-offset: 2px; border-radius: 4px; }
.over { display: flex; flex-wrap: wrap; gap: 4px 20px; justify-content: space-between; color: var(--quiet); font-size: 13px; margin-bottom: 22px; }
.over strong { color: var(--ink); font-weight: 640; }
.tag { display: inline-block; padding: 1px 9px; border-radius: 20px; font-size: 12.5px; font-weight: 560; line-height: 20px; background: var(--track); color: var(--ink); white-space: nowrap; }
.tag.bad { background: var(--bad-paper); } .tag.warning { background: var(--warning-paper); } .tag.good { background: var(--good-paper); }
.bad { color: var(--bad); } .warning { color: var(--warning); } .good { color: var(--good); } .quiet { color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 18px; }
.counts .tag { font-size: 13.5px; line-height: 24px; padding: 1px 12px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; }
.card + .card { margin-top: 12px; }
.notice { border-left: 4px solid var(--bad); margin-top: 24px; }
.notice li + li { margin-top: 10px; }
.remedy { color: var(--quiet); }
.names { color: var(--quiet); font-size: 13.5px; }
footer { margin-top: 40px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }
footer p + p { margin-top: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 760px) {
  body { padding: 24px 16px 40px; }
  h1 { font-size: 23px; }
  .card { padding: 14px 16px; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  h2 { break-after: avoid; }
  .card, li { break-inside: avoid; }
  .tag { border: 1px solid currentColor; line-height: 18px; }
  .counts .tag { line-height: 20px; }
}
`;
