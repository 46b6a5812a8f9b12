import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endedHere, journalFile } from '../../src/io/journal-file.ts';
import { thisProcess } from '../../src/io/this-process.ts';
import type { Machine } from '../../src/machine.ts';
import { fakeMachine } from '../support/fake-machine.ts';

/** Files in memory, for reading only; their paths are from /repo. */
function filesOf(texts: Readonly<Record<string, string>>): Machine['files'] {
  const all = new Map(Object.entries(texts).map(([path, text]) => [resolve('/repo', path), text]));
  return {
    ...fakeMachine({ cwd: '/' }).machine.files,
    read: async (path) => {
      const text = all.get(path);
      if (text === undefined) throw new Error('ENOENT');
      return new TextEncoder().encode(text);
    },
    look: async (path) => (all.has(path) ? { kind: 'file', size: 1, real: path } : undefined),
    write: async () => {},
  };
}

const claim = { run: 'local:n1', nonce: 'n1', revision: 7, until: '2026-11-10T12:15:00Z' };
const line = (nonce: string, process: string) => JSON.stringify({ run: 'r', nonce, revision: 7, process });
const gone: Machine['self'] = { id: 'ours', hasEnded: (id) => id === 'gone' };

describe('whether the process that holds a claim has ended', () => {
  test.each<{ name: string; path: string; text: string; env?: Machine['env']; ended: boolean }>([
    { name: 'there is no journal: a different machine', path: 'other', text: '', ended: false },
    { name: 'its process is gone', path: '.reconcile/journal-7.jsonl', text: line('n1', 'gone'), ended: true },
    { name: 'its process is there', path: '.reconcile/journal-7.jsonl', text: line('n1', 'there'), ended: false },
    {
      name: 'a different process has ended',
      path: '.reconcile/journal-7.jsonl',
      text: line('n2', 'gone'),
      ended: false,
    },
    {
      name: 'the last line was cut off',
      path: '.reconcile/journal-7.jsonl',
      text: `${line('n1', 'gone')}\n{"run":`,
      ended: true,
    },
    {
      name: 'the journal of a different revision',
      path: '.reconcile/journal-6.jsonl',
      text: line('n1', 'gone'),
      ended: false,
    },
    {
      name: 'in CI it is below the temporary folder of the runner',
      path: '../tmp/journal-7.jsonl',
      text: line('n1', 'gone'),
      env: { RUNNER_TEMP: '/tmp' },
      ended: true,
    },
    {
      name: 'lines of an earlier version, and of others',
      path: '.reconcile/journal-7.jsonl',
      text: '{"run":"local:n1"}\nnull\n7\n\n',
      ended: false,
    },
  ])('$name: $ended', async ({ path, text, env = {}, ended }) => {
    const machine = { env, files: filesOf({ [path]: text }), self: gone };
    expect(await endedHere('/repo', machine)(claim)).toBe(ended);
  });

  test('a claim without a nonce, of an earlier version, is proved by nothing', async () => {
    const { nonce: _, ...old } = claim;
    const files = filesOf({ '.reconcile/journal-7.jsonl': line('n1', 'gone') });
    expect(await endedHere('/repo', { env: {}, files, self: gone })(old)).toBe(false);
  });

  test('a journal entry names a process that can be found again', async () => {
    let text = '';
    const files = { ...filesOf({}), append: async (_: string, more: string) => void (text += more) };
    const journal = journalFile('/repo', { env: {}, files, self: { ...gone, id: 'gone' } });
    const { until: _, ...of } = claim;
    await journal({ ...of, at: 'now', project: 'p', change: 'ledger/claim', moment: 'before', key: 'k' });
    const later = { env: {}, files: filesOf({ '.reconcile/journal-7.jsonl': text }), self: gone };
    expect(await endedHere('/repo', later)(claim)).toBe(true);
  });
});

describe('this process', () => {
  const [here] = JSON.parse(thisProcess.id) as [string, number];

  test.each([
    { name: 'itself', id: thisProcess.id, ended: false },
    { name: 'a number that no process has', id: JSON.stringify([here, 4_194_305]), ended: true },
    { name: 'a process of a different machine', id: JSON.stringify(['elsewhere', 4_194_305]), ended: false },
    { name: 'one that may not be asked about', id: JSON.stringify([here, 1]), ended: false },
    { name: 'no process id', id: 'x', ended: false },
    { name: 'no number', id: JSON.stringify([here]), ended: false },
    { name: 'a group of processes', id: JSON.stringify([here, -4_194_305]), ended: false },
    { name: 'its own group', id: JSON.stringify([here, 0]), ended: false },
  ])('$name: $ended', ({ id, ended }) => {
    expect(thisProcess.hasEnded(id)).toBe(ended);
  });
});
