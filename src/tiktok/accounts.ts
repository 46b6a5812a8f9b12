import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { type AccountFacts, type LiveAccount, moneyRoundedDown, ok, type Result } from '../model/index.ts';
import { batches, Id, incompleteList, pathOf, read, refusalText, undocumented } from './request.ts';

/** No maximum is documented; public clients send 100 (second-hand). */
const MAX_ACCOUNTS_PER_REQUEST = 100;

const FIELDS = [
  'advertiser_id',
  'name',
  'status',
  'currency',
  'timezone',
  'display_timezone',
  'owner_bc_id',
  'balance',
];

const text = z.string().nullish();

/** Source: /advertiser/info/ (documented). */
const Row = z.object({
  advertiser_id: Id,
  name: text,
  status: z.string(),
  currency: z.string(),
  timezone: text,
  display_timezone: text,
  owner_bc_id: Id.nullish(),
  // A number (second-hand); anything else is unknown.
  balance: z.union([z.number(), z.string()]).nullish().catch(undefined),
});

/** Parsed one by one, so a broken row fails alone. */
const Shape = z.object({ list: z.array(z.unknown()) });

const RowId = z.object({ advertiser_id: Id });

type Accounts = ReadonlyMap<string, Result<LiveAccount>>;

/**
 * One result per requested id. An unreadable account is not a failure. A missing row is one, because TikTok refuses
 * requests for unreadable accounts.
 */
export async function readAccounts(client: Client, ids: readonly string[], signal: AbortSignal): Promise<Accounts> {
  const requested = [...new Set(ids)];
  const possible = requested.filter((id) => /^\d+$/.test(id));
  const results = await Promise.all(
    batches(possible, MAX_ACCOUNTS_PER_REQUEST).map((batch) => readBatch(client, batch, signal)),
  );
  const seen = new Map(results.flatMap((result) => [...result]));
  return new Map(requested.map((id) => [id, seen.get(id) ?? unreadable('The id does not consist of digits.')]));
}

/**
 * One deleted or ungranted account fails the whole batch.
 *
 * Source: public clients (second-hand).
 */
async function readBatch(client: Client, batch: readonly string[], signal: AbortSignal): Promise<Accounts> {
  if (batch.length === 0) return new Map();
  const path = pathOf('advertiser/info', { advertiser_ids: batch, fields: FIELDS });
  const reading = await read(client, path, Shape, signal);
  if (reading.ok) return rowsById(path, batch, reading.value.list);
  if (!isAboutOne(reading)) return new Map(batch.map((id) => [id, reading]));
  const reason = refusalText(reading);
  const named = idsIn(reading.rawMessage ?? '');
  const culprits = batch.length === 1 ? batch : batch.filter((id) => named.has(id));
  if (culprits.length > 0) {
    const rest = await readBatch(
      client,
      batch.filter((id) => !culprits.includes(id)),
      signal,
    );
    return new Map([...rest, ...culprits.map((id) => [id, unreadable(reason)] as const)]);
  }
  const half = Math.ceil(batch.length / 2);
  const left = await readBatch(client, batch.slice(0, half), signal);
  const right = await readBatch(client, batch.slice(half), signal);
  return new Map([...left, ...right]);
}

function rowsById(path: string, batch: readonly string[], rows: readonly unknown[]): Accounts {
  const known = new Map<string, Result<LiveAccount>>();
  for (const row of rows) {
    const id = RowId.safeParse(row).data?.advertiser_id;
    const parsed = Row.safeParse(row);
    if (id !== undefined)
      known.set(
        id,
        parsed.success
          ? ok({ state: 'seen', facts: factsOf(parsed.data) })
          : undocumented(`ad account ${id}`, parsed.error),
      );
  }
  const received = batch.filter((id) => known.has(id)).length;
  const missing = incompleteList(path, received, batch.length);
  return new Map(batch.map((id) => [id, known.get(id) ?? missing]));
}

const ABOUT_ONE: ReadonlySet<string> = new Set(['40001', '40007', '40300', '40302']);

/** A missing scope fails every account, so halving would not help. */
function isAboutOne({ code, rawMessage }: ApiFailure): boolean {
  return code !== undefined && ABOUT_ONE.has(code) && !/does not grant you \S+ permission/i.test(rawMessage ?? '');
}

function idsIn(message: string): ReadonlySet<string> {
  return new Set(message.match(/\d+/g) ?? []);
}

function factsOf(row: z.output<typeof Row>): AccountFacts {
  const owner = row.owner_bc_id ?? '';
  const balance = row.balance == null ? undefined : moneyRoundedDown(String(row.balance), row.currency);
  return {
    advertiserId: row.advertiser_id,
    name: row.name ?? '',
    status: row.status,
    currency: row.currency,
    // `timezone` may be a fixed offset such as `Etc/GMT+8`, without daylight saving time.
    timezone: row.display_timezone || row.timezone || 'UTC',
    ...(balance !== undefined && { balance }),
    ...(owner !== '' && { ownerBusinessId: owner }),
  };
}

function unreadable(reason: string): Result<LiveAccount> {
  return ok({ state: 'unreadable', reason });
}
