import { fail, type Result } from '../model/index.ts';

const MASK = '•••';
const CUT = '…';

/** A Spark code or its first part before a cut, plain or percent-encoded. */
const LIKE_A_CODE = /(?:#|%(?:25)*23)(?:[\w+/=%-]{10,}|[\w+/=%-]*(?=…))/gi;

/**
 * Hides Spark codes in problems: a code is enough to advertise with the creator's post.
 *
 * @param codes the known ones; text like a code is hidden too
 */
export function withoutCodes<T>(result: Result<T>, codes: readonly string[]): Result<T> {
  if (result.ok) return result;
  const forms = [...new Set(codes.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    withoutCutCodes(forms.reduce(withoutForm, text), forms).replace(LIKE_A_CODE, MASK);
  return fail(...result.problems.map((problem) => ({ ...problem, message: hide(problem.message) })));
}

/** Hiding shorter texts would make problems unreadable. */
const MIN_BARE_CODE_CHARS = 6;

function formsOf(code: string): readonly string[] {
  // A lone surrogate cannot be percent-encoded.
  const whole = code.replace(/\p{Cs}/gu, '\ufffd');
  const bare = whole.replace(/^#/, '');
  return [...(whole === '' ? [] : [whole]), ...(bare.length < MIN_BARE_CODE_CHARS ? [] : [bare])].flatMap((each) => [
    each,
    encodeURI(each),
    encodeURIComponent(each),
    encodeURIComponent(encodeURIComponent(each)),
    each.replaceAll('/', String.raw`\/`),
    each.replaceAll('+', ' '),
    // Problems have one space in place of several.
    each.replaceAll(/\++/g, ' '),
  ]);
}

/** Ignores case because of hex digits. */
function withoutForm(text: string, form: string): string {
  if (form.length > text.length) return text;
  return text.replace(new RegExp(form.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`), 'gi'), MASK);
}

function withoutCutCodes(text: string, forms: readonly string[]): string {
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

function overlap(text: string, form: string): number {
  for (let length = Math.min(text.length, form.length); length > 0; length -= 1) {
    if (text.endsWith(form.slice(0, length))) return length;
  }
  return 0;
}
