/**
 * Each segment is encoded to stay one: `urlPath('v1', 'projects', id)` is `/v1/projects/prj_1`. `.` and `..` keep their
 * meaning, so call `unsafeSegment` before sending. An empty segment becomes `.`: without it the path would address
 * something else.
 */
export function urlPath(...segments: readonly string[]): string {
  return segments.map((segment) => `/${segment === '' ? '.' : percentEncoded(segment)}`).join('');
}

/** A lone surrogate, which has no encoding, becomes U+FFFD. */
export function percentEncoded(text: string): string {
  return /^[\w.-]*$/.test(text) ? text : encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/**
 * The first segment that changes the meaning of a path, decoded; `undefined` if there is none. These are `.` and `..`,
 * also percent-encoded (a proxy may decode twice) or between encoded slashes, and an empty one except at the end.
 *
 * Source: url.spec.whatwg.org, double-dot URL path segment (documented).
 *
 * @param path encoded, with or without a query
 */
export function unsafeSegment(path: string): string | undefined {
  if (PLAIN_PATH.test(path)) return undefined;
  const segments = path
    .replace(/[?#].*$/s, '')
    .split('/')
    .slice(1)
    .map(decoded);
  return segments.find((segment, index) => {
    if (segment === '') return index < segments.length - 1;
    return segment.split(/[/\\]/).some((part) => part === '.' || part === '..');
  });
}

/** Nothing to decode, and no segment that begins with a dot. So is nearly every path. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)+\/?(?:[?#]|$)/;

/** Decodes until the text no longer changes. */
function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  let text = segment;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = decodedOnce(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** More than any chain of servers decodes. */
const MAX_ROUNDS = 5;

/** Invalid percent-encoding stays, except for its dots and slashes. */
function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%(2e|2f|5c|25)/gi, (escape) => decodeURIComponent(escape));
  }
}
