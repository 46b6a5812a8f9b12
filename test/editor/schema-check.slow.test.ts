import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { VERSION } from '../../src/model/index.ts';
import { initialFiles } from '../../src/operations/initial-files.ts';
import { below, memoryFiles } from '../faults/memory-files.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const NEW = Object.fromEntries(
  initialFiles({ name: 'acme', mode: 'byo' }, undefined).map(({ path, text }) => [path, text]),
);
const LAYER = 'schemas/layer.schema.json';
const written = NEW[LAYER] ?? '';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly files: Readonly<Record<string, string>>;
  readonly exit: number;
  readonly says: readonly string[];
};

const CASES: readonly Case[] = [
  {
    name: 'what init wrote',
    why: 'it belongs to this version',
    files: NEW,
    exit: 0,
    says: ['3 local schemas up to date: schemas/layer.schema.json, schemas/defaults.schema.json'],
  },
  {
    name: 'another layout',
    why: 'people format their JSON',
    files: { [LAYER]: JSON.stringify(JSON.parse(written)) },
    exit: 0,
    says: ['1 local schema up to date'],
  },
  {
    name: 'an earlier version',
    why: 'the editor would check the rules of that version',
    files: { ...NEW, [LAYER]: written.replace(`/v${VERSION}/`, '/v0.0.9/') },
    exit: 1,
    says: [
      `schemas/layer.schema.json belongs to reconcile 0.0.9, and this is ${VERSION}.`,
      'Run reconcile schema layer > schemas/layer.schema.json',
    ],
  },
  {
    name: 'a changed copy of this version',
    why: 'a rule that was removed by hand is not checked',
    files: { [LAYER]: written.replace('"doNotSuggest": true', '"doNotSuggest": false') },
    exit: 1,
    says: [`differs from the schema of reconcile ${VERSION}`],
  },
  {
    name: 'a copy from before the first release',
    why: 'its id had no address',
    files: { [LAYER]: '{ "$id": "urn:layers-reconcile:schema:layer" }' },
    exit: 1,
    says: ['schemas/layer.schema.json differs'],
  },
  {
    name: 'a file that is not JSON',
    why: 'a merge may have left markers in it',
    files: { [LAYER]: '<<<<<<< HEAD\n' },
    exit: 1,
    says: ['schemas/layer.schema.json is not JSON.'],
  },
  {
    name: 'a schema of a different program',
    why: 'it only has the same name',
    files: { [LAYER]: '{ "$id": "https://example.com/layer.schema.json" }' },
    exit: 0,
    says: ['No local copies of schemas in schemas/.'],
  },
  {
    name: 'no copies',
    why: 'editors may use the published ones',
    files: { 'reconcile.yaml': 'costCapUnit: major\n' },
    exit: 0,
    says: ['No local copies'],
  },
];

async function check(argv: readonly string[], files: Readonly<Record<string, string>>) {
  const { machine, out, err, close } = fakeMachine({ cwd: '/repository' });
  const bare = { ...machine, files: memoryFiles(below('/repository', files)).files };
  const exit = await run(argv, { bare, full: async () => bare });
  await close();
  return { exit, text: `${out()}${err()}` };
}

describe('schema --check', () => {
  test.each(CASES)('$name: $why', async ({ files, exit, says }) => {
    const checked = await check(['schema', '--check'], files);
    for (const words of says) expect(checked.text).toContain(words);
    expect(checked.exit).toBe(exit);
  });

  test.each([[[]], [['layer', '--check']]])('needs a name or --check, not both: %j', async (args) => {
    const { exit, text } = await check(['schema', ...args], {});
    expect(exit).toBe(1);
    expect(text).toContain('pass the name of a schema, or --check');
  });
});
