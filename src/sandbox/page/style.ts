/** Calm, readable in light and dark, on narrow and wide screens. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1a2230; --quiet: #586174; --line: #dde1e8; --accent: #285ea8; --on-accent: #fff; --good: #1c6e42; --bad: #a8281f; --warn: #855100; --chip: #eef1f5; }
@media (prefers-color-scheme: dark) { :root { --ground: #11151b; --card: #191f28; --ink: #e7ebf2; --quiet: #a2adbf; --line: #2c3542; --accent: #8ab8f5; --on-accent: #0d1a2c; --good: #7ccf9d; --bad: #ff9d92; --warn: #edbb67; --chip: #242c38; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 130px; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 20px; letter-spacing: -0.01em; margin: 0; }
h2 { font-size: 17px; margin: 0 0 12px; }
h3 { font-size: 15px; margin: 18px 0 6px; }
p { margin: 0; }
.quiet { color: var(--quiet); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
header { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); padding: 16px 24px 0; }
header .bar { display: flex; flex-wrap: wrap; gap: 8px 32px; justify-content: space-between; align-items: end; max-width: 1180px; margin: 0 auto; }
header .quiet { font-size: 13.5px; }
.clock p { text-align: right; margin-bottom: 6px; }
.clock time { font-variant-numeric: tabular-nums; font-weight: 600; }
nav { max-width: 1204px; margin: 10px auto 0; display: flex; gap: 4px; overflow-x: auto; }
nav a { color: var(--quiet); text-decoration: none; padding: 6px 12px 10px; border-bottom: 2px solid transparent; white-space: nowrap; }
nav a:hover { color: var(--ink); border-color: var(--line); }
main { max-width: 1228px; margin: 0 auto; padding: 24px 24px 96px; display: grid; gap: 36px; }
main > section { min-width: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 18px; margin-bottom: 12px; }
.list { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.list > li { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 10px 18px; border-bottom: 1px solid var(--line); }
.list > li:last-child { border-bottom: 0; }
.list > li > div:first-child { flex: 1 1 320px; min-width: 0; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: 8px; } .row.end { justify-content: flex-end; margin-top: 16px; }
button { font: inherit; font-size: 14px; color: var(--ink); background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; padding: 5px 12px; cursor: pointer; }
button:hover { border-color: var(--accent); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 560; }
button.danger { color: var(--bad); border-color: var(--bad); }
a, summary { color: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 16px; top: 8px; z-index: 3; background: var(--card); padding: 6px 12px; }
.chip { display: inline-block; font-size: 12.5px; background: var(--chip); border-radius: 999px; padding: 1px 10px; white-space: nowrap; }
details > summary { cursor: pointer; list-style-position: inside; } .card details { margin-top: 12px; }
.project > summary { overflow-wrap: anywhere; min-width: 0; font-weight: 600; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }
.project > summary::before { content: "▸"; color: var(--quiet); } .project[open] > summary::before { content: "▾"; }
.id { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--quiet); overflow-wrap: anywhere; font-weight: 400; }
pre { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--chip); border-radius: 8px; padding: 10px 14px; overflow: auto; max-height: 440px; margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 7px 14px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td .id { display: inline-block; min-width: 20ch; } td.wide .id { min-width: 44ch; }
tr:last-child td { border-bottom: 0; }
th { font-weight: 560; color: var(--quiet); font-size: 13px; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tools { margin-bottom: 12px; } .tools label { margin-right: 12px; }
input, select, textarea { font: inherit; font-size: 14px; color: var(--ink); background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; padding: 6px 10px; max-width: 100%; }
textarea { width: 100%; min-height: 220px; font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
dialog { color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px 24px; width: min(560px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog label { display: block; margin-top: 12px; font-weight: 560; font-size: 14px; } dialog label > * { display: block; width: 100%; margin-top: 4px; font-weight: 400; }
#status { position: fixed; left: 24px; bottom: 20px; z-index: 3; max-width: calc(100vw - 48px); background: var(--ink); color: var(--ground); border-radius: 8px; padding: 8px 16px; overflow-wrap: anywhere; } #status:empty { display: none; }
@media (max-width: 640px) { header { position: static; padding: 14px 16px 0; } main { padding: 20px 16px 96px; } .clock p { text-align: left; } nav { gap: 0; } nav a { padding: 6px 6px 10px; font-size: 14px; } nav a:first-child { margin-left: -6px; } }
`;
