const MASK = '•••';

/** From this length a prefix is masked: quoted text may be cut. */
const MIN_PREFIX_CHARS = 16;

/** Looked up first at each position: most do not begin a secret. */
const MAX_WINDOW_CHARS = 6;

/** `end` is exclusive. */
type Part = { start: number; end: number };

/** Forms by prefix, for one length of prefix. */
type Beginnings = { readonly length: number; readonly forms: ReadonlyMap<string, readonly string[]> };

/**
 * Returns a function that replaces secrets in a text by `•••`: all forms (see `secretForms`), and any prefix of at
 * least 16 characters. Overlapping secrets get one mask.
 *
 * Time is proportional to the text, not to the number of secrets.
 */
export function maskerOf(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(secretForms))];
  if (forms.length === 0) return (text) => text;
  const beginnings = beginningsOf(forms);
  const width = forms.reduce((least, { length }) => Math.min(least, length), MAX_WINDOW_CHARS);
  const windows = new Set(forms.map((form) => form.slice(0, width)));
  // Each position of a text is looked up, and a set would take longer.
  const [firsts, seconds] = [charactersAt(0, forms), charactersAt(1, forms)];
  const mayBegin = (text: string, at: number): boolean =>
    firsts[text.charCodeAt(at) & 0xff] === 1 &&
    seconds[text.charCodeAt(at + 1) & 0xff] === 1 &&
    windows.has(text.slice(at, at + width));
  return (text) => {
    const first = nextBegin(text, 0, mayBegin);
    if (first === text.length) return text;
    const parts = partsOf(text, first, beginnings, mayBegin);
    return parts.length === 0 ? text : masked(text, parts);
  };
}

/** By lower byte of a character: 1 if a form has it at this index. All are 1 if a form is too short for the index. */
function charactersAt(index: number, forms: readonly string[]): Uint8Array {
  const found = new Uint8Array(256);
  for (const form of forms) {
    if (index < form.length) found[form.charCodeAt(index) & 0xff] = 1;
    else found.fill(1);
  }
  return found;
}

function beginningsOf(forms: readonly string[]): readonly Beginnings[] {
  const byLength = new Map<number, Map<string, string[]>>();
  for (const form of forms) {
    const length = Math.min(form.length, MIN_PREFIX_CHARS);
    const ofLength = byLength.get(length) ?? new Map<string, string[]>();
    byLength.set(length, ofLength);
    const beginning = form.slice(0, length);
    const others = ofLength.get(beginning);
    if (others === undefined) ofLength.set(beginning, [form]);
    else others.push(form);
  }
  return [...byLength].map(([length, ofLength]) => ({ length, forms: ofLength }));
}

/** Whether a form may begin at an offset. */
type MayBegin = (text: string, at: number) => boolean;

/** The next offset at which a form may begin, or the end of the text. */
function nextBegin(text: string, from: number, mayBegin: MayBegin): number {
  for (let at = from; at < text.length; at += 1) if (mayBegin(text, at)) return at;
  return text.length;
}

function partsOf(text: string, first: number, beginnings: readonly Beginnings[], mayBegin: MayBegin): readonly Part[] {
  const parts: Part[] = [];
  for (let at = first; at < text.length; at = nextBegin(text, at + 1, mayBegin)) {
    const length = longestAt(text, at, beginnings);
    const last = parts.at(-1);
    if (length === 0) continue;
    if (last !== undefined && at < last.end) last.end = Math.max(last.end, at + length);
    else parts.push({ start: at, end: at + length });
  }
  return parts;
}

/** Longest prefix of a form; 0 if too short to identify one. */
function longestAt(text: string, at: number, beginnings: readonly Beginnings[]): number {
  let longest = 0;
  for (const { length: least, forms } of beginnings) {
    for (const form of forms.get(text.slice(at, at + least)) ?? []) {
      let length = least;
      while (length < form.length && form.charCodeAt(length) === text.charCodeAt(at + length)) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function masked(text: string, parts: readonly Part[]): string {
  const shown: string[] = [];
  let from = 0;
  for (const { start, end } of parts) {
    shown.push(text.slice(from, start), MASK);
    from = end;
  }
  return `${shown.join('')}${text.slice(from)}`;
}

/** A shorter form matches too much by chance. */
const MIN_ENCODED_CHARS = 8;

/** No credential is longer; the forms of longer text would take megabytes. */
const MAX_ENCODED_CHARS = 4_096;

/**
 * A secret itself, in JSON, URL, form, hexadecimal and base64, each also trimmed and without the `#` of a Spark code.
 * Unique. Encoded forms have at least 8 characters; a secret of more than 4,096 has none.
 */
export function secretForms(secret: string): readonly string[] {
  const whole = [secret, secret.trim(), secret.trim().replace(/^#/, '')].filter(
    (text, index) => text !== '' && (index < 2 || text.length >= 6),
  );
  return [...new Set(whole.flatMap((text) => (text.length > MAX_ENCODED_CHARS ? [text] : [text, ...encoded(text)])))];
}

function encoded(text: string): readonly string[] {
  // Lone surrogates have no UTF-8.
  const sound = text.replace(/\p{Cs}/gu, '\ufffd');
  const bytes = new TextEncoder().encode(sound);
  const forms = [...inJson(text), ...inUrl(sound, bytes), ...inHexadecimal(bytes), ...inBase64(bytes)];
  return forms.filter(({ length }) => length >= MIN_ENCODED_CHARS);
}

/** Once, and within JSON again. Some writers escape slashes. */
function inJson(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  return [once, twice, ...[text, once, twice].map((form) => form.replaceAll('/', String.raw`\/`))];
}

/** Some writers escape few characters, some all, some twice; forms use `+` for a space. */
function inUrl(text: string, bytes: Uint8Array): readonly string[] {
  const component = encodeURIComponent(text);
  const all = [...bytes].map((byte) => `%${hexOf(byte)}`).join('');
  const upper = [
    component,
    encodeURI(text),
    encodeURIComponent(component),
    component.replaceAll('%20', '+'),
    all.toUpperCase(),
  ];
  // Problems have one space in place of several.
  return [...upper, ...upper.map(withLowerDigits), text.replaceAll('+', ' '), text.replaceAll(/\++/g, ' ')];
}

function withLowerDigits(form: string): string {
  return form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function inHexadecimal(bytes: Uint8Array): readonly string[] {
  const lower = [...bytes].map(hexOf).join('');
  return [lower, lower.toUpperCase()];
}

/** For each offset in a group of three bytes, without characters that mix with neighbouring bytes. */
function inBase64(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = [...Array.from({ length: before }, () => 0), ...bytes];
    const text = btoa(shifted.map((byte) => String.fromCharCode(byte)).join(''));
    const form = text.slice(Math.ceil((before * 8) / 6), Math.floor((shifted.length * 8) / 6));
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
