import { isCertificateError } from '../machine.ts';

/** The request was not sent, because the certificate of the server is not trusted. */
export class CertificateError extends Error {
  // Octokit retries unanswered requests, but not aborted ones.
  override readonly name = 'AbortError';
}

type Fetch = (url: string, init: object) => Promise<unknown>;

/** Wraps `send`: an untrusted certificate rejects immediately with a `CertificateError`. */
export function trusting(send: Fetch): Fetch {
  return async (url, init) => {
    try {
      return await send(url, init);
    } catch (error) {
      const code = codeOf(error) ?? codeOf((error as { readonly cause?: unknown }).cause);
      if (!isCertificateError(code)) throw error;
      throw new CertificateError(`the certificate of ${new URL(url).origin} is not trusted (${code})`, {
        cause: error,
      });
    }
  };
}

/** Node's error code: `SELF_SIGNED_CERT_IN_CHAIN`. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
