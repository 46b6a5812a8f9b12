import { Agent } from 'undici';
import { type Sandbox, startSandbox, type World } from '../../src/sandbox/index.ts';
import type { SpendingAccount } from '../../src/model/index.ts';
import { createTikTok } from '../../src/tiktok/index.ts';
import { ORIGIN, type FakeResponse, type Request, setUpHarness } from '../http/harness.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';
import { realSleep } from '../support/real-sleep.ts';

export const TOKEN = 'act.0123456789abcdefSECRET';
export const A = '7098765432109876501';
export const B = '7098765432109876502';
export const C = '7098765432109876503';
export const REQUEST_ID = '202603141300390EF6F5D96D1798201C51';

/** The documented envelope. */
export function yes(data: unknown, headers: Record<string, string> = {}): FakeResponse {
  return { headers, body: { code: 0, message: 'OK', request_id: REQUEST_ID, data } };
}

export function no(code: number, message: string): FakeResponse {
  return { body: { code, message, request_id: REQUEST_ID, data: {} } };
}

/** The request's query with JSON values decoded. */
export function queryOf({ path }: Request): Record<string, unknown> {
  const query = new URL(path, ORIGIN).searchParams;
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, value.startsWith('[') ? JSON.parse(value) : value]),
  );
}

export function withoutBusiness(id: string): SpendingAccount {
  return { id, currency: 'USD', timezone: 'America/New_York', isOwned: false };
}

/** `lost`: number of requests that end without a response before the first one that gets one. */
export function tiktok(answer: (request: Request, n: number) => FakeResponse, { lost = 0 } = {}) {
  const harness = setUpHarness(answer);
  if (lost > 0) harness.lose('ECONNRESET', lost);
  harness.play();
  return { ...harness, ...createTikTok({ machine: harness.machine, origin: ORIGIN, token: TOKEN }) };
}

/** A page as TikTok returns it: `total` rows in all, of which these are on page `page`. */
export function pageOf(rows: readonly object[], total = rows.length, page = 1, key = 'list'): FakeResponse {
  return yes({
    [key]: rows,
    page_info: { page, page_size: 50, total_number: total, total_page: Math.ceil(total / 50) },
  });
}

/** All rows, over as many pages as are asked for. */
export function paged(all: readonly object[], request: Request, key = 'list'): FakeResponse {
  const { page, page_size } = queryOf(request);
  const size = Number(page_size);
  return pageOf(all.slice((Number(page) - 1) * size, Number(page) * size), all.length, Number(page), key);
}

/** Reader and writer of one token for a sandbox, over HTTP. Time passes only in sleeps. */
export async function atSandbox<T>(
  world: World,
  act: (
    hands: ReturnType<typeof createTikTok> & {
      sandbox: Sandbox;
      as: (token: string) => ReturnType<typeof createTikTok>;
    },
  ) => Promise<T>,
  token: string,
): Promise<T> {
  const sandbox = await startSandbox({ world, now: () => new Date('2026-11-10T12:00:00Z'), sleep: realSleep });
  const dispatcher = new Agent();
  const machine = {
    dispatcher,
    deadline: fakeDeadlines().deadline,
    now: sandbox.now,
    random: () => 0.5,
    sleep: async (ms: number) => sandbox.advance(ms),
  };
  const as = (token: string) => createTikTok({ machine, origin: sandbox.origin, token });
  try {
    return await act({ ...as(token), as, sandbox });
  } finally {
    await dispatcher.close();
    await sandbox.stop();
  }
}

/** As business-api.tiktok.com has a row of /advertiser/info/, with an unknown member. */
export function row(id: string, more: object = {}): object {
  return {
    advertiser_id: id,
    name: `Acme ${id.slice(-1)}`,
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timezone: 'Etc/GMT+5',
    display_timezone: 'America/New_York',
    owner_bc_id: '7012345678901234567',
    brand_new: 1,
    ...more,
  };
}
