import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gitProcess } from '../../src/io/git-process.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { acme, client, documentOf, endpoint, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const files = {
  'reconcile.yaml': settings({ transport: endpoint() }),
  'defaults/usd.yaml': '# Caps of all clients\nmonthlyCostCap: 28000\n',
  'layers/acme-ios.yaml': `extends: ../defaults/usd.yaml\n${documentOf(live, { monthlyCostCap: undefined })}`,
};
const before = acme({ config: { monthlyCostCap: 27_000 } });
const given = { files, world: worldOf([before, client(2)]) };
const real = { PATH: process.env.PATH, HOME: '/nowhere' };
const withGit = gitProcess(real, new AbortController().signal);

/** A commit by Maya at a fixed time, without settings of this machine. */
function commit({ folder }: StoryHarness, message: string, time = '2026-11-02T09:00:00Z'): void {
  const who = ['-c', 'user.name=Maya', '-c', 'user.email=maya@example.com', '-c', 'init.defaultBranch=main'];
  const env = { ...real, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: 'pipe' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', message);
}

const steady = (text: string) => text.replaceAll(/\b[0-9a-f]{12}\b(?= on )/g, 'COMMIT');

test('an inherited value: its line, commit and author, and why live differs', async () => {
  await withHarness(given, async (harness) => {
    commit(harness, 'Add the clients');
    expect((await harness.run('apply --auto-approve', withGit)).exit).toBe(0);
    const equal = await harness.run('explain acme-ios monthlyCostCap', withGit);
    expect(equal.exit, equal.err).toBe(0);
    expect(equal.out).toContain('are equal');

    await harness.edit('defaults/usd.yaml', '28000', '30000');
    const uncommitted = await harness.run('explain acme-ios monthlyCostCap', withGit);
    expect(uncommitted.out).toContain('not committed yet');

    commit(harness, 'Raise the cap', '2026-11-03T09:00:00Z');
    const raised = await harness.run('explain acme-ios monthlyCostCap', withGit);
    expect(raised.out).toContain('defaults/usd.yaml:2:17 (inherited)');
    expect(raised.out).toMatch(/on 2026-11-03 by Maya: Raise the cap/);

    await harness.run('explain acme-ios capi.pixel_id', withGit);
    await harness.run('explain acme-ios capi.event_map', withGit);
    await expect(steady(harness.transcript())).toMatchFileSnapshot('golden/explain-field.txt');
  });
});

test('the line of an edited file is the one that was committed', async () => {
  await withHarness(given, async (harness) => {
    commit(harness, 'Add the clients');
    await harness.edit('defaults/usd.yaml', '# Caps of all clients', '# Caps\n# of all clients');
    const { out } = await harness.run('explain acme-ios monthlyCostCap', withGit);
    expect(out).toContain('defaults/usd.yaml:3:17');
    expect(out).toContain('by Maya: Add the clients');
  });
});

test('no program that the repository configures is run', async () => {
  await withHarness(given, async (harness) => {
    await harness.write('.gitattributes', '*.yaml filter=evil diff=evil\n');
    commit(harness, 'Add the clients');
    const evil = `touch ${harness.folder}/ran; cat`;
    const config = ['filter.evil.clean', 'filter.evil.smudge', 'diff.evil.textconv', 'core.fsmonitor'].map((name) => [
      name,
      evil,
    ]);
    for (const [name = '', value = ''] of config) {
      execFileSync('git', ['config', name, value], { cwd: harness.folder, env: real });
    }
    await harness.edit('defaults/usd.yaml', '# Caps of all clients', '# Caps\n# of all clients');
    const { out } = await harness.run('explain acme-ios monthlyCostCap', withGit);
    expect(out).toContain('by Maya: Add the clients');
    expect(existsSync(`${harness.folder}/ran`)).toBe(false);
  });
});

test('a live edit is drift, and a refused change names its policy', async () => {
  await withHarness(given, async (harness) => {
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    const json = { ...live.config, monthlyCostCap: 9_000 };
    const pasted = await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json });
    expect(pasted.ok, await pasted.text()).toBe(true);
    const { exit, out } = await harness.run('explain acme-ios monthlyCostCap');
    expect(exit).toBe(0);
    expect(out).toContain('the live value changed since the last apply or confirmation (drift)');
    expect(out).toContain('refused by cap-increase');
    expect(out, 'outside of git').toContain('commit and author are unknown');
  });
});

test('near misses suggest a field or a layer, and JSON has a format', async () => {
  await withHarness(given, async (harness) => {
    expect((await harness.run('explain acme-ios pixel_id')).err).toContain('Did you mean "capi.pixel_id"?');
    expect((await harness.run('explain acme-ios monthlyCostCapp')).err).toContain('Did you mean "monthlyCostCap"?');
    expect((await harness.run('explain acme-io monthlyCostCap')).err).toContain('Did you mean "acme-ios"?');
    const report = JSON.parse((await harness.run('explain acme-ios objectives --format json')).out);
    expect(report).toMatchObject({
      format: 'reconcile-field',
      version: 1,
      path: 'objectives',
      live: { provenance: 'api' },
      difference: 'equal',
      apply: null,
    });
    const asked = harness.log().filter(({ path }) => path.includes(client(2).project));
    expect(asked, 'other layers are not read').toEqual([]);
  });
});
