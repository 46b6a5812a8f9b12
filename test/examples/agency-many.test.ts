import { expect, test } from 'vitest';
import { bareMachine } from '../../src/io/node-machine.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { worldOfMany } from './world-of-many.ts';

const LAYERS = 26;

test('the world is generated from the documents', async () => {
  await expect(await worldOfMany()).toMatchFileSnapshot('../../examples/agency-many/world.yaml');
});

test('a plan takes exactly the predicted calls', async () => {
  await withHarness({ from: 'examples/agency-many' }, async (harness) => {
    const { out } = await harness.run('plan --format json');
    expect(counted(harness)).toEqual({
      // One a key.
      whoami: 2,
      // One a layer each: the project with the ledger, the ad accounts, and the relay.
      'projects/ID': LAYERS,
      'projects/ID/ads/ad-accounts': LAYERS,
      'projects/ID/ads/capi-status': LAYERS,
      // One a layer with changes, and one a toggle to write.
      'projects/ID/ads/tiktok/defaults': 4,
      'projects/ID/sdk-apps': 2,
      // The one layer whose CAPI the plan turns off: whether campaigns run there, with their approvals.
      'projects/ID/ads/campaigns': 1,
      'projects/ID/ads/tiktok/pending': 2,
      // One a hundred accounts of a token.
      'advertiser/info/': 2,
      'pixel/list/': LAYERS,
      // The one layer whose cap is raised.
      'pixel/event/stats/': 1,
      // One a five accounts of a token and a date: 16 in the first, 7 in Tokyo and 3 in New York in the second.
      'report/integrated/get/': 4 + 2 + 1,
    });
    expect(JSON.parse(out).calls.used).toBe(harness.log().length);
    expect(harness.writes()).toEqual([]);
    expect(
      harness.log().filter(({ status }) => status !== 200),
      'and meets no limit',
    ).toEqual([]);
  });
});

test('many requests wait for their turn, and Node prints no warning into the log', async () => {
  const warnings: string[] = [];
  const hear = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', hear);
  const { sleep, stop } = bareMachine(new AbortController().signal);
  await Promise.all(Array.from({ length: LAYERS }, () => sleep(5, stop)));
  process.off('warning', hear);
  expect(warnings).toEqual([]);
});

function counted(harness: StoryHarness): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { path } of harness.log()) {
    const kind = path
      .replace(/\?.*/, '')
      .replace(/^\/(v1|open_api\/v1\.3)\//, '')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
