import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme({ config: { capi: { enabled: false } } });
const files = {
  [fileOf(one)]: documentOf(one, { capi: { enabled: true } }),
  'reconcile.yaml': settings({ transport: endpoint() }),
};

test.each(['json', 'text'])('an apply with a lost record reports it, with the end of the claim: %s', (format) =>
  withHarness({ files, world: worldOf([one]) }, async (harness) => {
    // The claim arrives, and the record never does.
    const path = `/v1/projects/${one.project}`;
    harness.sandbox.faults([{ method: 'PATCH', path, after: 1, times: 9, fault: { kind: 'reset-before' } }]);
    const { exit, out, err } = await harness.run(`apply --auto-approve --format ${format}`);
    expect(exit).toBe(1);
    expect(err).toContain('api/unreachable');
    const until = '2026-11-10T12:15:00.000Z';
    const metadata = JSON.stringify(harness.world().layers.projects[0]?.metadata);
    expect(metadata).toContain(`"until":"${until}"`);
    if (format === 'text') {
      expect(out).toContain('Not recorded: 1 done.');
      expect(out).toContain('lasts until 12:15 UTC');
      return;
    }
    const { entries, problems, notRecorded } = JSON.parse(out);
    expect(entries).toMatchObject([{ change: 'acme-ios/capi', outcome: 'done' }]);
    expect(problems).toMatchObject([{ code: 'api/unreachable' }]);
    expect(notRecorded).toEqual([{ project: one.project, layers: ['acme-ios'], until }]);
  }),
);

test.each(['json', 'text'])('a confirm with a lost write reports it: %s', (format) =>
  withHarness({ files: { ...files, 'reconcile.yaml': settings() }, world: worldOf([one]) }, async (harness) => {
    await harness.write('pasted.json', JSON.stringify({ ...one.config, monthlyCostCap: 27_000 }));
    const path = `/v1/projects/${one.project}`;
    harness.sandbox.faults([{ method: 'PATCH', path, after: 0, times: 9, fault: { kind: 'reset-before' } }]);
    const { exit, out, err } = await harness.run(`confirm acme-ios --json pasted.json --format ${format}`);
    expect(exit).toBe(1);
    const codes =
      format === 'json' ? JSON.parse(out).problems.map(({ code }: { code: string }) => code) : err.split(/\s+/);
    expect(codes).toEqual(expect.arrayContaining(['api/unreachable', 'confirm/not-recorded']));
  }),
);
