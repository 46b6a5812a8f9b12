// Plans layers that match their documents and the ledger. Counts the requests at one API.
import { checksumOf } from '../../../src/model/index.ts';
import { withLedger } from '../../../src/layers/index.ts';
import { documentsOfMany, worldOfMany } from '../../support/many-layers.mjs';
import { runVirtually } from '../../support/virtual-run.ts';

const [count = '1000', api] = process.argv.slice(2);
const TODAY = '2026-11-10T12:00:00.000Z';

type Config = {
  readonly adAccountId: string;
  readonly capi: { readonly enabled: boolean; readonly pixel_id: string; readonly access_token_vault_id: string };
};
type World = {
  readonly layers: {
    readonly projects: readonly { readonly layers: readonly { readonly id: string; readonly config: Config }[] }[];
  };
};

const world = JSON.parse(worldOfMany(Number(count))) as World;
for (const project of world.layers.projects) {
  const entries = project.layers.map(({ id, config: { capi, ...config } }) => [
    id,
    {
      config: {
        ...config,
        'capi.enabled': capi.enabled,
        'capi.pixel_id': capi.pixel_id,
        'capi.access_token_vault_id': capi.access_token_vault_id,
        'capi.event_map': null,
      },
      digest: checksumOf({ id }),
      pixelCheck: { pixel: capi.pixel_id, account: config.adAccountId, number: '1', time: TODAY },
      revision: 1,
      owner: { repository: null, root: '' },
      commit: null,
      time: TODAY,
    },
  ]);
  Object.assign(project, { metadata: withLedger({}, { revision: 1, entries: Object.fromEntries(entries), drop: [] }) });
}
const { exit, err, log } = await runVirtually(['plan', '--detailed-exitcode'], {
  files: { ...documentsOfMany(Number(count)), 'reconcile.yaml': 'costCapUnit: major\n' },
  world: JSON.stringify(world),
});
if (exit !== 0) throw new Error(`exit ${exit}: ${err}`);
const calls = log.filter((request) => (request.api === 'tiktok') === (api === 'tiktok')).length;
process.stdout.write(JSON.stringify({ usage: { calls } }));
