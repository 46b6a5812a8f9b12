import type { Machine } from '../machine.ts';
import { fail, maskerOf, type Problem, unsafeSegment, type Value } from '../model/index.ts';
import { type Api, type ApiRequest, type ApiResponse, isRepeatable, type Verdict } from './api.ts';
import { REQUEST_TIMEOUT_MS } from './dispatcher.ts';
import { type Exchange, exchange, type Sending } from './exchange.ts';
import { type RateBucket, rateLimiterOf, type RatePauses, type Start } from './rate-limit.ts';
import { nextDelayMs, RETRY_POLICY } from './retry.ts';
import { sanitizerFor } from './sanitize.ts';
import { timeoutProblem, transportProblem } from './transport-problem.ts';

/** Without `stop`, requests do not end early. */
export type ClientMachine = Pick<Machine, 'dispatcher' | 'recorder' | 'sleep' | 'deadline' | 'now' | 'random'> &
  Partial<Pick<Machine, 'stop' | 'activity'>>;

/** `status` and `code` are `undefined` without a response. */
export type ApiFailure = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  readonly status?: number;
  readonly code?: string;
  /** Without the credential. */
  readonly rawMessage?: string;
};

export type SendResult =
  | {
      readonly ok: true;
      readonly data: unknown;
      readonly header: ApiResponse['header'];
      /** With exact digits; `undefined` if not JSON. */
      readonly exact: () => Value | undefined;
    }
  | ApiFailure;

export type Client = {
  /** Retries. Rejects only if `signal` aborts. */
  readonly send: (request: ApiRequest, signal: AbortSignal) => Promise<SendResult>;
  /** Includes retries. */
  readonly calls: () => number;
};

type Attempt = { readonly verdict: Verdict; readonly response?: ApiResponse };

export function createClient(machine: ClientMachine, api: Api): Client {
  const limiter = rateLimiterOf(machine.dispatcher);
  const masked = maskerOf([api.secret]);
  const sanitize = sanitizerFor(masked);
  const origin = api.origin.replace(/\/+$/, '');
  const timeoutMs = api.timeoutMs ?? REQUEST_TIMEOUT_MS;
  const isSendable = Object.values(api.headers).every((value) => SENDABLE.test(value));
  const sending: Sending = { machine, origin, headers: api.headers, secret: api.secret, timeoutMs };
  let calls = 0;

  return { send, calls: () => calls };

  async function send(request: ApiRequest, signal: AbortSignal): Promise<SendResult> {
    if (!isSendable) return unsendable(api.name);
    const segment = unsafeSegment(request.path);
    if (segment !== undefined) return unaddressable(api.name, segment);
    const bucket = (): RateBucket => api.bucket(request);
    const pauses: RatePauses = {
      now: time,
      pause: ({ ms, why }, { name }) => {
        const limit = `the limit of ${api.name} (${name})`;
        machine.activity?.waiting(ms, why === 'asked' ? `${api.name}, which asked to wait` : limit);
        return pause(ms, signal);
      },
    };
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const start = await limiter.start(bucket, pauses, signal);
      if (start === undefined) return unsent(request, api.name);
      const { verdict, response } = await attemptOnce(request, start, signal);
      if (verdict.verdict === 'accepted') {
        const { body } = response ?? {};
        const exact = body?.form === 'json' ? body.exact : () => undefined;
        return { ok: true, data: verdict.data, header: response?.header ?? (() => undefined), exact };
      }
      if (verdict.verdict === 'refused') return failed(verdict, response, masked);
      const delay = nextDelayMs(verdict.reason, attempt, isRepeatable(request), RETRY_POLICY, machine.random());
      if (delay === 'give up') return failed(verdict, response, masked);
      // The API is busy for all requests of the bucket.
      if (verdict.reason.kind === 'busy') start.refused(delay);
      else {
        machine.activity?.waiting(delay, `a new attempt at ${api.name}, after a lost response`);
        if (!(await pause(delay, signal))) return failed(verdict, response, masked);
      }
      // Another attempt would only delay the exit.
      if (machine.stop?.aborted && signal !== machine.stop) return failed(verdict, response, masked);
    }
  }

  /** `false` if the run is interrupted during a long wait. */
  async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
    const { stop } = machine;
    if (stop === undefined || ms <= MAX_FINISHED_WAIT_MS) {
      await machine.sleep(ms, signal);
      return true;
    }
    try {
      await machine.sleep(ms, AbortSignal.any([signal, stop]));
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (stop.aborted) return false;
      throw error;
    }
  }

  async function attemptOnce(request: ApiRequest, start: Start, signal: AbortSignal): Promise<Attempt> {
    let response: ApiResponse | undefined;
    calls += 1;
    machine.activity?.sent(api.name);
    api.onCall?.(request);
    try {
      const result = await exchange(request, sending, signal);
      if (result.outcome === 'response') response = result.response;
      return { verdict: verdictOf(request, result), ...(response && { response }) };
    } finally {
      start.ended(response && api.report?.(response));
    }
  }

  function verdictOf(request: ApiRequest, result: Exchange): Verdict {
    const what = nameOf(request);
    switch (result.outcome) {
      case 'response': {
        const { response } = result;
        api.observe?.(request, response);
        return redirected(response, what) ?? api.interpret(response, what, sanitize);
      }
      case 'too-large':
        return unreadable(`The response of ${api.name} is larger than 20 MB (${what}).`);
      case 'timeout':
        return unclear(timeoutProblem(api.name, what, timeoutMs));
      case 'lost': {
        const { problem, final } = transportProblem(api.name, origin, what, result.code);
        return final ? { verdict: 'refused', problem } : unclear(problem);
      }
      default:
        return result satisfies never;
    }
  }

  function redirected(response: ApiResponse, what: string): Verdict | undefined {
    if (response.status < 300 || response.status > 399) return undefined;
    const target = originOf(response.header('location'), origin);
    return unreadable(
      `${api.name} redirected ${what} to ${sanitize(target)} (HTTP ${response.status}). Redirects are not followed, so that the credential stays at its origin.`,
      `Check the origin of ${api.name} in the settings (now ${origin}).`,
    );
  }

  function time(): number {
    return machine.now().getTime();
  }
}

/** Shorter waits are completed even if the run is interrupted. */
const MAX_FINISHED_WAIT_MS = 2_000;

function nameOf({ method, path }: ApiRequest): string {
  const query = path.indexOf('?');
  return `${method} ${query === -1 ? path : path.slice(0, query)}`;
}

function unsent(request: ApiRequest, api: string): ApiFailure {
  const message = `${nameOf(request)} was not sent to ${api}, because the run was interrupted.`;
  return fail({ code: 'apply/interrupted', message, remedy: 'Run it again; it continues from the live state.' });
}

/** A line break at the end of an environment variable is easily overlooked. */
const SENDABLE = /^[\x21-\x7e]+( [\x21-\x7e]+)*$/;

function unsendable(api: string): ApiFailure {
  const message = `The credential for ${api} is empty or contains characters that are not allowed in a header.`;
  return fail({
    code: 'api/unauthenticated',
    message,
    remedy: 'Set it again, without line breaks or surrounding spaces.',
  });
}

function unaddressable(api: string, segment: string): ApiFailure {
  const message = `The request to ${api} was not sent, because its path would contain ${JSON.stringify(segment.slice(0, 100))}.`;
  return fail({
    code: 'api/unreadable',
    message,
    remedy: 'Check the ids in the document and in the responses of the API.',
  });
}

function failed(
  verdict: Exclude<Verdict, { verdict: 'accepted' }>,
  response: ApiResponse | undefined,
  masked: (text: string) => string,
): ApiFailure {
  const { code, rawMessage } = verdict.verdict === 'refused' ? verdict : {};
  return {
    ...fail(verdict.problem),
    ...(response && { status: response.status }),
    ...(code !== undefined && { code }),
    ...(rawMessage !== undefined && { rawMessage: masked(rawMessage) }),
  };
}

function unclear(problem: Problem): Verdict {
  return { verdict: 'retry', reason: { kind: 'unclear' }, problem };
}

function unreadable(message: string, remedy?: string): Verdict {
  return { verdict: 'refused', problem: { code: 'api/unreadable', message, ...(remedy !== undefined && { remedy }) } };
}

function originOf(location: string | undefined, base: string): string {
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base).origin : 'an invalid address';
}
