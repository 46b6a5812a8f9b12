import { CERTIFICATE_REMEDY, isCertificateError } from '../machine.ts';
import type { Problem } from '../model/index.ts';

/** `final`: a retry would fail the same way. */
export type TransportProblem = { readonly problem: Problem; readonly final: boolean };

/** `code` is the error code of Node or undici; `what` names the request. */
export function transportProblem(
  api: string,
  origin: string,
  what: string,
  code: string | undefined,
): TransportProblem {
  const unreachable = (fault: string, remedy: string, final = false): TransportProblem => ({
    final,
    problem: { code: 'api/unreachable', message: `The request to ${api} failed (${what}): ${fault}.`, remedy },
  });
  if (code === 'NOT_RECORDED') {
    return unreachable(
      'the recording has no response to this request',
      'Make a new recording of the same documents with --record.',
      true,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const remedy = 'Check the network, the proxy settings and the origin.';
    return unreachable(`the host name of ${origin} was not found (${code})`, remedy);
  }
  if (isCertificateError(code)) {
    return unreachable(`the certificate of ${origin} is not trusted (${code})`, CERTIFICATE_REMEDY, true);
  }
  if (code === 'NOT_UNPACKED') {
    return unreachable('the response is damaged, or has an encoding that was not requested', 'Run it again later.');
  }
  const fault = code === 'ECONNREFUSED' ? `${origin} refused the connection` : `the connection to ${origin} broke`;
  return unreachable(`${fault} (${code ?? 'no code'})`, 'Check the network and the proxy settings, then run it again.');
}

export function timeoutProblem(api: string, what: string, timeoutMs: number): Problem {
  const message = `${api} did not answer within ${timeoutMs / 1_000} s (${what}).`;
  return { code: 'api/unreachable', message, remedy: 'Run it again later.' };
}
