import { describe, expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';
import { acme, copied, settings, worldOf } from '../support/worlds.ts';

/** The "Layer config" of Layers' page on TikTok, to the letter, with ids that look real. */
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
    why: 'JSON is YAML, so a paste beneath three lines must do',
    file: 'layers/acme-ios.yaml',
    text: `template: tiktok-ads\nname: ${live.name}\nproject: ${live.project}\n${PUBLISHED.slice(2, -2)}\n`
      // Members of a block stand in one column and end without a comma.
      .replace(/^ {2}/gm, '')
      .replace(/,$/gm, (comma, offset: number, whole: string) => (inFlow(whole, offset) ? comma : '')),
  },
];

/** Whether a place is inside the one nested map. */
function inFlow(text: string, offset: number): boolean {
  const before = text.slice(0, offset);
  return before.split('{').length > before.split('}').length;
}

describe('the published config under a head', () => {
  test.each(FORMS)('as $form: $why', async ({ form, file, text }) => {
    await onStage({ files: { [file]: text, 'reconcile.yaml': '{}\n' }, world: worldOf([live]) }, async (stage) => {
      expect((await stage.run('validate')).exit).toBe(0);

      stage.tell('What is live is recorded once: everything is equal but the cap, which is 28,000.');
      await stage.run('confirm acme-ios --json -', { input: copied(live.config) });
      const refused = await stage.run('plan --format json');
      expect(refused.exit).toBe(4);
      expect(JSON.parse(refused.out).refusals.map(({ policy }: { policy: string }) => policy)).toEqual(['cap-unit']);
      expect((await stage.run('plan')).exit).toBe(4);

      await stage.write('reconcile.yaml', settings());
      expect((await stage.run('plan')).exit).toBe(0);
      const transcript = stage.transcript().replace(/(\$ reconcile plan --format json\n)[^]*?(\[exit)/, '$1…\n$2');
      await expect(transcript).toMatchFileSnapshot(`then/pasted-config-${form}.txt`);
    });
  });
});
