// Runs a command on adopted layers in virtual time: plan-virtually.mjs COUNT CHANGED OPTIONS COMMAND…
// CHANGED: the number of documents with a new cap. OPTIONS as JSON. Prints the time that passed in it, and the calls.
import { adoptedWorldOfMany } from '../../support/adopted-layers.ts';
import { documentsOfMany } from '../../support/many-layers.mjs';
import { runVirtually } from '../../support/virtual-run.ts';

/** `counts`: calls of which API or method; `hasLimits`: the APIs have rate limits. */
type Options = {
  readonly counts: 'Layers' | 'all' | 'writes';
  readonly hasLimits: boolean;
  readonly latencyMs?: number;
  readonly rivalReadsPerSecond?: number;
};

const [, , count = '1', changed = '0', given = '{}', ...argv] = process.argv;
const { counts, hasLimits, latencyMs, rivalReadsPerSecond } = JSON.parse(given) as Options;
const { exit, err, elapsedMs, log } = await runVirtually(argv, {
  files: {
    ...documentsOfMany(Number(count), (n) => n < Number(changed)),
    'reconcile.yaml':
      'costCapUnit: major\npolicies: { share: { percent: 100, above: 5 } }\ntransport: { kind: endpoint, path: "/__sandbox/projects/{projectId}/layers/{layerId}/config", update: merge }\n',
  },
  world: adoptedWorldOfMany(Number(count), {
    now: '2026-11-10T12:00:00Z',
    tier: 'partner',
    switches: { rateLimits: hasLimits },
  }),
  ...(latencyMs !== undefined && {
    faults: [{ path: '*', times: 1_000_000, fault: { kind: 'latency', ms: latencyMs } }],
  }),
  ...(rivalReadsPerSecond !== undefined && { rivalReadsPerSecond }),
  ...(!hasLimits && { skipsWaits: true }),
});
if (exit !== 0) throw new Error(`exit ${exit}: ${err}`);
const refused = log.filter(({ status, code }) => status === 429 || code === 40_100).length;
const counted = log.filter(({ api, method }) =>
  counts === 'writes' ? method !== 'GET' : counts === 'all' || api !== 'tiktok',
);
process.stdout.write(
  JSON.stringify({
    usage: { wallMs: elapsedMs, calls: counted.length, refused: refused / Math.max(1, elapsedMs / 60_000) },
  }),
);
