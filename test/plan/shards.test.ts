import { describe, expect, test } from 'vitest';
import { assignShards } from '../../src/plan/index.ts';

type Document = {
  readonly project: string;
  readonly credentials: { readonly layers: string; readonly tiktok: string };
};

const aDocument = (project: string, layers = 'ONE_KEY'): Document => ({
  project,
  credentials: { layers, tiktok: 'TIKTOK_ACCESS_TOKEN' },
});
const manyOf = (count: number, key?: (n: number) => string): readonly Document[] =>
  Array.from({ length: count }, (_, n) => aDocument(`project-${n}`, key?.(n)));
const keysOf = (documents: readonly Document[]): readonly string[] =>
  documents.map(({ credentials }) => credentials.layers);

/** The shards of all projects, in order. */
function shardsOf(documents: readonly Document[], keys: readonly string[], of: number): readonly number[] {
  const { ofProject } = assignShards([documents], keys, of);
  return documents.map(({ project }) => ofProject(project));
}

const sizes = (shards: readonly number[], of: number): readonly number[] =>
  Array.from({ length: of }, (_, index) => shards.filter((number) => number === index + 1).length);

describe('the shard of a project', () => {
  const one = manyOf(1000);

  test.each([1, 2, 4, 7, 256])('is one of %i, with about as many projects each', (of) => {
    const shards = shardsOf(one, [], of);
    expect(shards.every((number) => Number.isInteger(number) && number >= 1 && number <= of)).toBe(true);
    const fair = one.length / of;
    for (const size of sizes(shards, of)) expect(Math.abs(size - fair)).toBeLessThan(5 * Math.sqrt(fair) + 1);
  });

  test('does not depend on the other projects', () => {
    const more = [...manyOf(1500).slice(500), aDocument('a-new-client')];
    const alone = shardsOf(one, [], 4);
    const before = new Map(one.map(({ project }, index) => [project, alone[index]]));
    const after = shardsOf(more, [], 4);
    const moved = more.filter(({ project }, index) => before.has(project) && before.get(project) !== after[index]);
    expect(moved).toEqual([]);
  });

  test('is that of all its layers, whatever their keys are', () => {
    const mixed = [aDocument('p', 'KEY_B'), aDocument('p', 'KEY_A'), ...manyOf(8, (n) => `KEY_${'ABCD'[n % 4]}`)];
    const { ofProject } = assignShards([mixed], keysOf(mixed), 4);
    const { ofProject: reversed } = assignShards([mixed.toReversed()], keysOf(mixed), 4);
    expect(reversed('p')).toBe(ofProject('p'));
  });
});

describe('with at least as many keys as shards', () => {
  const clients = manyOf(1000, (n) => `CLIENT_${n % 10}_KEY`);
  const keys = [...new Set(keysOf(clients))];

  test('the projects of one key are together, and each shard has keys', () => {
    const shards = shardsOf(clients, keys, 4);
    for (const key of keys) {
      expect(new Set(shards.filter((_, index) => clients[index]?.credentials.layers === key)).size).toBe(1);
    }
    // Ten keys in four shards: two or three each.
    expect(sizes(shards, 4).toSorted((a, b) => a - b)).toEqual([200, 200, 300, 300]);
  });

  test('a layer that is added moves no other one', () => {
    const more = [...clients, aDocument('a-new-app', 'CLIENT_3_KEY'), aDocument('a-stranger', 'LAYERS_API_KEY')];
    expect(shardsOf(more, keys, 4).slice(0, clients.length)).toEqual(shardsOf(clients, keys, 4));
  });

  test('the order of the keys in the settings does not matter', () => {
    expect(shardsOf(clients, keys.toReversed(), 4)).toEqual(shardsOf(clients, keys, 4));
  });

  test('a removed document is where the project is, and a project that is gone where its key is', () => {
    const base = [aDocument('project-0', 'CLIENT_5_KEY'), aDocument('gone', 'CLIENT_7_KEY')];
    const { ofProject } = assignShards([clients, base], keys, 4);
    const alone = assignShards([clients], keys, 4);
    expect(ofProject('project-0')).toBe(alone.ofProject('project-0'));
    expect(ofProject('gone')).toBe(alone.ofProject('project-7'));
  });
});

test('with fewer keys than shards, the projects of a key are divided', () => {
  const clients = manyOf(400, (n) => `CLIENT_${n % 3}_KEY`);
  const keys = [...new Set(keysOf(clients))];
  expect(shardsOf(clients, keys, 4)).toEqual(shardsOf(clients, [], 4));
  expect(new Set(shardsOf(clients, keys, 4).filter((_, index) => index % 3 === 0)).size).toBe(4);
});
