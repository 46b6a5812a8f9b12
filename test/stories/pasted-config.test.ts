import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, copied, settings, worldOf } from '../support/worlds.ts';

/** The "Layer config" of the page of Layers about TikTok, verbatim, with realistic ids. */
const PUBLISHED = `{
  "mode": "byo",
  "tiktokBusinessId": "7012345678901234567",
  "adAccountId": "7098765432109876543",
  "capi": {
    "enabled": true,
    "pixel_id": "C4A9P2Q7R5S8T1U6V2W0",
    "access_token_vault_id": "vault_xyz"
  },
  "objectives": ["app_installs", "video_view"],
  "monthlyCostCap": 30000
}`;

const live = acme({
  account: '7098765432109876543',
  business: '7012345678901234567',
  pixel: 'C4A9P2Q7R5S8T1U6V2W0',
  config: {
    tiktokBusinessId: '7012345678901234567',
    capi: { pixel_id: 'C4A9P2Q7R5S8T1U6V2W0', access_token_vault_id: 'vault_xyz' },
  },
});

const head = { template: 'tiktok-ads', name: live.name, project: live.project };

const FORMS = [
  {
    form: 'json',
    why: 'a program writes the head',
    file: 'layers/acme-ios.json',
    text: `${JSON.stringify(head, null, 2).slice(0, -2)},\n${PUBLISHED.slice(2)}\n`,
  },
  {
    form: 'yaml',
    why: 'pasted as it was copied, braces and all, beneath three lines',
    file: 'layers/acme-ios.yaml',
    text: `# Acme's layer\ntemplate: tiktok-ads\nname: ${live.name}\nproject: ${live.project}\n\n${PUBLISHED}\n`,
  },
];

describe('the published config below a head', () => {
  test.each(FORMS)('as $form: $why', async ({ form, file, text }) => {
    await withHarness(
      { files: { [file]: text, 'reconcile.yaml': '{}\n' }, world: worldOf([live]) },
      async (harness) => {
        expect((await harness.run('validate')).exit).toBe(0);

        harness.note('The live config is recorded once: only the cap differs, which is 28,000.');
        await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
        const refused = await harness.run('plan --format json');
        expect(refused.exit).toBe(4);
        expect(JSON.parse(refused.out).refusals.map(({ policy }: { policy: string }) => policy)).toEqual(['cap-unit']);
        expect((await harness.run('plan')).exit).toBe(4);

        await harness.write('reconcile.yaml', settings());
        expect((await harness.run('plan')).exit).toBe(0);
        const transcript = harness.transcript().replace(/(\$ reconcile plan --format json\n)[^]*?(\[exit)/, '$1…\n$2');
        await expect(transcript).toMatchFileSnapshot(`golden/pasted-config-${form}.txt`);
      },
    );
  });
});

describe('an error in a paste has its location', () => {
  const yaml = FORMS[1]?.text ?? '';
  test.each([
    [
      'a key that the head has as well',
      yaml.replace('"mode": "byo"', '"name": "other"'),
      'layers/acme-ios.yaml:7:3  document/duplicate-key',
    ],
    [
      'an id without quotes',
      yaml.replace('"7098765432109876543"', '7098765432109876543'),
      'layers/acme-ios.yaml:9:18  document/unquoted-id',
    ],
    ['a comma too few', yaml.replace('"vault_xyz"\n  },', '"vault_xyz"\n  }'), 'document/syntax'],
    ['something after the object', `${yaml}state: active\n`, 'document/syntax'],
  ])('%s', async (_, text, told) => {
    await withHarness(
      { files: { 'layers/acme-ios.yaml': text, 'reconcile.yaml': '{}\n' }, world: worldOf([live]) },
      async (harness) => {
        const { exit, err } = await harness.run('validate');
        expect(exit).toBe(1);
        expect(err).toContain(told);
      },
    );
  });
});
