import type { Result } from '../model/index.ts';

const MASK = '•••';
const CUT = '…';

/** What looks like a Spark code, or like the first half of one at a cut. Plain and percent-encoded. */
const LIKE_A_CODE = /(?:#|%(?:25)*23)(?:[\w+/=%-]{10,}|[\w+/=%-]*(?=…))/gi;

/**
 * A result in whose problems no Spark code stands: an API may echo what it was sent, or what it has. Whoever holds a code
 * can advertise with somebody's post.
 *
 * @param codes those that are known; whatever else looks like one is hidden too
 */
export function withoutCodes<T>(result: Result<T>, codes: readonly string[]): Result<T> {
  if (result.ok) return result;
  const forms = [...new Set(codes.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    withoutHalves(forms.reduce(withoutWhole, text), forms).replace(LIKE_A_CODE, MASK);
  return { ok: false, problems: result.problems.map((problem) => ({ ...problem, message: hide(problem.message) })) };
}

/** A shorter one is no code: hiding it everywhere would leave nothing to read. */
const SHORTEST_BARE = 6;

/**
 * With and without the `#` that some leave off: as it is, in a URL, in a URL in a URL, in JSON that escapes slashes, and
 * as a form is read, where `+` is a space.
 */
function formsOf(code: string): readonly string[] {
  // Half a surrogate pair cannot be percent-encoded.
  const whole = code.replace(/\p{Cs}/gu, '\ufffd');
  const bare = whole.replace(/^#/, '');
  return [...(whole === '' ? [] : [whole]), ...(bare.length < SHORTEST_BARE ? [] : [bare])].flatMap((each) => [
    each,
    encodeURI(each),
    encodeURIComponent(each),
    encodeURIComponent(encodeURIComponent(each)),
    each.replaceAll('/', String.raw`\/`),
    each.replaceAll('+', ' '),
  ]);
}

/** Wherever it stands, in either case of its hex digits. */
function withoutWhole(text: string, form: string): string {
  if (form.length > text.length) return text;
  return text.replace(new RegExp(form.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`), 'gi'), MASK);
}

/** What an API says is cut at a length, and the cut may go through a code: its first part stands before the mark. */
function withoutHalves(text: string, forms: readonly string[]): string {
  return text
    .split(CUT)
    .map((part, index, parts) => {
      if (index === parts.length - 1) return part;
      const text = part.toLowerCase();
      const half = forms.reduce((most, form) => Math.max(most, overlap(text, form.toLowerCase())), 0);
      return half === 0 ? part : `${part.slice(0, -half)}${MASK}`;
    })
    .join(CUT);
}

/** How many characters at the end of a text are the beginning of a form. */
function overlap(text: string, form: string): number {
  for (let length = Math.min(text.length, form.length); length > 0; length -= 1) {
    if (text.endsWith(form.slice(0, length))) return length;
  }
  return 0;
}
