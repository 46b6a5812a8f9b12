import { isUntrusted, UNTRUSTED_REMEDY } from '../machine.ts';
import type { Problem } from '../model/index.ts';

/** A request without an answer. `final`: trying again meets the same wall. */
export type Lost = { readonly problem: Problem; readonly final: boolean };

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
  if (isUntrusted(code)) {
    return say(`the certificate of ${origin} is not trusted (${code})`, UNTRUSTED_REMEDY, true);
  }
  if (code === 'NOT_UNPACKED') {
    return say('its answer is damaged, or packed in a way that was not asked for', 'Run it again later.');
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
