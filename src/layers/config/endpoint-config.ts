import { z } from 'zod';
import type { Client } from '../../http/index.ts';
import {
  CONFIG_PATHS,
  type ConfigPath,
  exactDigits,
  fail,
  type Problem,
  type Transport,
  urlPath,
  type Value,
  withPlainNumbers,
} from '../../model/index.ts';
import { type ReadResult, readWhole } from '../request.ts';

export type EndpointConfig = {
  readonly wire: WireConfig;
  readonly flat: FlatConfig;
  readonly unknownKeys: readonly string[];
  readonly etag?: string;
};

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** Parsed without changes and with exact digits, because unknown members are written back. */
const Shape = z.custom<Readonly<Record<string, Value>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

export async function readEndpointConfig(
  client: Client,
  endpoint: Endpoint,
  project: string,
  layerId: string,
  signal: AbortSignal,
): Promise<ReadResult<EndpointConfig>> {
  const path = configPath(endpoint, project, layerId);
  const reading = await readWhole(client, path, Shape, signal);
  if (!reading.ok) return { ...reading, problems: [withHint(reading.problems[0], endpoint, layerId)] };
  const wire = Shape.safeParse(reading.exact()).data ?? reading.value;
  const parts = flatten(wire);
  if (parts === undefined) {
    const message = `The config at ${path} has a \`capi\` that is not an object.`;
    return fail({ code: 'api/unreadable', message, remedy: 'Fix it in the Layers dashboard.' });
  }
  const etag = reading.header('etag');
  return { ok: true, value: { wire, ...parts, ...(etag !== undefined && { etag }) } };
}

export function configPath({ path }: Endpoint, project: string, layerId: string): string {
  const ids: Readonly<Record<string, string>> = { projectId: project, layerId };
  const filled = (segment: string): string =>
    segment.replace(/\{(projectId|layerId)\}/g, (_, name: string) => ids[name] ?? '');
  return urlPath(...path.split('/').slice(1).map(filled));
}

function withHint(problem: Problem, { path }: Endpoint, layerId: string): Problem {
  if (problem.code !== 'api/not-found') return problem;
  return { ...problem, remedy: `Check \`transport.path\` in the settings (${path}) and the layer id ${layerId}.` };
}

/** As stored by Layers: one object that contains `capi`. */
export type WireConfig = Readonly<Record<string, Value>>;

/** An absent path is absent on the wire too. */
export type FlatConfig = Readonly<Partial<Record<ConfigPath, Value>>>;

/** Known members by path, and the paths of unknown members. `undefined` if `capi` is not an object. */
export function flatten(
  wire: WireConfig,
): { readonly flat: FlatConfig; readonly unknownKeys: readonly string[] } | undefined {
  const capi = own(wire, 'capi') ?? {};
  if (!isObject(capi)) return undefined;
  const flat: Partial<Record<ConfigPath, Value>> = {};
  for (const path of CONFIG_PATHS) {
    const value = at(wire, path);
    if (value !== undefined) flat[path] = withPlainNumbers(value);
  }
  const paths = [
    ...Object.keys(wire).filter((key) => key !== 'capi'),
    ...Object.keys(capi).map((key) => `capi.${key}`),
  ];
  return { flat, unknownKeys: paths.filter((path) => !KNOWN.has(path)) };
}

/** Sets these members. Unknown members stay unchanged. */
export function nest(wire: WireConfig, flat: FlatConfig): WireConfig {
  return Object.entries(flat).reduce((config, [path, value]) => set(config, path.split('.'), value), wire);
}

/**
 * The JSON merge patch that sets these members. A merge keeps members that the patch omits, so entries removed from
 * `capi.event_map` are `null`.
 *
 * Source: RFC 7396 (documented); that sub-objects merge: developers.layers.com
 * docs/api/reference/engagement/patch-engagement (documented for a different layer's config).
 */
export function mergePatch(wire: WireConfig, flat: FlatConfig): WireConfig {
  const members = Object.entries(flat).map(([path, value]): [string, Value] => {
    const before = at(wire, path);
    if (!isObject(before) || !isObject(value)) return [path, value];
    const leaving = Object.keys(before).filter((key) => !Object.hasOwn(value, key));
    return [path, { ...value, ...Object.fromEntries(leaving.map((key) => [key, null])) }];
  });
  return nest({}, Object.fromEntries(members));
}

const KNOWN: ReadonlySet<string> = new Set(CONFIG_PATHS);

function at(wire: WireConfig, path: string): Value | undefined {
  const [first = '', second] = path.split('.');
  const value = own(wire, first);
  if (second === undefined) return value;
  return isObject(value) ? own(value, second) : undefined;
}

function set(config: WireConfig, [first = '', ...rest]: readonly string[], value: Value): WireConfig {
  if (rest.length === 0) return { ...config, [first]: value };
  const inner = own(config, first);
  return { ...config, [first]: set(isObject(inner) ? inner : {}, rest, value) };
}

function own(object: WireConfig, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: Value | undefined): value is WireConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && exactDigits(value) === undefined;
}
