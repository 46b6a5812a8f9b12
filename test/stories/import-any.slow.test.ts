import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { loadDocuments } from '../../src/desired/index.ts';
import { DEFAULT_CREDENTIALS } from '../../src/model/index.ts';
import { worldOf } from '../../src/operations/world-of-layers.ts';
import { withHarness } from '../support/harness.ts';
import { endpoint, settings } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 300_000 });

const EVENTS = ['level_complete', 'trial start', 'a: b', '__x__', 'Größe', '7098765432109876543'];

/** The fields of a valid document; ids follow from its number. */
const anyDocument = fc.record({
  mode: fc.constantFrom('byo', 'agency'),
  capi: fc.option(
    fc.record({
      enabled: fc.option(fc.boolean(), { nil: undefined }),
      event_map: fc.option(fc.dictionary(fc.constantFrom(...EVENTS), fc.constantFrom('Purchase', 'Lead', '- #x')), {
        nil: undefined,
      }),
    }),
    { nil: undefined },
  ),
  objectives: fc.option(fc.uniqueArray(fc.constantFrom('app_installs', 'video_view', 'reach'), { minLength: 1 }), {
    nil: undefined,
  }),
  monthlyCostCap: fc.option(fc.constantFrom(28000, 9000, 12.5), { nil: undefined }),
  enforced: fc.boolean(),
  state: fc.constantFrom(undefined, 'active', 'paused'),
  identities: fc.uniqueArray(fc.constantFrom('7000000000000000001', '7000000000000000002')),
  currency: fc.constantFrom('USD', 'USD', 'EUR'),
});

type AnyDocument = typeof anyDocument extends fc.Arbitrary<infer T> ? T : never;

function textOf(document: AnyDocument, n: number): string {
  const { mode, capi, objectives, monthlyCostCap, enforced, state, identities, currency } = document;
  return stringify({
    template: 'tiktok-ads',
    name: `client-${n}`,
    project: `254a4ce1-f4ca-42b1-9e36-00000000000${n}`,
    mode,
    tiktokBusinessId: `701234567890123450${n}`,
    adAccountId: `709876543210987650${n}`,
    capi: capi && { ...capi, pixel_id: `C4A9P2Q7R5S8T1U6V20${n}`, access_token_vault_id: `vault_${n}` },
    objectives,
    monthlyCostCap,
    capEnforcement: monthlyCostCap === undefined ? undefined : enforced ? 'tiktok' : 'none',
    state,
    sharing: identities.length === 0 ? undefined : { identities },
    pin: { advertiser: { currency } },
  });
}

function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

test.each([
  { name: 'the ledger shows every value', transport: undefined },
  { name: 'a config endpoint shows every value', transport: endpoint() },
])('whatever is live, its import has an empty plan, and a second one changes no byte: $name', async ({ transport }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDocument, { minLength: 1, maxLength: 5 }), async (documents) => {
      const files = documents.map((document, index) => ({
        filePath: `layers/${index + 1}.yaml`,
        bytes: new TextEncoder().encode(textOf(document, index + 1)),
        role: 'document' as const,
      }));
      const { layers, invalid, problemsOf } = loadDocuments(files, () => DEFAULT_CREDENTIALS);
      expect(problemsOf(invalid)).toEqual([]);
      const world = worldOf(layers, [], { unit: 'major', owner: { repository: null, root: '.' }, commit: null });
      await withHarness(
        { files: { 'reconcile.yaml': settings({ transport }) }, world: JSON.stringify(world) },
        async (harness) => {
          const imported = await harness.run('import');
          expect([imported.exit, imported.err]).toEqual([0, '']);
          const first = filesIn(harness.folder);
          const plan = await harness.run('plan --detailed-exitcode');
          expect([plan.exit, plan.out], JSON.stringify(first, null, 1)).toEqual([
            0,
            expect.stringMatching(/^SANDBOX · No changes: /),
          ]);
          await harness.run('import');
          expect(filesIn(harness.folder)).toEqual(first);
        },
      );
    }),
    { numRuns: 12, seed: 20_261_130, endOnFailure: true },
  );
});
