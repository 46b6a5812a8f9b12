/** The rest of the word a secret begins: a pasted value is hidden whole, not only the part that gave it away. */
const REST = String.raw`[^\s"',}\]]*`;

/**
 * What secrets look like, wherever they stand.
 *
 * Sources: developers.layers.com docs/api/concepts/api-keys (`lp_<env>_<keyid>_<secret>`, documented);
 * docs.github.com "About authentication to GitHub", token formats (documented); TikTok tokens are 40 hexadecimal
 * digits in the samples of business-api.tiktok.com portal/docs, and those of creators begin with `act.` (seen, not
 * promised).
 */
const PATTERNS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a Layers API key', pattern: new RegExp(`(?<![A-Za-z0-9])lp_(?:live|test)_[A-Za-z0-9]${REST}`, 'gi') },
  { what: 'a Layers API key', pattern: new RegExp(`(?<![A-Za-z0-9])lp_[A-Za-z0-9_-]{24}${REST}`, 'g') },
  { what: 'a GitHub token', pattern: new RegExp(`(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{8}${REST}`, 'g') },
  { what: 'a GitHub token', pattern: new RegExp(`(?<![A-Za-z0-9])github_pat_[A-Za-z0-9]{8}${REST}`, 'g') },
  { what: 'a TikTok access token', pattern: new RegExp(`(?<![A-Za-z0-9])[0-9a-f]{40}${REST}`, 'gi') },
  { what: 'a TikTok access token', pattern: new RegExp(`(?<![A-Za-z0-9])act\\.[A-Za-z0-9!._-]{12}${REST}`, 'g') },
  {
    what: 'a signed token',
    pattern: new RegExp(`(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10}${REST}`, 'g'),
  },
  { what: 'a Spark code', pattern: new RegExp(`(?<=["']|\\bcode["']?:[ \\t]*)#[A-Za-z0-9+/=_-]{10}${REST}`, 'g') },
];

/** Something that looks like a secret: what like, and from where to where. */
export type SecretLook = { readonly what: string; readonly start: number; readonly end: number };

/** Everything in a text that looks like a secret by its form alone, by place. */
export function secretsIn(text: string): readonly SecretLook[] {
  return PATTERNS.flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({ what, start: match.index, end: match.index + match[0].length })),
  ).sort((a, b) => a.start - b.start);
}

/** The whole value looks like a secret: the forms above, or a Spark code, which is `#` and base64. */
export function looksLikeSecret(value: string): string | undefined {
  if (/^#[A-Za-z0-9+/=_-]{10,}$/.test(value)) return 'a Spark code';
  return secretsIn(value)[0]?.what;
}

/** The text with `•••` for everything that looks like a secret. */
export function hideSecrets(text: string): string {
  return secretsIn(text).reduceRight((shown, { start, end }) => `${shown.slice(0, start)}•••${shown.slice(end)}`, text);
}

/** A key whose value is a secret whatever it looks like. Ids of vault entries are none: those end in `_id`. */
export function isSecretKey(key: string): boolean {
  return /(?:token|secret|password|passwd|api[_-]?key|auth[_-]?code)$/i.test(key);
}

/**
 * What an excerpt hides although nothing is reported: values under keys that name secrets, and words that could be a
 * Spark code after `#`. For texts that are no YAML, and for comments.
 */
export function toHide(text: string): readonly Pick<SecretLook, 'start' | 'end'>[] {
  const assigned =
    /(?:token|secret|password|passwd|api[_-]?key|code)["']?[ \t]*[:=][ \t]*["']?(?!\$\{[A-Z_]+\})([^\s"',}\]]{6,})/dgi;
  const codes = /#(?=[A-Za-z+/=_-]*\d)[A-Za-z0-9+/=_-]{16,}/dg;
  const named = [...text.matchAll(assigned)].flatMap((match) => stretch(match.indices?.[1]));
  const likely = [...text.matchAll(codes)].flatMap((match) => stretch(match.indices?.[0]));
  return [...named, ...likely];
}

function stretch(at: readonly [number, number] | undefined): readonly Pick<SecretLook, 'start' | 'end'>[] {
  return at === undefined ? [] : [{ start: at[0], end: at[1] }];
}
