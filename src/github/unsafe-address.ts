import { unsafeSegment } from '../model/index.ts';

/** The request was not sent, because a part of its path would lead elsewhere. */
export class UnsafeAddress extends Error {}

/**
 * Throws `UnsafeAddress` before a request whose path contains `.` or `..`, such as a login of that form.
 *
 * @param url with its parameters filled in, but not yet parsed: parsing would already follow the dots
 */
export function checkAddress(url: string): void {
  const segment = unsafeSegment(url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
  if (segment === undefined) return;
  throw new UnsafeAddress(`its address would contain ${JSON.stringify(segment)}, so it was not sent`);
}
