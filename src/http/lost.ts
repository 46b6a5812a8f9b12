import { isCertificateError, CERTIFICATE_REMEDY } from '../machine.ts';
import type { Problem } from '../model/index.ts';

/** A request without an answer. `final`: a retry would fail the same way. */
export type Lost = { readonly problem: Problem; readonly final: boolean };

/**
 * The problem for a request without an answer. `code` is the error code of Node or undici; `what` names the request.
 */
export function transportProblem(api: string, origin: string, what: string, code: string | undefined): Lost {
  const sanitize = (why: string, remedy: string, final = false): Lost => ({
    final,
    problem: { code: 'api/unreachable', message: `${api} could not be asked (${what}): ${why}.`, remedy },
  });
  if (code === 'NOT_RECORDED') {
    return sanitize(
      'the record holds no answer to it',
      'Make a new record with --record, of the same documents.',
      true,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return sanitize(
      `the name of ${origin} was not found (${code})`,
      'Check the network, the proxy settings and the origin.',
    );
  }
  if (isCertificateError(code)) {
    return sanitize(`the certificate of ${origin} is not trusted (${code})`, CERTIFICATE_REMEDY, true);
  }
  if (code === 'NOT_UNPACKED') {
    return sanitize('its answer is damaged, or packed in a way that was not asked for', 'Run it again later.');
  }
  const why = code === 'ECONNREFUSED' ? `${origin} refuses connections` : `the connection to ${origin} broke`;
  return sanitize(`${why} (${code ?? 'no code'})`, 'Check the network and the proxy settings, then run it again.');
}

export function explainTimeout(api: string, what: string, milliseconds: number): Lost {
  return {
    final: false,
    problem: {
      code: 'api/unreachable',
      message: `${api} did not answer within ${milliseconds / 1_000} s (${what}).`,
      remedy: 'Run it again later.',
    },
  };
}
