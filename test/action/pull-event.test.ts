import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPullEvent } from '../../src/action/plan/pull-event.ts';
import { realFiles } from '../../src/io/node-files.ts';
import { commitId } from '../support/fake-github/index.ts';
import { pullRequestEvent } from './payloads.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-event-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = { name: 'acme/ads', defaultBranch: 'main', isPrivate: true };

async function read(action: string, author: string, sender: string, headRepository: string | null = 'acme/ads') {
  const facts = {
    number: 7,
    action,
    head: commitId('head'),
    headBranch: 'change',
    headRepository,
    base: 'main',
    baseCommit: commitId('base'),
    title: 'A change',
    author: { login: author },
    labels: [],
  };
  const path = join(folder, 'event.json');
  writeFileSync(path, JSON.stringify(pullRequestEvent(facts, repository, { login: sender })));
  const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REPOSITORY: 'acme/ads', GITHUB_EVENT_PATH: path };
  const event = await readPullEvent({ env, files: realFiles(false) });
  if (!event.ok) throw new Error(JSON.stringify(event.problems));
  return event.value;
}

describe('an event of a pull request', () => {
  test('contains the pusher only if it is a push', async () => {
    expect(await read('synchronize', 'maya', 'maya')).toMatchObject({ isPush: true });
    expect((await read('synchronize', 'maya', 'renovate[bot]')).untrusted).toContain('renovate[bot]');
  });

  test.each(['opened', 'reopened', 'ready_for_review', 'labeled', 'unlabeled', 'edited'])(
    '"%s" does not contain the pusher, so GitHub is asked',
    async (action) => {
      for (const sender of ['maya', 'renovate[bot]']) {
        const event = await read(action, 'maya', sender);
        expect([event.isPush, event.untrusted], sender).toEqual([false, undefined]);
      }
    },
  );

  test.each(['synchronize', 'opened', 'reopened', 'labeled'])(
    '"%s" of a bot or of a fork is untrusted',
    async (action) => {
      expect((await read(action, 'dependabot[bot]', 'maya')).untrusted).toContain('dependabot[bot]');
      for (const from of ['mallory/ads', null])
        expect((await read(action, 'mallory', 'maya', from)).untrusted).toContain('fork');
    },
  );
});
