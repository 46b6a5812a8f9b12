import { z } from 'zod';
import type { Client, Refused } from '../http/index.ts';
import type { AccountFacts, AccountSeen, Result } from '../model/index.ts';
import { batches, pathOf } from './query.ts';
import { Id, read } from './read.ts';
import { wordsOf } from './refusal.ts';

/** No maximum is documented; two independent public clients send 100 (second-hand). */
const LARGEST_BATCH = 100;

const FIELDS = ['advertiser_id', 'name', 'status', 'currency', 'timezone', 'display_timezone', 'owner_bc_id'];

const text = z.string().nullish();

/** Source: business-api.tiktok.com portal/docs, /advertiser/info/ (documented). */
const Shape = z.object({
  list: z.array(
    z.object({
      advertiser_id: Id,
      name: text,
      status: z.string(),
      currency: z.string(),
      timezone: text,
      display_timezone: text,
      owner_bc_id: Id.nullish(),
    }),
  ),
});

type Seen = ReadonlyMap<string, AccountSeen>;

/** One answer per id that was asked. An account that the token cannot read is an answer, not a failure. */
export async function readAccounts(client: Client, ids: readonly string[], signal: AbortSignal): Promise<Result<Seen>> {
  const asked = [...new Set(ids)];
  const possible = asked.filter((id) => /^\d+$/.test(id));
  const results = await Promise.all(batches(possible, LARGEST_BATCH).map((batch) => readBatch(client, batch, signal)));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  const [first] = problems;
  if (first !== undefined) return { ok: false, problems: [first] };
  const seen = new Map(results.flatMap((result) => (result.ok ? [...result.value] : [])));
  const answers = asked.map((id): [string, AccountSeen] => [
    id,
    seen.get(id) ?? unreadable('It is not an id of digits.'),
  ]);
  return { ok: true, value: new Map(answers) };
}

/**
 * One account that was deleted or not granted makes the whole batch fail. Its id stands in the message: the others are
 * asked again without it. Where no id stands there, halves are asked.
 *
 * Source: public readers of this API (second-hand).
 */
async function readBatch(client: Client, batch: readonly string[], signal: AbortSignal): Promise<Result<Seen>> {
  if (batch.length === 0) return { ok: true, value: new Map() };
  const path = pathOf('advertiser/info', { advertiser_ids: batch, fields: FIELDS });
  const reading = await read(client, path, Shape, signal);
  if (reading.ok) {
    const facts = new Map(reading.value.list.map((row) => [row.advertiser_id, factsOf(row)]));
    return { ok: true, value: new Map(batch.map((id) => [id, seenOf(facts.get(id))])) };
  }
  if (!isAboutOne(reading)) return reading;
  const reason = wordsOf(reading);
  const named = idsIn(reading.words ?? '');
  const culprits = batch.length === 1 ? batch : batch.filter((id) => named.has(id));
  if (culprits.length > 0) {
    const rest = await readBatch(
      client,
      batch.filter((id) => !culprits.includes(id)),
      signal,
    );
    if (!rest.ok) return rest;
    return { ok: true, value: new Map([...rest.value, ...culprits.map((id) => [id, unreadable(reason)] as const)]) };
  }
  const half = Math.ceil(batch.length / 2);
  const left = await readBatch(client, batch.slice(0, half), signal);
  if (!left.ok) return left;
  const right = await readBatch(client, batch.slice(half), signal);
  return right.ok ? { ok: true, value: new Map([...left.value, ...right.value]) } : right;
}

const ABOUT_ONE: ReadonlySet<string> = new Set(['40001', '40007', '40300', '40302']);

/** A missing scope fails every account alike: halving the batch would only ask more often. */
function isAboutOne({ code, words }: Refused): boolean {
  return code !== undefined && ABOUT_ONE.has(code) && !/does not grant you \S+ permission/i.test(words ?? '');
}

function idsIn(message: string): ReadonlySet<string> {
  return new Set(message.match(/\d+/g) ?? []);
}

function seenOf(facts: AccountFacts | undefined): AccountSeen {
  return facts === undefined ? unreadable('TikTok does not list it.') : { state: 'seen', facts };
}

function factsOf(row: z.output<typeof Shape>['list'][number]): AccountFacts {
  const owner = row.owner_bc_id ?? '';
  return {
    advertiserId: row.advertiser_id,
    name: row.name ?? '',
    status: row.status,
    currency: row.currency,
    // `timezone` may be a fixed offset such as `Etc/GMT+8`, which knows no summer time.
    timezone: row.display_timezone || row.timezone || 'UTC',
    ...(owner !== '' && { ownerBusinessId: owner }),
  };
}

function unreadable(reason: string): AccountSeen {
  return { state: 'unreadable', reason };
}
