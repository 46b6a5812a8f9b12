import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptMembers, READ_MEMBERS } from '../../src/io/kept-members.ts';
import { withHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** The address of an OAuth consent connects the account of the person who opens it; no plan reads it. */
const ONCE_ONLY = 'url';

/** Every member that a shape of both clients names, but for the ledger's, which is kept as a whole. */
function membersOfShapes(): readonly string[] {
  const files = ['src/layers', 'src/tiktok'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'ledger.ts')
      .map((file) => readFileSync(join(room, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')),
  );
  const members = files.flatMap((text) => [
    ...[...text.matchAll(/\bz\s*\.\s*(?:object|looseObject|strictObject)\(\{/g)].flatMap(({ 0: head, index }) =>
      [...blockAt(text, index + head.length).matchAll(/(?:^|[,{\n])\s*([A-Za-z_]\w*)\s*[:,}\n]/g)].map(
        ([, key]) => key,
      ),
    ),
    // A list with a name of its own.
    ...[...text.matchAll(/\bmember: '(\w+)'/g)].map(([, key]) => key),
  ]);
  return [...new Set(members.flatMap((key) => key ?? []))].filter((key) => key !== ONCE_ONLY).sort();
}

/** Up to the brace that closes the one at `start`. */
function blockAt(text: string, start: number): string {
  let depth = 1;
  let at = start;
  for (; depth > 0 && at < text.length; at += 1) depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
  return text.slice(start, at);
}

test('the list is that of the clients’ shapes', () => {
  expect(membersOfShapes().length).toBeGreaterThan(50);
  expect([...READ_MEMBERS].sort()).toEqual(membersOfShapes());
});

describe('of a response is recorded', () => {
  test.each([
    ['what is read, and nothing beside it', { data: { name: 'a', salary: 7 }, x: 1 }, { data: { name: 'a' } }],
    ['every row of a list', { list: [{ code: 0, who: 'b' }, 'c'] }, { list: [{ code: 0 }, 'c'] }],
    ['the whole ledger', { metadata: { reconcile: { any: [1] } } }, { metadata: { reconcile: { any: [1] } } }],
    ['nothing else of metadata', { metadata: { name: 'a', status: 1 } }, { metadata: {} }],
    [
      'ids, wherever they stand',
      { row: { id: '7098765432109876543', phone: '+1' } },
      { row: { id: '7098765432109876543' } },
    ],
    ['no telephone number', { cellphone: '14155550100', telephone: 14155550100 }, {}],
    ['null as it is', null, null],
  ])('%s', (_, body, kept) => {
    expect(JSON.parse(keptMembers(JSON.stringify(body), 'other'))).toEqual(kept);
  });

  test('every digit', () => {
    expect(keptMembers('{"budget":1.50,"item_id":7098765432109876543}', 'other')).toBe(
      '{"budget":1.50,"item_id":7098765432109876543}',
    );
  });

  test('the names of all config members, and the values of known ones', () => {
    const config = { objectives: ['a'], secretPlan: { a: 1 }, capi: { event_map: { x: 'Y' }, own: 'z' } };
    expect(JSON.parse(keptMembers(JSON.stringify(config), 'config'))).toEqual({
      objectives: ['a'],
      secretPlan: null,
      capi: { event_map: { x: 'Y' }, own: null },
    });
  });

  test.each(['<html>Jane Doe</html>', '{"name":"Jane Doe"', 'Jane Doe'])('nothing of %s', (body) => {
    expect(keptMembers(body, 'other')).toBe('not kept');
  });

  test('that it is nested too deeply, and nothing of it', () => {
    expect(keptMembers(`${'['.repeat(300)}"Jane Doe"${']'.repeat(300)}`, 'other')).toMatch(/^\[+\]+$/);
  });
});

test('a record has no other member, and plans the same bytes, also of a config with unknown keys', async () => {
  const live = acme({ config: { house: 'Jane Doe', objectives: ['app_installs'] } });
  const files = {
    [fileOf(live)]: documentOf(acme(), { monthlyCostCap: 29000 }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  await withHarness({ files, world: worldOf([live]) }, async (harness) => {
    const now = await harness.run('plan --format json --record run.json');
    expect(await harness.run('plan --format json --replay run.json')).toEqual(now);
    const record = await harness.read('run.json');
    expect(record).not.toContain('Jane Doe');
    const { reads } = JSON.parse(record) as { reads: { body: string; url: string }[] };
    const documented = reads.filter(({ url }) => !url.includes('__sandbox'));
    expect(documented.length).toBeGreaterThan(4);
    for (const { body } of documented)
      JSON.parse(body, (key, value: unknown) => {
        if (key !== '' && !/^\d+$/.test(key) && !key.startsWith('reconcile')) expect([...READ_MEMBERS]).toContain(key);
        return value;
      });
  });
});
