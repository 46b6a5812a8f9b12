import {
  type ConfigWrite,
  type ConfigWritten,
  type ConnectedAccount,
  fail,
  type FieldPath,
  isUnclear,
  type LayerAddress,
  type LiveFields,
  ok,
  type Result,
} from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { readCapiStatus } from '../layer-status.ts';
import { combineReads, inProject, orNone } from '../request.ts';
import { chooseApp, readSdkApps } from '../sdk-apps.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { accountFields, capiFields } from './surroundings.ts';
import { checkWrite, writtenOf } from './write-check.ts';

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
    const { address, fields } = write;
    const needsAccounts = [...fields, ...write.basis].some(({ path }) => FROM_ACCOUNTS.has(path));
    const ready = combineReads(
      ...(await Promise.all([
        appOf(tools, address, signal),
        readFields(tools, address.project, needsAccounts, signal),
      ])),
    );
    if (!ready.ok) return ready;
    const [appId, before] = ready.value;
    const resolved = checkWrite(write, before);
    if (resolved !== undefined) return resolved;

    const path = inProject(address.project, 'sdk-apps', appId);
    const body = { capi: { tiktok: { enabled } } };
    const headers = { 'idempotency-key': write.key };
    const response = await client.send({ method: 'PATCH', path, headers, body }, signal);
    if (!response.ok && !isUnclear(response.problems)) return response;
    const after = await readBack(0);
    // It is unknown whether Layers accepted the write, so it only counts if the new value is live.
    return response.ok || (after.ok && after.value.tookEffect) ? after : response;

    async function readBack(attempt: number): Promise<Result<ConfigWritten>> {
      const now = await readFields(tools, address.project, false, signal);
      if (!now.ok) return now;
      const written = writtenOf(fields, now.value);
      const delay = READ_BACK_DELAYS_MS[attempt];
      if (written.tookEffect || delay === undefined) return ok(written);
      await sleep(delay, signal);
      return readBack(attempt + 1);
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
  const message = `Project ${project} no longer has an SDK app, so it has no CAPI toggle.`;
  return fail({ code: 'layers/app', message, remedy: 'Make a new plan.' });
}

async function readFields(
  { client }: ConfigTools,
  project: string,
  needsAccounts: boolean,
  signal: AbortSignal,
): Promise<Result<LiveFields>> {
  const [capi, accounts] = await Promise.all([
    readCapiStatus(client, project, signal),
    needsAccounts ? readAccounts(client, project, signal) : undefined,
  ]);
  const connectedAccounts: Result<readonly ConnectedAccount[] | undefined> = accounts ?? ok(undefined);
  const all = combineReads(orNone(capi), connectedAccounts);
  if (!all.ok) return all;
  const [entries, connected] = all.value;
  const shown = connected === undefined || connected.length > 1 ? {} : accountFields(connected, 'yes');
  return ok({ ...shown, ...capiFields(entries?.length === 1 ? entries[0] : undefined) });
}
