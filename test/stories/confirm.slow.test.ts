import { describe, expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  connected,
  copied,
  documentOf,
  documentsOf,
  endpoint,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';

const live = acme();
const token = `act.${'story0Token1'.repeat(4)}`;

const CASES = [
  {
    name: 'another-account',
    why: 'a value from an API cannot be stated by a person',
    line: 'confirm acme-ios --json -',
    input: copied({ ...live.config, adAccountId: '7111111111111111111' }),
    exit: 1,
    says: ['confirm/contradicted', '7111111111111111111', live.account],
    not: [],
  },
  {
    name: 'token-pasted',
    why: 'a token in the ledger could be read by everyone who reads the project',
    line: 'confirm acme-ios --json -',
    input: copied({ ...live.config, capi: { ...live.config.capi, access_token: token } }),
    exit: 1,
    says: ['document/secret'],
    not: [token],
  },
  {
    name: 'unknown-name',
    why: 'a misspelling is the likeliest cause',
    line: 'confirm acme-iso --json -',
    input: copied(live.config),
    exit: 1,
    says: ['Did you mean "acme-ios"?'],
    not: [],
  },
  {
    name: 'no-json',
    why: 'half a paste must not become half a config',
    line: 'confirm acme-ios --json -',
    input: copied(live.config).slice(0, -20),
    exit: 1,
    says: ['document/syntax'],
    not: [],
  },
  {
    name: 'rounded-id',
    why: 'an id without quotes may have been rounded before it was copied',
    line: 'confirm acme-ios --json -',
    input: copied(live.config).replace(`"${live.account}"`, live.account),
    exit: 1,
    says: ['document/unquoted-id', live.account],
    not: [],
  },
  {
    name: 'infinite-cap',
    why: 'JSON has no such number, so it would be recorded as no cap',
    line: 'confirm acme-ios --json -',
    input: copied(live.config).replace(/("monthlyCostCap": ?)\d+/, '$1.inf'),
    exit: 1,
    says: ['confirm/invalid', '"monthlyCostCap" cannot be .inf.'],
    not: [],
  },
];

describe('input that confirm rejects', () => {
  test.each(CASES)('$name: $why', async ({ name, line, input, exit, says, not }) => {
    await withHarness(given(), async (harness) => {
      const ran = await harness.run(line, { input });
      expect(ran.exit).toBe(exit);
      for (const text of says) expect(ran.err).toContain(text);
      for (const text of not) expect(ran.err + ran.out).not.toContain(text);
      expect(harness.writes()).toEqual([]);
      expect(metadataOf(harness)).toEqual({});
      await expect(harness.transcript()).toMatchFileSnapshot(`golden/confirm-${name}.txt`);
    });
  });
});

test('keys that reconcile does not know are left out, and named', async () => {
  await withHarness(given(), async (harness) => {
    const pasted = { ...live.config, launchWindow: 'nights', capi: { ...live.config.capi, dedupe: true } };
    const ran = await harness.run('confirm acme-ios --json -', { input: copied(pasted) });
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('Skipped unknown keys: capi.dedupe, launchWindow.');
    expect(JSON.stringify(metadataOf(harness))).not.toMatch(/launchWindow|dedupe/);
  });
});

function given() {
  return { files: { ...documentsOf([live]), 'reconcile.yaml': settings() }, world: worldOf([live]) };
}

function metadataOf(harness: StoryHarness): unknown {
  return harness.world().layers.projects[0]?.metadata;
}

test('a value that a policy refuses is recorded if a person confirms it as live, with a note', async () => {
  await withHarness(given(), async (harness) => {
    expect((await harness.run('confirm acme-ios --json -', { input: copied(live.config) })).exit).toBe(0);
    await harness.edit(fileOf(live), '28000', '90000');
    const planned = await harness.run('plan');
    expect([planned.exit, planned.out]).toEqual([
      4,
      expect.stringContaining('Manual steps (once the refusals are resolved)'),
    ]);
    const { exit, out } = await harness.run('confirm acme-ios');
    expect(exit).toBe(0);
    expect(out).toContain('The plan is refused, but its changes are recorded as live: cap-increase:');
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
  });
});

test('JSON contains no control character, for any name of a campaign or a file', async () => {
  const signs = 'a\u009b31m\u202eb';
  const inProject = {
    adAccounts: [connected(live.account)],
    campaigns: [campaignOf(live.account, 1, 'active', { name: signs })],
  };
  const files = {
    [`layers/${signs}.yaml`]: documentOf(live, { state: 'paused' }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  await withHarness({ files, world: worldOf([acme({ inProject })]) }, async (harness) => {
    for (const line of ['validate', 'plan', 'drift', 'confirm acme-ios', 'apply --auto-approve']) {
      const { out } = await harness.run(`${line} --format json`);
      expect(JSON.parse(out), line).toBeTypeOf('object');
      expect(out, line).not.toMatch(/[\u0080-\u009f\u202e]/);
    }
  });
});
