import type { Machine } from '../machine.ts';
import { fail, maskerOf, type Problem, unsafeSegment, type Value } from '../model/index.ts';
import { REQUEST_TIMEOUT } from './dispatcher.ts';
import { exchange } from './exchange.ts';
import { type RateBucket, lanesOf } from './lanes.ts';
import { transportProblem, explainTimeout } from './lost.ts';
import { type ApiRequest, isRepeatable, type ApiResponse, type Verdict } from './reply.ts';
import { nextDelayMs, RETRY_POLICY, type RetryReason } from './retry.ts';
import { type Sanitize, sanitizerFor } from './say.ts';

/** The parts of the machine that a client uses. Without `stop`, requests do not end early. */
export type ClientMachine = Pick<Machine, 'dispatcher' | 'recorder' | 'sleep' | 'deadline' | 'now' | 'random'> &
  Partial<Pick<Machine, 'stop'>>;

/** Description of an API. */
export type Api = {
  /** For messages: `Layers`. */
  readonly name: string;
  readonly origin: string;
  /** Never printed, even if an answer echoes it. */
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly interpret: (reply: ApiResponse, what: string, sanitize: Sanitize) => Verdict;
  readonly lane: (call: ApiRequest) => RateBucket;
  /** Timeout of one attempt in milliseconds; 30 s by default. */
  readonly timeout?: number;
};

/** A failed request. `status` and `code` are `undefined` if there was no answer. */
export type ApiFailure = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  readonly status?: number;
  readonly code?: string;
  /** The API's own message, in full, without the credential. */
  readonly rawMessage?: string;
};

export type SendResult =
  | {
      readonly ok: true;
      readonly data: unknown;
      readonly header: ApiResponse['header'];
      /** The whole body with exact digits, to be written back; `undefined` if it is not JSON. */
      readonly exact: () => Value | undefined;
    }
  | ApiFailure;

export type Client = {
  /** Sends a request, with retries. Only rejects if `signal` aborts. */
  readonly send: (call: ApiRequest, signal: AbortSignal) => Promise<SendResult>;
  /** Requests sent so far, including retries. */
  readonly calls: () => number;
};

type Tried = { readonly verdict: Verdict; readonly reply?: ApiResponse };

export function createClient(machine: ClientMachine, api: Api): Client {
  const lanes = lanesOf(machine.dispatcher);
  const masked = maskerOf([api.secret]);
  const sanitize = sanitizerFor(masked);
  const origin = api.origin.replace(/\/+$/, '');
  const timeout = api.timeout ?? REQUEST_TIMEOUT;
  let calls = 0;

  return { send, calls: () => calls };

  async function send(call: ApiRequest, signal: AbortSignal): Promise<SendResult> {
    if (!Object.values(api.headers).every((value) => SENDABLE.test(value))) return unsendable(api.name);
    const segment = unsafeSegment(call.path);
    if (segment !== undefined) return unaddressable(api.name, segment);
    const lane = api.lane(call);
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const wait = lanes.take(lane, time());
      if (wait > 0 && !(await rest(wait, signal))) return unsent(call, api.name);
      signal.throwIfAborted();
      const { verdict, reply } = await once(call, signal);
      if (verdict.verdict === 'accepted') {
        const { body } = reply ?? {};
        const exact = body?.form === 'json' ? body.exact : () => undefined;
        return { ok: true, data: verdict.data, header: reply?.header ?? (() => undefined), exact };
      }
      if (verdict.verdict === 'refused') return refused(verdict, reply, masked);
      const pause = nextDelayMs(verdict.trouble, attempt, isRepeatable(call), RETRY_POLICY, machine.random());
      if (pause === 'give up') return refused(verdict, reply, masked);
      // The API is busy for all requests of the lane, so the whole lane waits.
      if (verdict.trouble.kind === 'busy') lanes.slow(lane, time(), pause);
      else if (!(await rest(pause, signal))) return refused(verdict, reply, masked);
      // The run is interrupted, so another attempt would only delay the exit.
      if (machine.stop?.aborted && signal !== machine.stop) return refused(verdict, reply, masked);
    }
  }

  /** Waits; `false` if the run is interrupted before the end of a long wait. */
  async function rest(ms: number, signal: AbortSignal): Promise<boolean> {
    const { stop } = machine;
    if (stop === undefined || ms <= SHORT_REST) {
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

  async function once(call: ApiRequest, signal: AbortSignal): Promise<Tried> {
    const what = `${call.method} ${call.path.replace(/\?.*$/s, '')}`;
    calls += 1;
    const result = await exchange(call, { machine, origin, headers: api.headers, secret: api.secret, timeout }, signal);
    switch (result.outcome) {
      case 'reply':
        return {
          verdict: redirected(result.reply, what) ?? api.interpret(result.reply, what, sanitize),
          reply: result.reply,
        };
      case 'too-large':
        return { verdict: unreadable(`${api.name} answered with more than 20 MB (${what}).`) };
      case 'timeout':
        return { verdict: unclear(explainTimeout(api.name, what, timeout).problem) };
      case 'lost': {
        const { problem, final } = transportProblem(api.name, origin, what, result.code);
        return { verdict: final ? { verdict: 'refused', problem } : unclear(problem) };
      }
      default:
        return result satisfies never;
    }
  }

  /** Redirects are not followed, because the credential would be sent to the new address. */
  function redirected(reply: ApiResponse, what: string): Verdict | undefined {
    if (reply.status < 300 || reply.status > 399) return undefined;
    const where = originOf(reply.header('location'), origin);
    return unreadable(
      `${api.name} answered ${what} with a redirect to ${sanitize(where)} (HTTP ${reply.status}), which is not followed, so that the credential goes nowhere else.`,
      `Check the origin of ${api.name} in the settings; it is ${origin} now.`,
    );
  }

  function time(): number {
    return machine.now().getTime();
  }
}

/** In milliseconds. Shorter waits are completed even if the run is interrupted. */
const SHORT_REST = 2_000;

function unsent({ method, path }: ApiRequest, api: string): ApiFailure {
  const message = `${method} ${path.replace(/\?.*$/s, '')} was not sent to ${api}: the run was asked to stop.`;
  const remedy = 'Run it again: it goes on from what is live.';
  return fail({ code: 'apply/interrupted', message, remedy });
}

/** Valid header values. A line break at the end of an environment variable is easily overlooked. */
const SENDABLE = /^[\x21-\x7e]+( [\x21-\x7e]+)*$/;

function unsendable(api: string): ApiFailure {
  const message = `The credential for ${api} is empty, or holds characters that cannot be sent in a header.`;
  const remedy = 'Set it again, without line breaks or spaces around it.';
  return fail({ code: 'api/unauthenticated', message, remedy });
}

function unaddressable(api: string, segment: string): ApiFailure {
  const message = `The request to ${api} was not sent: its address would contain ${JSON.stringify(segment.slice(0, 100))}, which leads elsewhere.`;
  const remedy = 'Check the ids in the document, and what the API answers as id.';
  return fail({ code: 'api/unreadable', message, remedy });
}

function refused(
  verdict: Exclude<Verdict, { verdict: 'accepted' }>,
  reply: ApiResponse | undefined,
  masked: (text: string) => string,
): ApiFailure {
  const { code, rawMessage } = verdict.verdict === 'refused' ? verdict : {};
  return {
    ok: false,
    problems: [verdict.problem],
    ...(reply && { status: reply.status }),
    ...(code !== undefined && { code }),
    ...(rawMessage !== undefined && { rawMessage: masked(rawMessage) }),
  };
}

function unclear(problem: Problem): Verdict {
  const trouble: RetryReason = { kind: 'unclear' };
  return { verdict: 'trouble', trouble, problem };
}

function unreadable(message: string, remedy?: string): Verdict {
  return { verdict: 'refused', problem: { code: 'api/unreadable', message, ...(remedy !== undefined && { remedy }) } };
}

function originOf(location: string | undefined, base: string): string {
  if (location === undefined || !URL.canParse(location, base)) return 'an address that is not one';
  return new URL(location, base).origin;
}
