import { describe, expect, test } from 'vitest';
import { offlineChecks } from '../../src/operations/index.ts';
import { warningPrinter } from '../../src/publish/index.ts';
import type { CredentialRule } from '../../src/model/index.ts';
import { settings as settingsWith } from '../desired/harness.ts';
import { withHarness } from '../support/harness.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const filePaths = ['layers/acme/ios.yaml', 'layers/acme/android.yaml', 'layers/kitsune.json'];
const files = [
  ...filePaths.map((filePath) => ({ filePath, role: 'document' as const })),
  { filePath: 'defaults/ios.yaml', role: 'fragment' as const },
];

function warned(...patterns: readonly string[]): string {
  const credentials = patterns.map((match): CredentialRule => ({ match, layers: 'A_KEY', tiktok: 'A_TOKEN' }));
  const { machine, err } = fakeMachine({ cwd: '/' });
  const settings = settingsWith({ credentials });
  warningPrinter(machine)(offlineChecks({ desired: [], settings, settingsFile: 'reconcile.yaml', files }).warnings);
  return err();
}

describe('a rule under credentials', () => {
  test.each([
    ['layer/acme/**', 'a letter is missing'],
    ['layers/acme', 'a folder is no document'],
    ['layers/Acme/**', 'cases differ'],
    ['layers/*/*.json', 'no document is that deep'],
    ['defaults/**', 'a fragment is no document'],
  ])('%s matches nothing, and is named: %s', (pattern) => {
    expect(warned('layers/**', pattern)).toContain(`settings/unmatched-rule`);
    expect(warned('layers/**', pattern)).toContain(`"${pattern}"`);
    expect(warned('layers/**', pattern)).not.toContain('"layers/**"');
  });

  test.each(['layers/**', 'layers/acme/*', '**/*.json', 'layers/acme/ios.yaml'])('%s matches something', (pattern) => {
    expect(warned(pattern)).toBe('');
  });

  test('that an earlier rule hides is not reported', () => {
    expect(warned('layers/**', 'layers/acme/**')).toBe('');
  });
});

test.each(['validate', 'plan'])('%s warns, and ends as without it', async (line) => {
  const live = acme();
  const credentials = [
    { match: 'layer/acme/**', layers: 'ACME_LAYERS_API_KEY', tiktok: 'ACME_TIKTOK_ACCESS_TOKEN' },
    { match: 'layers/**', layers: 'LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' },
  ];
  const repository = {
    [fileOf(live)]: documentOf(live),
    'reconcile.yaml': settings({ transport: endpoint(), credentials }),
  };
  await withHarness({ files: repository, world: worldOf([live]) }, async (harness) => {
    const { exit, err } = await harness.run(line);
    expect([exit, err]).toEqual([0, expect.stringContaining('layer/acme/**')]);
  });
});
