import { MockAgent } from 'undici';
import { fakeDeadlines } from '../support/fake-deadlines.ts';

export const ORIGIN = 'https://api.example.test';

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The body as it was sent; empty without one. */
  readonly text: string;
};

export type FakeResponse = {
  readonly status?: number;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * An API with the given responses, and a machine whose time passes only during sleeps. Nothing reaches a network.
 * `lose` makes the next requests end without a response.
 */
export function setUpHarness(answer: (request: Request, n: number) => FakeResponse) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const log: Request[] = [];
  const sleeps: number[] = [];
  const { deadline, elapse } = fakeDeadlines();
  let now = Date.parse('2026-11-10T12:00:00Z');
  const pool = agent.get(ORIGIN);
  const any = { path: () => true, method: () => true } as const;

  const play = () => {
    pool
      .intercept(any)
      .reply((options) => {
        const request: Request = {
          method: options.method,
          path: options.path,
          // The client passes plain objects to undici.
          headers: options.headers as Record<string, string>,
          body: typeof options.body === 'string' ? JSON.parse(options.body) : undefined,
          text: typeof options.body === 'string' ? options.body : '',
        };
        log.push(request);
        const { status = 200, body = {}, headers } = answer(request, log.length);
        return {
          statusCode: status,
          data: typeof body === 'string' ? body : JSON.stringify(body),
          responseOptions: { headers: { 'content-type': 'application/json', ...headers } },
        };
      })
      .persist();
  };

  return {
    log,
    sleeps,
    elapse,
    play,
    lose: (code: string, times = 1) => {
      const error = Object.assign(new Error(`lost: ${code}`), { code });
      pool.intercept(any).replyWithError(error).times(times);
    },
    machine: {
      dispatcher: agent,
      now: () => new Date(now),
      random: () => 0.5,
      deadline,
      sleep: async (ms: number, signal?: AbortSignal) => {
        signal?.throwIfAborted();
        sleeps.push(ms);
        now += ms;
      },
    },
  };
}

/** A harness that answers from the first request on. */
export function harnessWith(answer: (request: Request, n: number) => FakeResponse) {
  const harness = setUpHarness(answer);
  harness.play();
  return harness;
}

export const NEVER = new AbortController().signal;
