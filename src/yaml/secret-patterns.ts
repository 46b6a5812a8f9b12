import { mergedSpans, type Stretch } from './source.ts';

/** The rest of the word, so that a pasted secret is hidden as a whole and not only the part that matched. */
const REST = String.raw`[^\s"',}\]]*`;

const START = '(?<![A-Za-z0-9])';

type Form = { readonly what: string; readonly pattern: RegExp };

/**
 * Unambiguous forms, marked by the issuer of the secret. They match anywhere in a value.
 *
 * Search time is linear: repetitions before the last fixed part of a pattern are bounded, or only start at the
 * beginning of a run of the same characters.
 *
 * Sources: developers.layers.com docs/api/concepts/api-keys (`lp_<env>_<keyid>_<secret>`, documented); docs.github.com
 * "About authentication to GitHub", token formats (documented); RFC 7468 (PEM, documented); AWS IAM user guide, unique
 * identifiers (`AKIA`, `ASIA`, documented); docs.slack.dev, token types (documented); docs.stripe.com, API keys
 * (documented); Google's `AIza`, `GOCSPX-` and `ya29.` (second-hand, as in public secret scanners).
 */
const MARKED: readonly Form[] = [
  marked('a Layers API key', 'lp_(?:live|test)_[A-Za-z0-9]', 'gi'),
  marked('a Layers API key', 'lp_[A-Za-z0-9_-]{24}'),
  marked('a GitHub token', 'gh[pousr]_[A-Za-z0-9]{8}'),
  marked('a GitHub token', 'github_pat_[A-Za-z0-9]{8}'),
  marked('an AWS key', '(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])'),
  marked('a Google key', 'AIza[A-Za-z0-9_-]{35}'),
  marked('a Google key', 'GOCSPX-[A-Za-z0-9_-]{20}'),
  marked('a Google key', 'ya29\\.[A-Za-z0-9_-]{20}'),
  marked('a Slack token', 'xox[a-z]-[A-Za-z0-9-]{10}'),
  marked('a Slack token', 'xapp-[0-9]-[A-Za-z0-9-]{10}'),
  marked('a Slack webhook', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9]'),
  marked('a Stripe key', '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10}'),
  marked('a Stripe key', 'whsec_[A-Za-z0-9+/=]{20}'),
  { what: 'a signed token', pattern: new RegExp(`(?<![\\w-])eyJ[\\w-]{10,}\\.[\\w-]{10}${REST}`, 'g') },
];

/**
 * Ambiguous forms: 40 hexadecimal digits are also a commit id. They must match the whole value.
 *
 * Source: in the samples of business-api.tiktok.com portal/docs, TikTok tokens are 40 hexadecimal digits, and those of
 * creators begin with `act.` (observed, not promised).
 */
const SHARED: readonly Form[] = [
  { what: 'a TikTok access token', pattern: /^(?:Bearer\s{1,9})?[0-9a-f]{40}$/i },
  { what: 'a TikTok access token', pattern: /^(?:Bearer\s{1,9})?act\.[A-Za-z0-9!._-]{12,}$/ },
  { what: 'a Spark code', pattern: /^#[A-Za-z0-9+/=_-]{10,}$/ },
];

/** The same forms anywhere in a text, for text that is hidden but not reported: hiding a commit id does no harm. */
const LIKE_SHARED: readonly RegExp[] = [
  new RegExp(`${START}[0-9a-f]{40}${REST}`, 'gi'),
  new RegExp(`${START}act\\.[A-Za-z0-9!._-]{12}${REST}`, 'g'),
  new RegExp(`(?<=["'])#[A-Za-z0-9+/=_-]{10}${REST}`, 'g'),
];

/** A Spark code without quotes, which YAML reads as a comment. */
const UNQUOTED_CODE = new RegExp(`(?<=\\bcode["']?:[ \\t]{0,99})#[A-Za-z0-9+/=_-]{10}${REST}`, 'g');

const MIN_SECRET_CHARS = 9;

/** Text that looks like a secret: its kind and position. */
export type SecretLook = Stretch & { readonly what: string };

/** All text with an unambiguous form of a secret. Sorted by start; parts may overlap. */
export function secretsIn(text: string): readonly SecretLook[] {
  const found = MARKED.flatMap(({ what, pattern }) => matchesOf(pattern, text).map((at) => ({ what, ...at })));
  return [...found, ...pemBlocks(text), ...unquotedCodes(text)].sort((a, b) => a.start - b.start);
}

/** Spark codes without quotes, which YAML reads as comments. Sorted by start. */
export function unquotedCodes(text: string): readonly SecretLook[] {
  return matchesOf(UNQUOTED_CODE, text).map((at) => ({ what: 'a Spark code', ...at }));
}

/** The kind of secret, if the whole value or an unambiguous part of it looks like one; otherwise `undefined`. */
export function looksLikeSecret(value: string): string | undefined {
  if (value.length < MIN_SECRET_CHARS) return undefined;
  const whole = value.trim();
  return SHARED.find(({ pattern }) => pattern.test(whole))?.what ?? secretsIn(value)[0]?.what;
}

/** Replaces everything that looks like a secret with `•••`. */
export function hideSecrets(text: string): string {
  const shown: string[] = [];
  let from = 0;
  for (const { start, end } of mergedSpans([...secretsIn(text), ...likeShared(text)])) {
    shown.push(text.slice(from, start), '•••');
    from = end;
  }
  return `${shown.join('')}${text.slice(from)}`;
}

/**
 * Whether the value of a key is a secret, whatever its form. Ids of vault entries are not secrets: their keys end in
 * `_id`.
 */
export function isSecretKey(key: string): boolean {
  return /(?:token|secret|password|passwd|(?:api|access|private)[_-]?key|auth[_-]?code)$/i.test(key);
}

/**
 * All parts to hide in an excerpt, reported or not: forms of secrets, values of secret keys, and words after `#` that
 * may be a Spark code. Neither sorted nor disjoint.
 */
export function toHide(text: string): readonly Stretch[] {
  const assigned =
    /(?:token|secret|password|passwd|(?:api|access|private)[_-]?key|code)["']?[ \t]*[:=][ \t]*["']?(?!\$\{[A-Z_]+\})([^\s"',}\]]{6,})/dgi;
  const codes = /#(?=[A-Za-z+/=_-]*\d)[A-Za-z0-9+/=_-]{16,}/g;
  const named = [...text.matchAll(assigned)].flatMap((match) => stretch(match.indices?.[1]));
  return [...secretsIn(text), ...likeShared(text), ...named, ...matchesOf(codes, text)];
}

function marked(what: string, form: string, flags = 'g'): Form {
  return { what, pattern: new RegExp(`${START}${form}${REST}`, flags) };
}

function likeShared(text: string): readonly Stretch[] {
  return LIKE_SHARED.flatMap((pattern) => matchesOf(pattern, text));
}

/** From each header to the matching footer, or to the end of the text, because a part of a key is secret too. */
function pemBlocks(text: string): readonly SecretLook[] {
  const blocks: SecretLook[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{1,40}-----/g;
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
