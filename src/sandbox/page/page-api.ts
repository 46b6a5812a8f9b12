import { createHash } from 'node:crypto';
import type { Answer } from '../core/route.ts';
import type { Api } from '../core/server.ts';
import type { CoreWorld } from '../core/state.ts';
import { PAGE_DIALOGS } from './dialogs.ts';
import { PAGE_SCRIPT } from './script.ts';
import { PAGE_SECTIONS } from './sections.ts';
import { PAGE_STYLE } from './style.ts';

const SCRIPT = `'use strict';\n(() => {\n${PAGE_DIALOGS}\n${PAGE_SECTIONS}\n${PAGE_SCRIPT}\n})();`;

/** The page of a sandbox, for people. It only uses the routes below `/__sandbox/`. */
export function pageApi<W extends CoreWorld>(): Api<W> {
  return {
    name: 'sandbox',
    matches: (path, method) => path === '/' && (method === 'GET' || method === 'HEAD'),
    answer: () => PAGE,
    failed: (_, why) => ({ status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: why }),
    secrets: () => [],
    isSilent: () => true,
  };
}

function hashOf(inline: string): string {
  return `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;
}

/** Nothing but its own script, style and origin: a text of the world that became HTML could still not act. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(PAGE_STYLE)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23285ea8'/%3E%3Cpath d='M4 6h8M4 10h5' stroke='white' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E";

const PAGE: Answer = {
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  },
  text: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox of reconcile</title>
<link rel="icon" href="${ICON}">
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#waiting">Skip to what waits</a>
<header>
<div class="bar">
<div><h1>Sandbox</h1><p class="quiet">Layers and TikTok on this machine. Nothing here is real.</p></div>
<section class="clock" aria-label="Clock">
<p><time id="now">…</time> <span id="speed" class="quiet"></span></p>
<div class="row">
<button type="button" data-advance="PT15M">+15 minutes</button>
<button type="button" data-advance="PT1H">+1 hour</button>
<button type="button" data-advance="P1D">+1 day</button>
<button type="button" id="reset" class="danger">Reset</button>
</div>
</section>
</div>
<nav aria-label="Sections"><a href="#waiting">Waiting</a> <a href="#projects">Projects</a> <a href="#tiktok">TikTok</a> <a href="#requests">Requests</a> <a href="#faults">Faults</a></nav>
</header>
<main>
<section id="waiting" aria-labelledby="h-waiting"><h2 id="h-waiting">Waiting for a person</h2><div class="body"></div></section>
<section id="projects" aria-labelledby="h-projects"><h2 id="h-projects">Projects at Layers</h2>
<p class="tools"><label>Find a project <input type="search" id="find"></label> <span id="found" class="quiet"></span></p><div class="body"></div></section>
<section id="tiktok" aria-labelledby="h-tiktok"><h2 id="h-tiktok">TikTok</h2><div class="body"></div></section>
<section id="requests" aria-labelledby="h-requests"><h2 id="h-requests">Requests</h2><div class="body"></div></section>
<section id="faults" aria-labelledby="h-faults"><h2 id="h-faults">Faults</h2><div class="body"></div></section>
</main>
<p id="status" role="status"></p>
<dialog id="dialog" aria-labelledby="d-title"><form method="dialog"><h2 id="d-title"></h2><p id="d-text" class="quiet"></p><div id="d-fields"></div>
<p id="d-error" class="bad" role="alert"></p>
<div class="row end"><button type="button" id="d-cancel">Cancel</button><button type="submit" class="primary" id="d-ok">OK</button></div></form></dialog>
<noscript><p>This page needs scripts. Programs use <code>/__sandbox/</code>.</p></noscript>
<script>${SCRIPT}</script>
</body>
</html>
`,
};
