/**
 * A path of these segments, each encoded so that it stays one segment: `urlPath('v1', 'projects', id)` is
 * `/v1/projects/prj_1`. Encoding does not take the meaning from `.` and `..`, so whoever sends asks `unsafeSegment` first.
 * An empty segment becomes `.`, because it would leave the path of something else.
 */
export function urlPath(...segments: readonly string[]): string {
  return segments.map((segment) => `/${segment === '' ? '.' : percentEncoded(segment)}`).join('');
}

/** Percent-encoded for a URL. Half a surrogate pair, which an answer may contain, becomes U+FFFD: it has no encoding. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/**
 * The first segment that would lead elsewhere than it is written, decoded; `undefined` if there is none. Such are `.` and
 * `..`, also percent-encoded (URLs read `%2e` as a dot, and a proxy may decode twice) or between encoded slashes, and an empty
 * segment, except at the end.
 *
 * Source: url.spec.whatwg.org, double-dot URL path segment (documented).
 *
 * @param path encoded, with or without a query
 */
export function unsafeSegment(path: string): string | undefined {
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

/** Decoded until nothing changes any more. */
function decoded(segment: string): string {
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

/** Text that is not valid percent-encoding stays as it is, except for its dots and slashes. */
function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%(2e|2f|5c|25)/gi, (escape) => decodeURIComponent(escape));
  }
}
