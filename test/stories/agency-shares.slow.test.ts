import { expect, test } from 'vitest';
import {
  agencyFiles,
  agencyWorld,
  client,
  identityShare,
  LAYERS_BC,
  PARTNERS,
  pixelShare,
} from '../support/agency-world.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';

const person = (harness: StoryHarness, does: string, body: object) =>
  harness.call('POST', `/__sandbox/people/${does}`, body);

test('a person shares the pixel and the identities, and TikTok shows it; a share that ends is drift', async () => {
  await withHarness({ files: agencyFiles, world: agencyWorld({ tiktok: PARTNERS }) }, async (harness) => {
    const planned = await harness.run('plan --detailed-exitcode');
    expect(planned.exit).toBe(2);
    expect(planned.out).toContain('pixel-share (manual)');
    expect(planned.out).toContain('sharing (manual)');
    const confirmed = await harness.run('confirm acme-ios');
    expect(confirmed.exit, 'the word of a person does not count if TikTok can be read').toBe(3);
    expect(confirmed.out).toContain('pixel-share (manual)');

    harness.note('Ana shares both in Asset Sharing.');
    await person(harness, 'share-asset', pixelShare);
    await person(harness, 'share-asset', identityShare);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await harness.run('drift')).exit).toBe(0);

    harness.note('She ends the share of the pixel.');
    await person(harness, 'unshare-asset', pixelShare);
    expect((await harness.run('drift')).exit).toBe(2);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(2);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency-shares.txt');
  });
});

test.each([
  { name: 'a Business Center that TikTok does not show', world: agencyWorld({ tiktok: PARTNERS, user: 'bea' }) },
  {
    name: 'assets that TikTok does not show',
    world: agencyWorld({ tiktok: PARTNERS, switches: { assetPartnersReadable: false } }),
  },
])('$name: the word of a person counts, and the plan says so', async ({ world }) => {
  await withHarness({ files: agencyFiles, world }, async (harness) => {
    const planned = await harness.run('plan --detailed-exitcode');
    expect(planned.exit).toBe(2);
    expect(planned.out).not.toContain('pixel-share');
    expect(planned.out).toContain('sharing (manual)');
    expect(planned.out).toContain('tiktok/shares-unreadable');
    expect((await harness.run('confirm acme-ios')).exit).toBe(0);
    const recorded = await harness.run('plan --detailed-exitcode');
    expect(recorded.exit).toBe(0);
    expect(recorded.out).toContain('tiktok/shares-unreadable');
    expect((await harness.run('drift')).exit).toBe(0);
  });
});

/** Paths of the reads at TikTok by number, with the asset type. */
function readsAtTikTok(harness: StoryHarness): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of harness.log().filter(({ path }) => path.startsWith('/open_api'))) {
    const name = `${method} ${path.replace(/^.*v1\.3|\?.*$/g, '')}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test('reads of one layer in agency mode are those of the reference, and reading commands send no write', async () => {
  const tiktok = { ...PARTNERS, assetShares: [pixelShare, identityShare] };
  await withHarness({ files: agencyFiles, world: agencyWorld({ tiktok }) }, async (harness) => {
    for (const [command, spend] of [
      ['plan', { 'GET /report/integrated/get/': 1 }],
      ['drift', {}],
    ] as const) {
      harness.forget();
      expect((await harness.run(command)).exit).toBe(0);
      expect(readsAtTikTok(harness), 'the shared asset reads are one for the pixel, one for the identity').toEqual({
        'GET /advertiser/info/': 1,
        'GET /pixel/list/': 1,
        ...spend,
        'GET /bc/partner/get/': 1,
        'GET /bc/partner/asset/get/': 1,
        'GET /bc/asset/partner/get/': 2,
      });
      expect(harness.writes()).toEqual([]);
      const asked = harness.log().filter(({ path }) => path.includes('/bc/asset/partner/get/'));
      expect(asked.every(({ path }) => path.includes(client.business) && !path.includes(LAYERS_BC))).toBe(true);
    }
  });
});
