import type { World } from '../../src/sandbox/index.ts';

/**
 * All values in both APIs, one text per leaf: `layers.projects[254a…].layers[lyr_…].config.monthlyCostCap` is `28000`.
 * An absent value has no leaf.
 */
export type FlatWorld = ReadonlyMap<string, string>;

/** Members that identify the elements of a list. Elements without one are identified by position. */
const IDS = ['id', 'appId', 'campaignId', 'adsetId', 'adId', 'adAccountId', 'item', 'key', 'token'];

/** Members that number requests in order. That order is not guaranteed. */
const SERIAL = ['jobId', 'pendingId'];

/** A history: a value that was set twice, because the first response was lost, is in it twice and has no effect. */
const HISTORY = /\.budgetChanges$/;

/** Times and numbers of requests differ in each run. */
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const COUNTED = /\.(verdictId|jobId|pendingId)$/;

/** @param ours projects with a ledger of reconcile: their ledger and modification time are excluded */
export function flattenWorld({ layers, tiktok }: Pick<World, 'layers' | 'tiktok'>, ours: readonly string[]): FlatWorld {
  const flat = new Map<string, string>();
  const own = new Set(
    ours.flatMap((id) => ['metadata.reconcile', 'updatedAt'].map((end) => `${projectAt(id)}.${end}`)),
  );
  walk('layers', layers);
  walk('tiktok', tiktok);
  return flat;

  function walk(path: string, value: unknown): void {
    if (value === undefined || own.has(path) || HISTORY.test(path)) return;
    if (Array.isArray(value) && value.some(isObject)) {
      for (const [name, element] of named(value)) walk(`${path}[${name}]`, element);
    } else if (isObject(value)) {
      for (const [key, member] of Object.entries(value)) walk(`${path}.${key}`, member);
    } else if (!Array.isArray(value) || value.length > 0) {
      const passing = typeof value === 'string' && (INSTANT.test(value) || COUNTED.test(path));
      flat.set(path, passing ? '(another in each run)' : JSON.stringify(value));
    }
  }
}

/** Path of a project. */
export function projectAt(id: string): string {
  return `layers.projects[${id}]`;
}

/** Paths whose values differ between the two. */
export function differing(one: FlatWorld, other: FlatWorld): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

function named(elements: readonly unknown[]): readonly (readonly [string, unknown])[] {
  if (!elements.every((element) => serialOf(element) !== undefined))
    return elements.map((element, index) => [nameOf(element, index), element]);
  const met = new Map<string, number>();
  return [...elements]
    .sort((one, other) => ((serialOf(one) ?? '') < (serialOf(other) ?? '') ? -1 : 1))
    .map((element) => {
      const about = aboutOf(element);
      const turn = (met.get(about) ?? 0) + 1;
      met.set(about, turn);
      return [`${about} ${turn}`, element];
    });
}

function serialOf(element: unknown): string | undefined {
  if (!isObject(element)) return undefined;
  return SERIAL.map((member) => element[member]).find((id) => typeof id === 'string');
}

/** Requests. */
function aboutOf(element: unknown): string {
  const { entityId, result } = element as { readonly entityId?: unknown; readonly result?: { entityId?: unknown } };
  return String(entityId ?? result?.entityId ?? 'something');
}

function nameOf(element: unknown, index: number): string {
  if (!isObject(element)) return String(index);
  const named = IDS.map((member) => element[member]).find((id) => typeof id === 'string');
  if (typeof named === 'string') return named;
  // An ad account that is shared between two Business Centers, or their partnership.
  const ends = [element['from'], element['to'], element['advertiser']].filter((end) => typeof end === 'string');
  return ends.length > 0 ? ends.join('>') : String(index);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
