import type { ApiRequest } from '../../http/index.ts';
import {
  CONFIG_PATHS,
  type ConfigPath,
  type ConfigWrite,
  fail,
  isUnclear,
  type LiveFields,
  type LiveValue,
  ok,
  type Result,
  type Transport,
} from '../../model/index.ts';
import { readDefaults } from '../layer-status.ts';
import {
  configPath,
  type EndpointConfig,
  type FlatConfig,
  mergePatch,
  nest,
  readEndpointConfig,
} from './endpoint-config.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { checkWrite, writtenOf } from './write-check.ts';

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** Writes fields of the whole config at a configured endpoint, based on the version that it has just read. */
export function createEndpointWrite(tools: ConfigTools, endpoint: Endpoint): ConfigPort['write'] {
  const { client } = tools;
  return async (write, signal) => {
    const desired = desiredConfig(write);
    const { project } = write.address;
    const layer = await layerOf(tools, write, signal);
    if (!layer.ok) return layer;
    const layerId = layer.value;

    const before = await readEndpointConfig(client, endpoint, project, layerId, signal);
    if (!before.ok) return before;
    const resolved = checkWrite(write, liveFields(before.value, write));
    if (resolved !== undefined) return resolved;

    const request = requestFor(endpoint, configPath(endpoint, project, layerId), before.value, desired, write.key);
    const response = await client.send(request, signal);
    if (!response.ok && response.problems[0].code !== 'apply/stale' && !isUnclear(response.problems)) return response;
    const after = await readEndpointConfig(client, endpoint, project, layerId, signal);
    if (!after.ok) return response.ok ? after : response;
    const now = liveFields(after.value, write);
    if (response.ok) return ok(writtenOf(write.fields, now));
    // The first response may be lost; the retry then conflicts with the version that our own write created.
    return checkWrite(write, now) ?? response;
  };
}

function requestFor(
  endpoint: Endpoint,
  path: string,
  live: EndpointConfig,
  desired: FlatConfig,
  key: string,
): ApiRequest {
  const merge = endpoint.update === 'merge';
  return {
    method: merge ? 'PATCH' : 'PUT',
    path,
    headers: { 'idempotency-key': key, ...(live.etag !== undefined && { 'if-match': live.etag }) },
    body: merge ? mergePatch(live.wire, desired) : nest(live.wire, desired),
  };
}

async function layerOf({ client }: ConfigTools, write: ConfigWrite, signal: AbortSignal): Promise<Result<string>> {
  if (write.layerId !== undefined) return ok(write.layerId);
  const defaults = await readDefaults(client, write.address.project, signal);
  if (!defaults.ok) return defaults;
  if (defaults.value.layerId !== undefined) return ok(defaults.value.layerId);
  const message = `Layers does not return the id of the TikTok layer in project ${write.address.project}.`;
  return fail({ code: 'layers/layer-unknown', message, remedy: 'Install the layer, then plan again.' });
}

/** A plan has only config fields for this transport, so any other field is a bug in reconcile. */
function desiredConfig({ fields }: ConfigWrite): FlatConfig {
  const others = fields.filter(({ path }) => !isConfigPath(path));
  if (others.length > 0) throw new Error(`Not fields of the config: ${others.map(({ path }) => path).join(', ')}.`);
  return Object.fromEntries(fields.map(({ path, after }) => [path, after]));
}

/** Skips fields outside the config, because the endpoint does not return them. */
function liveFields({ flat }: EndpointConfig, { fields, basis }: ConfigWrite): LiveFields {
  return Object.fromEntries(
    [...fields, ...basis].flatMap(({ path }): [ConfigPath, LiveValue][] =>
      isConfigPath(path) ? [[path, { provenance: 'api', value: flat[path] }]] : [],
    ),
  );
}

function isConfigPath(path: string): path is ConfigPath {
  return (CONFIG_PATHS as readonly string[]).includes(path);
}
