import type { ApiRequest } from '../../http/index.ts';
import {
  CONFIG_PATHS,
  type ConfigPath,
  type ConfigWritten,
  fail,
  type FieldChange,
  isUnclear,
  type LiveFields,
  type LiveValue,
  ok,
  type Result,
  type Transport,
} from '../../model/index.ts';
import { readDefaults } from '../defaults.ts';
import { type FlatConfig, mergePatch, nest } from './flat.ts';
import { isThere, movedSince, restsOf } from './moved.ts';
import type { ConfigPort, ConfigTools, ConfigWrite } from './port.ts';
import { type EndpointConfig, pathOf, readWhole } from './whole.ts';

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** Writes fields of the whole config at a configured endpoint, based on the version that it has just read. */
export function createEndpointWrite(tools: ConfigTools, endpoint: Endpoint): ConfigPort['write'] {
  const { client } = tools;
  return async (write, signal) => {
    const wishes = wishesOf(write);
    const { project } = write.address;
    const layer = await layerOf(tools, write, signal);
    if (!layer.ok) return layer;
    const layerId = layer.value;

    const before = await readWhole(client, endpoint, project, layerId, signal);
    if (!before.ok) return before;
    const settledAlready = settledBy(write, before.value);
    if (settledAlready !== undefined) return settledAlready;

    const call = callOf(endpoint, pathOf(endpoint, project, layerId), before.value, wishes, write.key);
    const answer = await client.send(call, signal);
    if (!answer.ok && answer.problems[0].code !== 'apply/stale' && !isUnclear(answer.problems)) return answer;
    const after = await readWhole(client, endpoint, project, layerId, signal);
    if (!after.ok) return answer.ok ? after : answer;
    if (answer.ok) return ok(writtenOf(write.fields, after.value));
    // The first answer may be lost; the retry then conflicts with the version that our own write created.
    return settledBy(write, after.value) ?? answer;
  };
}

/** Already done, changed since the plan, or `undefined` if it still has to be written. */
function settledBy({ fields, basis }: ConfigWrite, live: EndpointConfig): Result<ConfigWritten> | undefined {
  const seen = seenOf(live, [...fields, ...basis]);
  const done = isThere(fields, seen);
  const moved = movedSince(done ? restsOf([], basis) : restsOf(fields, basis), seen);
  if (moved.length > 0) return fail(...moved);
  return done ? ok(writtenOf(fields, live)) : undefined;
}

function writtenOf(fields: readonly FieldChange[], live: EndpointConfig): ConfigWritten {
  const seen = seenOf(live, fields);
  return { fields: seen, tookEffect: isThere(fields, seen) };
}

function callOf(endpoint: Endpoint, path: string, live: EndpointConfig, wishes: FlatConfig, key: string): ApiRequest {
  const merge = endpoint.update === 'merge';
  return {
    method: merge ? 'PATCH' : 'PUT',
    path,
    headers: { 'idempotency-key': key, ...(live.etag !== undefined && { 'if-match': live.etag }) },
    body: merge ? mergePatch(live.wire, wishes) : nest(live.wire, wishes),
  };
}

async function layerOf({ client }: ConfigTools, write: ConfigWrite, signal: AbortSignal): Promise<Result<string>> {
  if (write.layerId !== undefined) return ok(write.layerId);
  const defaults = await readDefaults(client, write.address.project, signal);
  if (!defaults.ok) return defaults;
  if (defaults.value.layerId !== undefined) return ok(defaults.value.layerId);
  const message = `Layers does not show the id of the TikTok layer in project ${write.address.project}.`;
  return fail({ code: 'layers/layer-unknown', message, remedy: 'Install the layer, then plan again.' });
}

/** A plan has only config fields for this transport, so any other field is a bug in reconcile. */
function wishesOf({ fields }: ConfigWrite): FlatConfig {
  const strays = fields.filter(({ path }) => !isConfigPath(path));
  if (strays.length > 0) throw new Error(`Not fields of the config: ${strays.map(({ path }) => path).join(', ')}.`);
  return Object.fromEntries(fields.map(({ path, after }) => [path, after]));
}

/** Skips fields outside the config, because the endpoint does not return them. */
function seenOf({ flat }: EndpointConfig, fields: readonly Pick<FieldChange, 'path'>[]): LiveFields {
  return Object.fromEntries(
    fields.flatMap(({ path }): [ConfigPath, LiveValue][] =>
      isConfigPath(path) ? [[path, { provenance: 'api', value: flat[path] }]] : [],
    ),
  );
}

function isConfigPath(path: string): path is ConfigPath {
  return (CONFIG_PATHS as readonly string[]).includes(path);
}
