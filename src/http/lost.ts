import type { Problem } from '../model/index.ts';

/** A request without an answer. `final`: trying again meets the same wall. */
export type Lost = { readonly problem: Problem; readonly final: boolean };

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL/;

/** Why there was no answer, in words. `code` is Node's or undici's name of the fault; `what` is the request. */
export function explainLost(api: string, origin: string, what: string, code: string | undefined): Lost {
  const say = (why: string, remedy: string, final = false): Lost => ({
    final,
    problem: { code: 'api/unreachable', message: `${api} could not be asked (${what}): ${why}.`, remedy },
  });
  if (code === 'NOT_RECORDED') {
    return say('the record holds no answer to it', 'Make a new record with --record, of the same documents.', true);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return say(
      `the name of ${origin} was not found (${code})`,
      'Check the network, the proxy settings and the origin.',
    );
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return say(
      `the certificate of ${origin} is not trusted (${code})`,
      'Name the file of your certificate authority in NODE_EXTRA_CA_CERTS, if a proxy of yours answers in its place.',
      true,
    );
  }
  const why = code === 'ECONNREFUSED' ? `${origin} refuses connections` : `the connection to ${origin} broke`;
  return say(`${why} (${code ?? 'no code'})`, 'Check the network and the proxy settings, then run it again.');
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
