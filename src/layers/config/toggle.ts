import {
  type ConfigWritten,
  fail,
  type FieldPath,
  isUnclear,
  type LayerAddress,
  type LiveFields,
  ok,
  type Result,
} from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { readCapiStatus } from '../capi-status.ts';
import { inProject, orNone } from '../read.ts';
import { chooseApp, readSdkApps } from '../sdk-apps.ts';
import { gather } from './gather.ts';
import { isThere, movedSince, restsOf } from './moved.ts';
import type { ConfigPort, ConfigTools, ConfigWrite } from './port.ts';
import { accountFields, capiFields } from './shown.ts';

/** Delay before each repeated read, because the toggle reaches the layer's config through the app. */
const READ_BACK_DELAYS_MS = [1_000, 2_000];

const FROM_ACCOUNTS: ReadonlySet<FieldPath> = new Set(['adAccountId', 'mode']);

/**
 * Writes `capi.enabled` through the SDK app and checks that it reached the layer: a server of the first generation
 * accepts the toggle without effect.
 *
 * Source: developers.layers.com docs/api/reference/sdk-apps/patch-sdk-app (documented).
 */
export function createToggleWrite(tools: ConfigTools): ConfigPort['write'] {
  const { client, sleep } = tools;
  return async (write, signal) => {
    const enabled = toggleIn(write);
    const { address } = write;
    const rests = restsOf(write.fields, write.basis);
    const needsAccounts = rests.some(({ path }) => FROM_ACCOUNTS.has(path));
    const [app, before] = await Promise.all([
      appOf(tools, address, signal),
      look(tools, address.project, needsAccounts, signal),
    ]);
    const ready = gather(app, before);
    if (!ready.ok) return ready;
    const [appId, fields] = ready.value;
    const [own, others] = [write.fields, restsOf([], write.basis)];
    // Already live, for example because an earlier answer was lost.
    const done = isThere(own, fields);
    const moved = movedSince(done ? others : rests, fields);
    if (moved.length > 0) return fail(...moved);
    if (done) return ok(written(fields, true));

    const path = inProject(address.project, 'sdk-apps', appId);
    const body = { capi: { tiktok: { enabled } } };
    const headers = { 'idempotency-key': write.key };
    const answer = await client.send({ method: 'PATCH', path, headers, body }, signal);
    if (!answer.ok && !isUnclear(answer.problems)) return answer;
    const after = await lookBack(0);
    // It is unknown whether Layers accepted the write, so it only counts if the new value is live.
    return answer.ok || (after.ok && after.value.tookEffect) ? after : answer;

    async function lookBack(looked: number): Promise<Result<ConfigWritten>> {
      const after = await look(tools, address.project, false, signal);
      if (!after.ok) return after;
      const tookEffect = isThere(own, after.value);
      const wait = READ_BACK_DELAYS_MS[looked];
      if (tookEffect || wait === undefined) return ok(written(after.value, tookEffect));
      await sleep(wait, signal);
      return lookBack(looked + 1);
    }
  };
}

/** A plan has no other field for this transport, so any other field is a bug in reconcile. */
function toggleIn({ fields }: ConfigWrite): boolean {
  const [field, ...more] = fields;
  if (field?.path !== 'capi.enabled' || more.length > 0 || typeof field.after !== 'boolean') {
    throw new Error(`The documented API writes capi.enabled only, not ${fields.map(({ path }) => path).join(', ')}.`);
  }
  return field.after;
}

async function appOf(
  { client }: ConfigTools,
  { project, app }: LayerAddress,
  signal: AbortSignal,
): Promise<Result<string>> {
  if (app !== undefined) return ok(app);
  const apps = await readSdkApps(client, project, signal);
  if (!apps.ok) return apps;
  const chosen = chooseApp(apps.value, undefined);
  if (!chosen.ok) return chosen;
  if (chosen.value !== undefined) return ok(chosen.value);
  const message = `Project ${project} has no SDK app any more, so there is no CAPI toggle to set.`;
  return fail({ code: 'layers/app', message, remedy: 'Make a new plan.' });
}

async function look(
  { client }: ConfigTools,
  project: string,
  needsAccounts: boolean,
  signal: AbortSignal,
): Promise<Result<LiveFields>> {
  const [capi, accounts] = await Promise.all([
    readCapiStatus(client, project, signal),
    needsAccounts ? readAccounts(client, project, signal) : undefined,
  ]);
  const all = gather(orNone(capi), accounts ?? { ok: true as const, value: undefined });
  if (!all.ok) return all;
  const [entries, connected] = all.value;
  const shown = connected === undefined || connected.length > 1 ? {} : accountFields(connected, 'yes');
  return ok({ ...shown, ...capiFields(entries?.length === 1 ? entries[0] : undefined) });
}

function written(fields: LiveFields, tookEffect: boolean): ConfigWritten {
  const toggle = fields['capi.enabled'];
  return { fields: toggle === undefined ? {} : { 'capi.enabled': toggle }, tookEffect };
}
