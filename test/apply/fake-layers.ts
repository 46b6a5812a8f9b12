import type {
  LiveCampaign,
  ConfigWritten,
  FieldChange,
  GateAnswer,
  LayersWriter,
  Ledger,
  LedgerNext,
  Problem,
  LiveProject,
  Result,
  LiveFields,
  Value,
} from '../../src/model/index.ts';
import { shown } from '../support/layers.ts';

/** Layers in memory. The log has a line per write: `claim run-1 r4`, `config capi.enabled`, `record r4 pl_1`. */
export type FakeLayers = {
  readonly writer: LayersWriter;
  readonly ledger: () => Ledger;
  readonly metadata: () => Readonly<Record<string, Value>>;
  /** Changes the metadata as another tool would. */
  readonly meddle: (change: { readonly ledger?: Partial<Ledger>; readonly metadata?: Record<string, Value> }) => void;
  readonly log: string[];
  readonly keys: string[];
};

export type FakeOptions = {
  readonly ledger?: Partial<Ledger>;
  readonly metadata?: Readonly<Record<string, Value>>;
  /** Result of a config write; `undefined`: written. */
  readonly onConfig?: (fields: readonly FieldChange[]) => Result<ConfigWritten> | undefined;
  readonly campaigns?: () => readonly LiveCampaign[];
  /** Result of the gate; `undefined`: done. */
  readonly onCampaign?: (campaign: string, verb: 'pause' | 'resume') => Result<GateAnswer> | undefined;
  /** Code of the problem by the request that fails: `project`, `claim`, `record`. */
  readonly failing?: Readonly<Record<string, Problem['code']>>;
  readonly ledgerSize?: Result<void>;
  /** Called before each ledger write, so that another run can be faster. */
  readonly before?: (next: LedgerNext, key: string) => void;
};

/** One project in memory: each write replaces its metadata, and responses are replayed by key. */
export function fakeLayers(options: FakeOptions = {}): FakeLayers {
  let ledger: Ledger = { revision: 3, entries: {}, unreadable: false, ...options.ledger };
  let metadata: Readonly<Record<string, Value>> = options.metadata ?? { other: 'tool' };
  const log: string[] = [];
  const keys: string[] = [];
  const bodies = new Map<string, string>();
  const fail = (word: string): Result<never> | undefined => {
    const code = options.failing?.[word];
    return code && { ok: false, problems: [{ code, message: `${word} went wrong.` }] };
  };
  const writer: LayersWriter = {
    organization: async () => ({ ok: true, value: 'org' }),
    project: async () => fail('project') ?? { ok: true, value: { ledger, metadata } },
    config: async () => ({ ok: false, problems: [{ code: 'api/not-found', message: 'No config is on fake.' }] }),
    campaigns: async () => ({ ok: true, value: options.campaigns?.() ?? [] }),
    rejectedPauses: async () => ({ ok: true, value: new Map() }),
    authority: async () => ({ ok: true, value: 'auto' }),
    adsContent: async () => ({ ok: true, value: [] }),
    events: async () => ({ ok: true, value: { events: [], unnamed: 0 } }),
    setCampaign: async (_, campaign, verb, key) => {
      log.push(`${verb} ${campaign}`);
      keys.push(key);
      return options.onCampaign?.(campaign, verb) ?? { ok: true, value: { outcome: 'done' } };
    },
    calls: () => log.length,
    writeConfig: async ({ fields, key }) => {
      log.push(`config ${fields.map(({ path }) => path).join(' ')}`);
      keys.push(key);
      const done: LiveFields = shown(Object.fromEntries(fields.map(({ path, after }) => [path, after])));
      return options.onConfig?.(fields) ?? { ok: true, value: { fields: done, tookEffect: true } };
    },
    writeLedger: async (_, seen, next, key) => {
      options.before?.(next, key);
      const word = next.claim === undefined || Object.keys(next.entries).length > 0 ? 'record' : 'claim';
      const failure = fail(word);
      if (failure) return failure;
      const body = JSON.stringify([seen.metadata, next]);
      const earlier = bodies.get(key);
      if (earlier !== undefined && earlier !== body) {
        return { ok: false, problems: [{ code: 'api/conflict', message: 'The key was used with another body.' }] };
      }
      if (earlier === undefined) write(seen, next);
      bodies.set(key, body);
      keys.push(key);
      log.push(`${word}${logText(next)}`);
      return { ok: true, value: undefined };
    },
    checkLedgerSize: () => options.ledgerSize ?? { ok: true, value: undefined },
  };
  return {
    writer,
    ledger: () => ledger,
    metadata: () => metadata,
    meddle: (change) => {
      ledger = { ...ledger, ...change.ledger };
      metadata = { ...metadata, ...change.metadata };
    },
    log,
    keys,
  };

  function write(seen: LiveProject, { revision, claim, entries, drop }: LedgerNext): void {
    const carried = Object.entries(seen.ledger.entries).filter(([key]) => !drop.includes(key));
    const set = Object.entries(entries).map(([key, entry]) => [key, { state: 'kept', entry }] as const);
    const all = Object.fromEntries([...carried, ...set]);
    ledger = { revision, ...(claim && { claim }), entries: all, unreadable: false };
    metadata = seen.metadata;
  }
}

function logText({ revision, claim, entries, drop }: LedgerNext): string {
  const parts = [
    claim && Object.keys(entries).length === 0 ? ` ${claim.run} r${claim.revision}` : ` r${revision}`,
    ...Object.keys(entries).map((key) => ` ${key}`),
  ];
  return `${parts.filter((part) => typeof part === 'string').join('')}${drop.map((key) => ` -${key}`).join('')}`;
}

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** A signal that is aborted. */
export const stopped = AbortSignal.abort();
