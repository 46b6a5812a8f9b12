import { createHash } from 'node:crypto';
import { type Html, html, rawHtml, textOf } from './html.ts';
import { BASE_STYLE } from './style.ts';

export type PageParts = {
  readonly title: string;
  readonly body: Html;
  /** Added to the common style. */
  readonly style?: string;
  readonly script?: string;
};

/**
 * One file that needs no network: the browser runs only the style and the script with these hashes, so text from outside
 * stays text even if it were not escaped. Style attributes are not allowed either.
 */
export function asHtmlPage({ title, body, style = '', script }: PageParts): string {
  const css = BASE_STYLE + style;
  const policy = [
    "default-src 'none'",
    `style-src ${sourceOf(css)}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="reconcile">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${rawHtml(css)}</style>
</head>
<body>
${body}
${script === undefined ? undefined : html`<script>${rawHtml(script)}</script>\n`}</body>
</html>
`;
  return textOf(page);
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
