import { isCertificateError } from '../machine.ts';

/** Nothing was sent: whoever answers shows a certificate that nobody vouches for. */
export class CertificateError extends Error {
  // Octokit repeats whatever was not answered, but not what was aborted.
  override readonly name = 'AbortError';
}

type Fetch = (url: string, init: object) => Promise<unknown>;

/** The same, but a certificate that is not trusted is told by name, and at once. */
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

/** Node's name for a fault: `SELF_SIGNED_CERT_IN_CHAIN`. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
