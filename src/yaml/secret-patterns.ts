import { mergedSpans, type Stretch } from './source.ts';

/** The rest of the word: a whole secret is hidden, not only the part that matched. */
const REST = String.raw`[^\s"',}\]]*`;

const START = '(?<![A-Za-z0-9])';

const PEM_HEADER = '-----BEGIN [A-Z0-9 ]{1,40}-----';

type Form = { readonly what: string; readonly pattern: RegExp };

/** `mark`: what every match contains, as an expression without case. */
type MarkedForm = Form & { readonly mark: string };

/**
 * Forms marked by their issuer. They match anywhere in a value. Search time is linear: repetitions are bounded or start
 * only at the beginning of a run.
 *
 * Sources (documented): developers.layers.com docs/api/concepts/api-keys (`lp_<env>_<keyid>_<secret>`); docs.github.com
 * "About authentication to GitHub"; RFC 7468; AWS IAM user guide, unique identifiers; docs.slack.dev, token types;
 * docs.stripe.com, API keys. Google's prefixes: second-hand, from public secret scanners.
 */
const UNAMBIGUOUS: readonly MarkedForm[] = [
  unambiguous('a Layers API key', 'lp_', '(?:live|test)_[A-Za-z0-9]', 'gi'),
  unambiguous('a Layers API key', 'lp_', '[A-Za-z0-9_-]{24}'),
  unambiguous('a GitHub token', 'gh[pousr]_', '[A-Za-z0-9]{8}'),
  unambiguous('a GitHub token', 'github_pat_', '[A-Za-z0-9]{8}'),
  unambiguous('an AWS key', '(?:AKIA|ASIA)', '[A-Z2-7]{16}(?![A-Za-z0-9])'),
  unambiguous('a Google key', 'AIza', '[A-Za-z0-9_-]{35}'),
  unambiguous('a Google key', 'GOCSPX-', '[A-Za-z0-9_-]{20}'),
  unambiguous('a Google key', 'ya29\\.', '[A-Za-z0-9_-]{20}'),
  unambiguous('a Slack token', 'xox[a-z]-', '[A-Za-z0-9-]{10}'),
  unambiguous('a Slack token', 'xapp-[0-9]-', '[A-Za-z0-9-]{10}'),
  unambiguous('a Slack webhook', 'hooks\\.slack\\.com/', '(?:services|workflows|triggers)/[A-Za-z0-9]'),
  unambiguous('a Stripe key', '(?:sk|rk)_(?:live|test)_', '[A-Za-z0-9]{10}'),
  unambiguous('a Stripe key', 'whsec_', '[A-Za-z0-9+/=]{20}'),
  { what: 'a signed token', mark: 'eyJ', pattern: new RegExp(`(?<![\\w-])eyJ[\\w-]{10,}\\.[\\w-]{10}${REST}`, 'g') },
];

/**
 * Ambiguous forms must match the whole value: a commit id also has 40 hexadecimal digits.
 *
 * Source: samples of business-api.tiktok.com portal/docs; creators' tokens begin with `act.` (observed, not promised).
 */
const AMBIGUOUS: readonly Form[] = [
  { what: 'a TikTok access token', pattern: /^(?:Bearer\s{1,9})?[0-9a-f]{40}$/i },
  { what: 'a TikTok access token', pattern: /^(?:Bearer\s{1,9})?act\.[A-Za-z0-9!._-]{12,}$/ },
  { what: 'a Spark code', pattern: /^#[A-Za-z0-9+/=_-]{10,}$/ },
];

/** Any of these in either case: most values are none of them, and one search tells. */
const ANY_AMBIGUOUS = new RegExp(AMBIGUOUS.map(({ pattern }) => pattern.source).join('|'), 'i');

/** The same forms anywhere in a text, only for hiding: hiding a commit id does no harm. */
const AMBIGUOUS_ANYWHERE: readonly RegExp[] = [
  new RegExp(`${START}[0-9a-f]{40}${REST}`, 'gi'),
  new RegExp(`${START}act\\.[A-Za-z0-9!._-]{12}${REST}`, 'g'),
  new RegExp(`(?<=["'])#[A-Za-z0-9+/=_-]{10}${REST}`, 'g'),
];

/** A Spark code without quotes: a comment in YAML. */
const UNQUOTED_CODE = new RegExp(`(?<=\\bcode["']?:[ \\t]{0,99})#[A-Za-z0-9+/=_-]{10}${REST}`, 'g');

const MIN_SECRET_CHARS = 9;

export type FoundSecret = Stretch & { readonly what: string };

/** Secrets of unambiguous form. Sorted by start; parts may overlap. */
export function secretsIn(text: string): readonly FoundSecret[] {
  if (!ANY_MARK.test(text)) return [];
  const found = UNAMBIGUOUS.flatMap(({ what, pattern }) => matchesOf(pattern, text).map((at) => ({ what, ...at })));
  return [...found, ...pemBlocks(text), ...unquotedCodes(text)].sort((a, b) => a.start - b.start);
}

/** What a text contains if it contains any of the forms above: most texts have none, and one search tells. */
const ANY_MARK = new RegExp(['-----BEGIN ', 'code["\']?:', ...UNAMBIGUOUS.map(({ mark }) => mark)].join('|'), 'i');

/** Sorted by start. */
export function unquotedCodes(text: string): readonly FoundSecret[] {
  if (!text.includes('code')) return [];
  return matchesOf(UNQUOTED_CODE, text).map((at) => ({ what: 'a Spark code', ...at }));
}

/** The kind of secret, if the whole value or an unambiguous part looks like one. */
export function looksLikeSecret(value: string): string | undefined {
  if (value.length < MIN_SECRET_CHARS) return undefined;
  const trimmed = value.trim();
  const whole = ANY_AMBIGUOUS.test(trimmed) ? AMBIGUOUS.find(({ pattern }) => pattern.test(trimmed)) : undefined;
  return whole?.what ?? secretsIn(value)[0]?.what;
}

/**
 * Expression for JSON Schema that matches a key or value without a secret, as `looksLikeSecret` does. It has no flags, so
 * letters of both cases are written out.
 */
export function notSecretPattern(): string {
  const anywhere = [...UNAMBIGUOUS.map(({ pattern }) => withoutFlags(pattern)), PEM_HEADER];
  const whole = AMBIGUOUS.map(({ pattern }) => withoutFlags(pattern).slice(1, -1));
  return `^(?!\\s*(?:${whole.join('|')})\\s*$)(?![\\s\\S]*(?:${anywhere.join('|')}))`;
}

export function hideSecrets(text: string): string {
  const shown: string[] = [];
  let from = 0;
  for (const { start, end } of mergedSpans([...secretsIn(text), ...ambiguousParts(text)])) {
    shown.push(text.slice(from, start), '•••');
    from = end;
  }
  return `${shown.join('')}${text.slice(from)}`;
}

/** Whether the value of a key is always secret. Keys of vault entry ids end in `_id`. */
export function isSecretKey(key: string): boolean {
  return /(?:token|secret|password|passwd|(?:api|access|private)[_-]?key|auth[_-]?code)$/i.test(key);
}

/** All parts to hide in an excerpt, reported or not. Neither sorted nor disjoint. */
export function toHide(text: string): readonly Stretch[] {
  const assigned =
    /(?:token|secret|password|passwd|(?:api|access|private)[_-]?key|code)["']?[ \t]*[:=][ \t]*["']?(?!\$\{[A-Z_]+\})([^\s"',}\]]{6,})/dgi;
  const codes = /#(?=[A-Za-z+/=_-]*\d)[A-Za-z0-9+/=_-]{16,}/g;
  const named = [...text.matchAll(assigned)].flatMap((match) => stretch(match.indices?.[1]));
  return [...secretsIn(text), ...ambiguousParts(text), ...named, ...matchesOf(codes, text)];
}

function withoutFlags({ source, ignoreCase }: RegExp): string {
  const form = source.replace(REST, '');
  if (!ignoreCase) return form;
  return form.replace(/\\.|\[[^\]]*\]|[a-z]/gi, (part) => {
    if (part.startsWith('\\')) return part;
    const letters = part.replaceAll(/[[\]]/g, '');
    return `[${letters.toLowerCase()}${letters.toUpperCase()}]`;
  });
}

function unambiguous(what: string, mark: string, rest: string, flags = 'g'): MarkedForm {
  return { what, mark, pattern: new RegExp(`${START}${mark}${rest}${REST}`, flags) };
}

function ambiguousParts(text: string): readonly Stretch[] {
  return AMBIGUOUS_ANYWHERE.flatMap((pattern) => matchesOf(pattern, text));
}

/** Up to the footer or the end of the text: a part of a key is secret too. */
function pemBlocks(text: string): readonly FoundSecret[] {
  const blocks: FoundSecret[] = [];
  const begin = new RegExp(PEM_HEADER, 'g');
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const closing = text.indexOf(match[0].replace('BEGIN', 'END'), begin.lastIndex);
    const end = closing === -1 ? text.length : closing + match[0].length - 2;
    blocks.push({ what: 'a PEM block', start: match.index, end });
    begin.lastIndex = end;
  }
  return blocks;
}

function matchesOf(pattern: RegExp, text: string): readonly Stretch[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function stretch(at: readonly [number, number] | undefined): readonly Stretch[] {
  return at === undefined ? [] : [{ start: at[0], end: at[1] }];
}
