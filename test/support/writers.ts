import type { Writers } from '../../src/apply/index.ts';
import {
  type AccountBudget,
  type LayersWriter,
  type Result,
  type SparkCode,
  sparkKey,
  type TikTokWriter,
} from '../../src/model/index.ts';

/**
 * Possible results of a write. `lost`: done, without a response. `unsent`: not done, without a response. `garbled`:
 * done, with an unreadable response. `idle`: accepted, and not done.
 */
export type Fate = 'lost' | 'unsent' | 'garbled' | 'refused' | 'idle';

/** The state of a fake TikTok. Everything in it can be changed while it runs. */
export type FakeTikTok = {
  partners: boolean;
  /** Ad accounts that are shared. */
  shared: Set<string>;
  /** Ad accounts that the pixel is linked to. */
  linked: Set<string>;
  budgets: Map<string, AccountBudget>;
  codes: (SparkCode & { readonly code: string })[];
  /** The post of the code, once it is entered. */
  items: Map<string, string>;
  /** Called before each write; returns its result. By default it is done. */
  onWrite: (what: string) => Fate | undefined;
  /** A line for each request. */
  log: string[];
};

const FAILURES = {
  lost: 'api/unreachable',
  unsent: 'api/unreachable',
  garbled: 'api/unreadable',
  refused: 'api/refused',
} as const;

/** Results by request, all readable. */
export function resultsOf<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, Result<T>> {
  return new Map(entries.map(([key, value]) => [key, { ok: true, value }]));
}

/** TikTok in memory. */
export function fakeTikTok(start: Partial<FakeTikTok> = {}): {
  readonly tiktok: TikTokWriter;
  readonly fake: FakeTikTok;
} {
  const fake: FakeTikTok = {
    partners: false,
    shared: new Set(),
    linked: new Set(),
    budgets: new Map(),
    codes: [],
    items: new Map(),
    onWrite: () => undefined,
    log: [],
    ...start,
  };
  const look = <T>(what: string, value: T): Promise<Result<T>> => {
    fake.log.push(`look ${what}`);
    return Promise.resolve({ ok: true, value });
  };
  const write = async (what: string, work: () => void): Promise<Result<void>> => {
    fake.log.push(`write ${what}`);
    const fate = fake.onWrite(what);
    if (fate === undefined || fate === 'lost' || fate === 'garbled') work();
    if (fate === undefined || fate === 'idle') return { ok: true, value: undefined };
    return { ok: false, problems: [{ code: FAILURES[fate], message: `${what.split(' ')[0]}: ${fate}.` }] };
  };
  const tiktok: TikTokWriter = {
    accounts: async () => new Map(),
    pixel: (account, code) =>
      look(
        'pixel',
        fake.linked.has(account) ? { state: 'usable', id: '1', code, name: 'Acme' } : { state: 'absent', code },
      ),
    spend: async () => new Map(),
    pixelEvents: () => look('pixelEvents', { server: 1, browser: 0 }),
    partnership: () => look('partnership', { state: 'seen', partners: fake.partners, accounts: new Set(fake.shared) }),
    assetShare: () => look('assetShare', { state: 'unreadable', reason: 'not granted' }),
    pixelLinks: () => look('pixelLinks', { state: 'seen', advertisers: [...fake.linked] }),
    budgets: () => look('budgets', resultsOf([...fake.budgets])),
    sparkCodes: () => look('sparkCodes', resultsOf(fake.codes.map(({ code, ...rest }) => [sparkKey(code), rest]))),
    shareAccount: ({ advertiserId, role }) =>
      write(`share ${advertiserId} ${role}`, () => {
        fake.partners = true;
        fake.shared.add(advertiserId);
      }),
    linkPixel: ({ pixel, advertiserId }) => write(`link ${pixel} ${advertiserId}`, () => fake.linked.add(advertiserId)),
    setBudget: (_, account, budget) =>
      write(`budget ${budget.mode} ${budget.amount ?? ''}`.trim(), () => fake.budgets.set(account, budget)),
    authoriseSpark: (_, code) =>
      write(`authorise ${code}`, () => {
        fake.codes.push({ code, item: fake.items.get(code) ?? '7300', status: 'AUTHORIZED' });
      }),
    calls: () => fake.log.length,
  };
  return { tiktok, fake };
}

/** Writers that do not wait. */
export function writersFor(layers: LayersWriter, rest: Partial<Writers> = {}): Writers {
  return {
    layers,
    tiktok: fakeTikTok().tiktok,
    codeOf: (variable) => `#code-of-${variable}`,
    sleep: () => Promise.resolve(),
    ...rest,
  };
}
