// Plans layers that match their documents, at the partner tier, in virtual time. Prints the time that passed in it.
import { documentsOfMany, worldOfMany } from '../../support/many-layers.mjs';
import { runVirtually } from '../../support/virtual-run.ts';

const count = Number(process.argv[2]);
const { exit, err, elapsedMs, log } = await runVirtually(['plan'], {
  files: {
    ...documentsOfMany(count),
    'reconcile.yaml':
      'costCapUnit: major\ntransport: { kind: endpoint, path: "/__sandbox/projects/{projectId}/layers/{layerId}/config", update: merge }\n',
  },
  world: worldOfMany(count, { tier: 'partner', switches: { rateLimits: true } }),
});
const refused = log.filter(({ status, code }) => status === 429 || code === 40_100).length;
if (exit !== 0 || refused > 0) throw new Error(`exit ${exit}, ${refused} refused: ${err}`);
process.stdout.write(
  JSON.stringify({ usage: { wallMs: elapsedMs, calls: log.filter(({ api }) => api !== 'tiktok').length } }),
);
