import { isCertificateError } from '../machine.ts';
import { unsafeSegment } from '../model/index.ts';

export class CertificateError extends Error {
  // Octokit retries unanswered requests, but not aborted ones.
  override readonly name = 'AbortError';
}

/** The path of the request contains `.` or `..`. */
export class UnsafePath extends Error {}

type Fetch = (url: string, init: object) => Promise<unknown>;

/** An untrusted certificate rejects immediately with a `CertificateError`. */
export function withoutCertificateRetries(send: Fetch): Fetch {
  return async (url, init) => {
    try {
      return await send(url, init);
    } catch (error) {
      const code = codeOf(error) ?? codeOf((error as { readonly cause?: unknown }).cause);
      if (!isCertificateError(code)) throw error;
      const message = `the certificate of ${new URL(url).origin} is not trusted (${code})`;
      throw new CertificateError(message, { cause: error });
    }
  };
}

/**
 * Throws `UnsafePath` if the path contains `.` or `..`, for example as a login.
 *
 * @param url with its parameters, but not yet parsed: parsing follows the dots
 */
export function checkPath(url: string): void {
  const segment = unsafeSegment(url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
  if (segment !== undefined) throw new UnsafePath(`its path would contain ${JSON.stringify(segment)}`);
}

/** Node's error code: `SELF_SIGNED_CERT_IN_CHAIN`. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
