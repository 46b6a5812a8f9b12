import { describe, expect, test } from 'vitest';
import { withHarness, type HarnessOptions, type StoryHarness } from '../support/harness.ts';
import { type Client, client, copied, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** The desired value of each client, and its result. */
const calm = client(1, { name: 'calm' });
const raised = client(2, { name: 'raised' });
const steep = client(3, { name: 'steep' });
const unreadable = client(4, { name: 'unreadable', project: '99999999-9999-4999-8999-999999999999' });
const byHand = client(5, { name: 'by-hand' });

const DOCUMENTS: Readonly<Record<string, string>> = {
  [calm.name]: documentOf(calm),
  [raised.name]: documentOf(raised, { monthlyCostCap: 30000 }),
  [steep.name]: documentOf(steep, { monthlyCostCap: 60000 }),
  [unreadable.name]: documentOf(unreadable),
  [byHand.name]: documentOf(byHand, { capEnforcement: 'tiktok' }),
};

const CASES = [
  { line: 'plan', of: [calm], exit: 0, why: 'nothing to do' },
  { line: 'plan --detailed-exitcode', of: [calm], exit: 0, why: 'nothing to do' },
  { line: 'plan', of: [raised], exit: 0, why: 'changes are no fault' },
  { line: 'plan --detailed-exitcode', of: [raised], exit: 2, why: 'changes, and asked for' },
  { line: 'plan --detailed-exitcode', of: [byHand], exit: 2, why: 'a human step is a change' },
  { line: 'plan --detailed-exitcode', of: [steep], exit: 4, why: 'a refusal comes before changes' },
  { line: 'plan', of: [raised, unreadable], exit: 1, why: 'a layer that cannot be read is a problem' },
  { line: 'plan --detailed-exitcode', of: [raised, unreadable], exit: 1, why: 'problems come before changes' },
  { line: 'plan', of: [steep, unreadable], exit: 4, why: 'a refusal comes before problems' },
  { line: 'apply --auto-approve', of: [calm], exit: 0, why: 'nothing to do is done' },
  { line: 'apply --auto-approve', of: [raised], exit: 0, why: 'all done' },
  { line: 'apply --auto-approve', of: [byHand], exit: 3, why: 'waits for a person' },
  { line: 'apply --auto-approve', of: [raised, byHand], exit: 3, why: 'one done, one waits' },
  {
    line: 'apply --auto-approve',
    of: [raised, unreadable],
    exit: 1,
    writes: true,
    why: 'what could be read is applied',
  },
  { line: 'apply --auto-approve', of: [raised, steep], exit: 4, why: 'one refusal stops all' },
  { line: 'apply --auto-approve', of: [steep, byHand], exit: 4, why: 'a refusal comes before waiting' },
  { line: 'drift', of: [calm], exit: 0, why: 'nothing moved' },
  { line: 'drift', of: [raised, unreadable], exit: 1, why: 'what cannot be read may have drifted' },
  { line: 'plan --allow cap-maximum=steep', of: [steep], exit: 1, why: 'a policy that is not one lifts nothing' },
  { line: 'confirm calm', of: [calm], exit: 0, why: 'there is no finding' },
] as const;

describe('exit codes, the first that holds', () => {
  test.each(CASES)('$line: $exit, $why', async ({ line, of, exit, ...rest }) => {
    await withHarness(given(of), async (harness) => {
      const ran = await harness.run(line);
      expect(ran.exit, ran.err).toBe(exit);
      if (exit === 4 || exit === 1) expect(harness.writes().length > 0).toBe('writes' in rest);
    });
  });

  test('a failure outranks waiting', async () => {
    const world = { switches: { configWritesTakeEffect: false } };
    await withHarness(given([raised, byHand], world), async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.out).toContain('1 failed, 1 waiting');
      expect(applied.exit).toBe(1);
    });
  });

  test('a concurrent apply outranks a failure', async () => {
    const claim = { run: 'local:somebody', revision: 1, until: '2026-11-10T12:10:00.000Z' };
    const metadata = { reconcile: { format: 1, revision: 0, claim, layers: {} } };
    const claimed = { ...calm, inProject: { metadata } };
    const documents = { [fileOf(calm)]: documentOf(calm, { monthlyCostCap: 29000 }) };
    const world = { switches: { configWritesTakeEffect: false } };
    await withHarness(given([claimed, raised], world, documents), async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.out).toContain('failed');
      expect(applied.err).toContain('local:somebody');
      expect(applied.exit).toBe(4);
    });
  });

  test('an invalid command line is a problem', async () => {
    await withHarness(given([calm]), async (harness) => {
      expect((await harness.run('plan --format xml')).exit).toBe(1);
      expect((await harness.run('aply')).exit).toBe(1);
      expect((await harness.run('--help')).exit).toBe(0);
    });
  });
});

test('drift is a live change; a changed document is a change to apply', async () => {
  await withHarness(given([calm]), async (harness) => {
    await harness.edit(fileOf(calm), 'monthlyCostCap: 28000', 'monthlyCostCap: 29000');
    await harness.run('apply --auto-approve');

    harness.note('The document changes: this is not drift.');
    await harness.edit(fileOf(calm), 'monthlyCostCap: 29000', 'monthlyCostCap: 31000');
    expect((await harness.run('drift')).exit).toBe(0);

    harness.note('Maya removes an objective in the dashboard: this is drift.');
    await paste(harness, calm, { monthlyCostCap: 29000, objectives: ['video_view'] });
    const drift = await harness.run('drift');
    expect(drift.exit).toBe(2);
    expect(harness.writes().length, 'only the first apply wrote').toBe(3);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/drift.txt');
  });
});

test('drift of a field that no API returns cannot be detected, with a note', async () => {
  const files = { [fileOf(calm)]: documentOf(calm), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([calm], { switches: { generation: 'seed' } }) }, async (harness) => {
    expect((await harness.run('drift')).out).toContain('unknown)');
    await harness.run('confirm calm --json -', { input: copied(calm.config) });
    expect((await harness.run('drift')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/drift-unseen.txt');
  });
});

describe('the question before writing', () => {
  const ASKED = [
    { name: 'yes', typed: ['yes'], exit: 0, writes: 3 },
    { name: 'no', typed: ['no'], exit: 1, writes: 0 },
    { name: 'y, which is not yes', typed: ['y'], exit: 1, writes: 0 },
    { name: 'the end of input', typed: [], exit: 1, writes: 0 },
  ];
  test.each(ASKED)('$name', async ({ name, typed, exit, writes }) => {
    await withHarness(given([raised]), async (harness) => {
      const applied = await harness.run('apply', { typed });
      expect(applied.exit).toBe(exit);
      expect(harness.writes().length).toBe(writes);
      expect(applied.out).toContain('Only "yes" is accepted:');
      if (name === 'no') await expect(harness.transcript()).toMatchFileSnapshot('golden/prompt-no.txt');
    });
  });

  test('no terminal to ask on', async () => {
    await withHarness(given([raised]), async (harness) => {
      const applied = await harness.run('apply');
      expect(applied.exit).toBe(1);
      expect(applied.err).toContain('cli/not-interactive');
      expect(harness.writes()).toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/prompt-no-terminal.txt');
    });
  });
});

function given(
  of: readonly Client[],
  extras: Parameters<typeof worldOf>[1] = {},
  documents: Readonly<Record<string, string>> = {},
): HarnessOptions {
  const files = Object.fromEntries(of.map((one) => [fileOf(one), DOCUMENTS[one.name] ?? '']));
  return {
    files: { ...files, ...documents, 'reconcile.yaml': settings({ transport: endpoint() }) },
    // The project of `unreadable` is in no world.
    world: worldOf(
      of.filter((one) => one !== unreadable),
      extras,
    ),
  };
}

async function paste(harness: StoryHarness, one: Client, members: Record<string, unknown>): Promise<void> {
  const json = { ...one.config, ...members };
  const answer = await harness.call('POST', '/__sandbox/people/paste', { project: one.project, json });
  expect(answer.status).toBe(200);
}
