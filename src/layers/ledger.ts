import { hash } from 'node:crypto';
import { z } from 'zod';
import {
  canonicalJson,
  CHANGE_KINDS,
  type Claim,
  exactJson,
  fail,
  isMap,
  type Ledger,
  type LedgerEntry,
  type LedgerNext,
  type LedgerView,
  ok,
  parseRecordedFields,
  type Problem,
  type Result,
  type Value,
  withPlainNumbers,
} from '../model/index.ts';

/**
 * The ledger is in the project's metadata under `reconcile`, next to the data of other tools. Metadata is limited to
 * 8 KB and only replaced as a whole. Whether 8 KB means 8,000 or 8,192 bytes is unknown, so the smaller limit applies.
 *
 * Source: developers.layers.com docs/api/reference/projects (documented).
 */
const MEMBER = 'reconcile';
const FORMAT = 1;
const MAX_METADATA_BYTES = 8_000;

type Metadata = Readonly<Record<string, Value>>;

const revision = z.number().int().nonnegative();

const ids = z.array(z.string()).default([]);
const WireIntent = z.object({ digest: z.string(), paused: ids, resumed: ids });

const WireClaim = z.object({
  run: z.string(),
  nonce: z.string().optional(),
  attempt: z.number().int().positive().optional(),
  job: z.string().optional(),
  intents: z.record(z.string(), WireIntent).optional(),
  revision,
  until: z.string(),
});

const WirePixelCheck = z
  .object({ pixel: z.string(), account: z.string(), number: z.string().optional(), time: z.string() })
  .transform(({ number, ...check }) => ({ ...check, ...(number !== undefined && { number }) }));

const WireEntry = z.object({
  // Parsed from JSON, so all members are values.
  config: z.custom<Metadata>(isMap).transform((config, context) => {
    const fields = parseRecordedFields(config);
    if (fields !== undefined) return fields;
    context.addIssue('unknown fields or values');
    return z.NEVER;
  }),
  digest: z.string(),
  document: z.string().optional(),
  open: z.array(z.enum(CHANGE_KINDS)).optional(),
  pixelCheck: WirePixelCheck.optional(),
  revision,
  owner: z.object({ repository: z.string().nullable(), root: z.string() }),
  commit: z.string().nullable(),
  time: z.string(),
  checksum: z.string(),
});

const WireLedger = z.object({
  format: z.literal(FORMAT),
  revision,
  claim: WireClaim.nullish(),
  // As it was parsed: V8 takes long to copy maps whose keys are ids.
  layers: z.custom<Metadata>(isMap),
});

/**
 * `later`: of a later version. It may contain unknown data, so it must be neither trusted nor replaced. `too large`: a
 * revision of the ledger or of its claim cannot be incremented.
 */
export type LedgerReading =
  | { readonly state: 'usable'; readonly ledger: Ledger }
  | { readonly state: 'later'; readonly format: number }
  | { readonly state: 'too large'; readonly revision: string };

export function readLedger(metadata: Metadata): LedgerReading {
  const raw = plainMember(metadata);
  const later = Later.safeParse(raw);
  if (later.success) return { state: 'later', format: later.data.format };
  const revision = unusableRevision(raw);
  return revision === undefined ? { state: 'usable', ledger: parseLedger(raw) } : { state: 'too large', revision };
}

// Shapes are made once: making one takes longer than reading a ledger.
const Later = z.object({ format: z.number().gt(FORMAT) });

/** Not z.number(), which rejects infinity. */
const Count = z.unknown().transform((value) => (typeof value === 'object' ? 0 : Number(value)));
const Counted = z.object({ revision: Count, claim: z.object({ revision: Count }).optional().catch(undefined) });
const Revised = z.object({ revision });

/** Half of JavaScript's exact integers: never reached by writes, with room to increment. */
const MAX_REVISION = 2 ** 52;

function unusableRevision(raw: Value | undefined): string | undefined {
  const { data } = Counted.safeParse(raw);
  const tooLarge = [data?.revision, data?.claim?.revision].find((revision = 0) => revision >= MAX_REVISION);
  return tooLarge === undefined ? undefined : String(tooLarge);
}

/** Invalid parts, such as manual edits, are `unreadable`: a single entry if possible, otherwise the whole ledger. */
function parseLedger(raw: Value | undefined): Ledger {
  if (raw === undefined) return { revision: 0, entries: {}, unreadable: false };
  const parsed = WireLedger.safeParse(raw);
  if (!parsed.success) return { revision: revisionIn(raw), entries: {}, unreadable: true };
  const { claim, layers } = parsed.data;
  // Without a prototype: V8 gives each object with ids as keys a hidden class of its own, and after 1,536 of them has no
  // room for those that other objects share.
  const entries = Object.create(null) as Record<string, LedgerView>;
  for (const [key, entry] of Object.entries(layers)) entries[key] = viewOf(entry);
  return { revision: parsed.data.revision, ...(claim && { claim: claimIn(claim) }), entries, unreadable: false };
}

/** Keeps other metadata and entries. A ledger that could not be parsed is replaced. */
export function withLedger(metadata: Metadata, next: LedgerNext): Metadata {
  const kept = Object.entries(rawLayers(metadata)).filter(([key]) => !next.drop.includes(key));
  const set = Object.entries(next.entries).map(([key, entry]): [string, Value] => [key, wireEntry(entry)]);
  const ledger: Value = {
    format: FORMAT,
    revision: next.revision,
    ...(next.claim && { claim: wireClaim(next.claim) }),
    // Not by assignment, because `__proto__` is a valid key.
    layers: Object.fromEntries(new Map([...kept, ...set])),
  };
  return { ...metadata, [MEMBER]: ledger };
}

export function sameLedger(one: Metadata, other: Metadata): boolean {
  return canonicalJson(memberOf(one) ?? null) === canonicalJson(memberOf(other) ?? null);
}

/** Fails with `ledger/too-large` if the metadata exceeds the limit of Layers. */
export function checkLedgerSize(metadata: Metadata): Result<void> {
  const { [MEMBER]: ours = null, ...others } = metadata;
  const total = sizeOf(metadata);
  if (total <= MAX_METADATA_BYTES) return ok(undefined);
  const layers = Object.keys(rawLayers(metadata)).length;
  const problem: Problem = {
    code: 'ledger/too-large',
    message: `The metadata of the project would have ${total} bytes (maximum ${MAX_METADATA_BYTES}): ${sizeOf(ours)} for the ledger of ${layers} ${layers === 1 ? 'layer' : 'layers'}, ${sizeOf(others)} for other tools.`,
    remedy: 'Remove metadata that other tools no longer need, or split the layers between projects.',
  };
  return fail(problem);
}

/** Revisions must not restart: idempotency keys of the last 24 hours derive from them. */
function revisionIn(raw: Value): number {
  const found = Revised.safeParse(raw);
  return found.success ? found.data.revision : 0;
}

function viewOf(raw: unknown): LedgerView {
  const entry = WireEntry.safeParse(raw);
  if (!entry.success || !isMap(raw)) return { state: 'unreadable' };
  // Covers members of later versions too.
  const { checksum: _, ...rest } = raw;
  if (checksum(rest) !== entry.data.checksum) return { state: 'unreadable' };
  return { state: 'kept', entry: entryIn(entry.data) };
}

function entryIn({ document, open, pixelCheck, checksum: _, ...entry }: z.output<typeof WireEntry>): LedgerEntry {
  return {
    ...entry,
    ...(document !== undefined && { document }),
    ...(open !== undefined && { open }),
    ...(pixelCheck !== undefined && { pixelCheck }),
  };
}

function wireEntry({ config, owner, pixelCheck, ...rest }: LedgerEntry): Value {
  const { digest, document, open, revision: at, commit, time } = rest;
  const entry = sortedMembers({
    config: sortedMembers(config),
    digest,
    document,
    open,
    pixelCheck: pixelCheck === undefined ? undefined : sortedMembers(pixelCheck),
    revision: at,
    owner: { repository: owner.repository, root: owner.root },
    commit,
    time,
  });
  return { ...entry, checksum: checksum(entry) };
}

/** Without absent members. Each plan reads the checksums of all entries, which is faster if nothing has to be sorted. */
function sortedMembers(map: Readonly<Record<string, Value | undefined>>): Metadata {
  const members = Object.entries(map).flatMap(([key, value]): [string, Value][] =>
    value === undefined ? [] : [[key, value]],
  );
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function claimIn({ run, nonce, attempt, job, intents, revision: at, until }: z.output<typeof WireClaim>): Claim {
  return {
    run,
    ...(nonce !== undefined && { nonce }),
    ...(attempt !== undefined && { attempt }),
    ...(job !== undefined && { job }),
    ...(intents !== undefined && { intents }),
    revision: at,
    until,
  };
}

function wireClaim({ intents, ...claim }: Claim): Value {
  if (intents === undefined) return claim;
  const wire = Object.entries(intents).map(([key, { digest, paused, resumed }]): [string, Value] => [
    key,
    { digest, ...(paused.length > 0 && { paused }), ...(resumed.length > 0 && { resumed }) },
  ]);
  return { ...claim, intents: Object.fromEntries(wire) };
}

function checksum(entry: Metadata): string {
  return hash('sha256', canonicalJson(entry)).slice(0, 16);
}

function rawLayers(metadata: Metadata): Metadata {
  const raw = memberOf(metadata);
  // An unknown format has no entries to keep.
  if (raw === undefined || !WireLedger.safeParse(withPlainNumbers(raw)).success || !isMap(raw)) return {};
  const layers = raw['layers'];
  return isMap(layers) ? layers : {};
}

/** For reading, not for writing back: long integers are text. */
function plainMember(metadata: Metadata): Value | undefined {
  const raw = memberOf(metadata);
  return raw === undefined ? undefined : withPlainNumbers(raw);
}

function memberOf(metadata: Metadata): Value | undefined {
  return Object.hasOwn(metadata, MEMBER) ? (metadata[MEMBER] ?? undefined) : undefined;
}

function sizeOf(value: Value): number {
  return new TextEncoder().encode(exactJson(value)).byteLength;
}
