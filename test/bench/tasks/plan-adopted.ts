// Plans layers that match their documents and the ledger. Counts the requests at one API.
import { adoptedWorldOfMany } from '../../support/adopted-layers.ts';
import { documentsOfMany } from '../../support/many-layers.mjs';
import { runVirtually } from '../../support/virtual-run.ts';

const [count = '1000', api] = process.argv.slice(2);
const { exit, err, log } = await runVirtually(['plan', '--detailed-exitcode'], {
  files: { ...documentsOfMany(Number(count)), 'reconcile.yaml': 'costCapUnit: major\n' },
  world: adoptedWorldOfMany(Number(count), { now: '2026-11-10T12:00:00Z' }),
});
if (exit !== 0) throw new Error(`exit ${exit}: ${err}`);
const calls = log.filter((request) => (request.api === 'tiktok') === (api === 'tiktok')).length;
process.stdout.write(JSON.stringify({ usage: { calls } }));
