import { z } from 'zod';
import type { Client } from '../../http/index.ts';
import { fail, type Problem, type Transport, urlPath, type Value } from '../../model/index.ts';
import { type Read, read } from '../read.ts';
import { type FlatConfig, flatten, type WireConfig } from './flat.ts';

/** A config as read from the endpoint. */
export type EndpointConfig = {
  readonly wire: WireConfig;
  readonly flat: FlatConfig;
  readonly unknownKeys: readonly string[];
  readonly etag?: string;
};

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** Parsed without changes, because unknown members are written back. */
const Shape = z.custom<Readonly<Record<string, Value>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** Reads the whole config and its version. */
export async function readWhole(
  client: Client,
  endpoint: Endpoint,
  project: string,
  layerId: string,
  signal: AbortSignal,
): Promise<Read<EndpointConfig>> {
  const path = pathOf(endpoint, project, layerId);
  const reading = await read(client, path, Shape, signal);
  if (!reading.ok) return { ...reading, problems: [withHint(reading.problems[0], endpoint, layerId)] };
  // Exact digits, because unknown members are written back.
  const wire = Shape.safeParse(reading.exact()).data ?? reading.value;
  const parts = flatten(wire);
  if (parts === undefined) {
    const message = `The config at ${path} has a \`capi\` that is not an object.`;
    return fail({ code: 'api/unreadable', message, remedy: 'Repair it in the Layers dashboard.' });
  }
  const etag = reading.header('etag');
  return { ...reading, value: { wire, ...parts, ...(etag !== undefined && { etag }) } };
}

/** The URL path of a layer's config. */
export function pathOf({ path }: Endpoint, project: string, layerId: string): string {
  const ids: Readonly<Record<string, string>> = { projectId: project, layerId };
  const filled = (segment: string): string =>
    segment.replace(/\{(projectId|layerId)\}/g, (_, name: string) => ids[name] ?? '');
  return urlPath(...path.split('/').slice(1).map(filled));
}

function withHint(problem: Problem, { path }: Endpoint, layerId: string): Problem {
  if (problem.code !== 'api/not-found') return problem;
  return { ...problem, remedy: `Check \`transport.path\` in the settings (${path}); Layer ${layerId} was asked for.` };
}
