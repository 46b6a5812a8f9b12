import type { MemberEdit } from '../../desired/index.ts';
import {
  canonicalJson,
  canonicalValue,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type DocumentPath,
  FIELDS,
  isTextMap,
  majorText,
  moneyFromWire,
  type Settings,
  type Value,
} from '../../model/index.ts';
import { wireFields } from '../../plan/index.ts';
import type { LiveValues } from './live-values.ts';

/** A value of a document that differs from live. `before` and `after` are in wire form. */
export type DocumentEdit = {
  readonly path: DocumentPath;
  /** As the document would have it. `undefined`: live has none. */
  readonly value: Value | undefined;
  readonly before: Value;
  readonly after: Value | undefined;
};

/**
 * The values of a document that differ from live. A value that is unknown, or that the document does not have, is left
 * alone.
 *
 * @param currency of the ad account, if known
 */
export function documentEdits(
  document: DesiredLayer,
  { values, notes }: LiveValues,
  { costCapUnit: unit }: Settings,
  currency: string | undefined,
): readonly DocumentEdit[] {
  const wire = wireFields(document, unit, currency);
  const fields = wire.ok ? wire.value : document.fields;
  return DOCUMENT_PATHS.filter((path) => path !== 'spark').flatMap((path): readonly DocumentEdit[] => {
    const own = fields[path];
    const live = values.get(path);
    if (own === undefined || notes.has(path)) return [];
    if (!isConfig(path) && live === undefined) return [];
    // Without a unit, an amount with a currency cannot be compared with the number at Layers.
    if (path === 'monthlyCostCap' && typeof own === 'string') return [];
    if (FIELDS[path].list === 'additive') return additive(path, own, live);
    if (isSame(path, own, live)) return [];
    const value = path === 'monthlyCostCap' ? capAsWritten(document, live, unit, currency) : live;
    return [{ path, value, before: own, after: live }];
  });
}

/**
 * The edits of a document's text: an event map entry by entry.
 *
 * @param removeBy `null` also removes a value that the document inherits
 */
export function memberEdits(
  document: DesiredLayer,
  edits: readonly DocumentEdit[],
  removeBy: null | undefined,
): readonly MemberEdit[] {
  const removal = ({ location, file }: DesiredLayer, path: string): null | undefined =>
    location[path]?.file === file ? removeBy : null;
  return edits.flatMap(({ path, value }): readonly MemberEdit[] => {
    const keys = path.split('.');
    const own = document.fields[path];
    if (path !== 'capi.event_map' || !isTextMap(own) || !isTextMap(value) || Object.keys(value).length === 0) {
      return [{ path: keys, value: value ?? removal(document, path) }];
    }
    const events = [...new Set([...Object.keys(own), ...Object.keys(value)])];
    return events
      .filter((event) => own[event] !== value[event])
      .map((event) => ({
        path: [...keys, event],
        value: value[event] ?? removal(document, `${path}.${event}`),
      }));
  });
}

function isConfig(path: DocumentPath): boolean {
  return FIELDS[path].in === 'config';
}

function isSame(path: DocumentPath, a: Value, b: Value | undefined): boolean {
  // A missing event map equals an empty one.
  const other = path === 'capi.event_map' ? (b ?? {}) : b;
  return other !== undefined && canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, other));
}

/** Keeps the entries of the document that are live: it adds no other. */
function additive(path: DocumentPath, own: Value, live: Value | undefined): readonly DocumentEdit[] {
  const listed: readonly Value[] = Array.isArray(own) ? own : [];
  const known: readonly Value[] = Array.isArray(live) ? live : [];
  const kept = listed.filter((entry) => known.includes(entry));
  const value = kept.length === 0 ? undefined : kept;
  return kept.length === listed.length ? [] : [{ path, value, before: own, after: value }];
}

/** In the form of the document: a number, or an amount with its currency. */
function capAsWritten(
  { cap }: DesiredLayer,
  live: Value | undefined,
  unit: Settings['costCapUnit'],
  currency: string | undefined,
): Value | undefined {
  if (cap?.written !== 'money' || typeof live !== 'number' || unit === undefined || currency === undefined) return live;
  const money = moneyFromWire(live, unit, currency);
  return money === undefined ? live : `${majorText(money).replace(/\.0+$/, '')} ${currency}`;
}
