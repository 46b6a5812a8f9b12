import {
  canonicalJson,
  canonicalValue,
  type ChangeKind,
  type FieldPath,
  isConfigPath,
  isDocumentPath,
  isFieldPath,
  type LiveValue,
  type Plan,
  type PlannedLayer,
  type Problem,
  type Stale,
  type Transport,
  type Value,
} from '../model/index.ts';

/**
 * Reasons not to apply a fresh plan in place of the reviewed one. A layer is applied if its digest is unchanged, or if
 * the difference has become unnecessary because live now matches the document.
 */
export function staleLayers(reviewed: Plan, fresh: Plan): readonly Stale[] {
  const { costCapUnit: unit } = fresh;
  const currencies = new Map([...reviewed.layers, ...fresh.layers].map(({ name, currency }) => [name, currency]));
  return compareLayers(reviewed, fresh).map((one) => {
    const currency = currencies.get(one.layer) ?? null;
    return unit === null || currency === null ? one : { ...one, cap: { unit, currency } };
  });
}

function compareLayers(reviewed: Plan, fresh: Plan): readonly Stale[] {
  const now = new Map(fresh.layers.map((layer) => [layer.name, layer]));
  const then = new Map(reviewed.layers.map((layer) => [layer.name, layer]));
  const unread = new Set(fresh.unread);
  return [
    ...reviewed.layers.flatMap((layer) => {
      // An unread layer is left alone and does not block the others.
      if (unread.has(layer.name) || unread.has(layer.file)) return [];
      const current = now.get(layer.name);
      return current === undefined ? [stale(layer, { kind: 'removed' })] : compareLayer(layer, current);
    }),
    ...fresh.layers.filter((layer) => !then.has(layer.name)).map((layer) => stale(layer, { kind: 'unreviewed' })),
  ];
}

function compareLayer(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  if (reviewed.digest === fresh.digest) return [];
  const identity = (['template', 'project', 'organization'] as const).flatMap((what) =>
    reviewed[what] === fresh[what]
      ? []
      : [stale(fresh, { kind: 'identity', what, reviewed: reviewed[what], now: fresh[what] })],
  );
  if (identity.length > 0) return identity;
  const selections = selectionDifferences(reviewed, fresh);
  if (selections.length > 0) return selections;
  const documents = documentDifferences(reviewed, fresh);
  return documents.length > 0 ? documents : [...liveDifferences(reviewed, fresh), ...stepDifferences(reviewed, fresh)];
}

/** Only a layer that was to be installed may gain an id. */
function selectionDifferences(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const usesCodes = [...reviewed.changes, ...fresh.changes].some(({ kind }) => isSparkKind(kind));
  const then = selectionTexts(reviewed, usesCodes);
  const now = selectionTexts(fresh, usesCodes);
  if (reviewed.layerId === null && reviewed.changes.some(({ kind }) => kind === 'install')) now.delete(LAYER_ID);
  // The only app of a project is read if its toggle must be written. Without that, it decides nothing.
  if (isAppUnread(reviewed) || isAppUnread(fresh)) for (const texts of [then, now]) texts.delete(APP);
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((what) => {
    const [before, after] = [then.get(what), now.get(what)];
    return before === after ? [] : [stale(fresh, { kind: 'selection', what, reviewed: before, now: after })];
  });
}

const LAYER_ID = 'the layer id';
const APP = 'the SDK app';

function isAppUnread({ selection, changes }: PlannedLayer): boolean {
  return selection.app === null && !changes.some(({ kind }) => kind === 'capi');
}

function isSparkKind(kind: ChangeKind): boolean {
  return kind === 'spark' || kind === 'spark-authorise';
}

/** @param usesCodes whether a change sends or shows Spark codes */
function selectionTexts({ layerId, selection }: PlannedLayer, usesCodes: boolean): Map<string, string> {
  const { layer, app, spark, pin, credentials } = selection;
  return new Map([
    ...(layerId === null ? [] : [[LAYER_ID, layerId] as const]),
    ...(layer === null ? [] : [['layer', layer] as const]),
    ...(app === null ? [] : [[APP, app] as const]),
    ...(usesCodes ? spark : []).map(
      ({ post, variable }) => [`the variable with the Spark code of ${post}`, variable] as const,
    ),
    ...Object.entries(pin ?? {}).map(([what, value]) => [`pin.advertiser.${what}`, value] as const),
    ...(selection.protected ? [['protected', 'true'] as const] : []),
    ['the variable with the Layers API key', credentials.layers],
    ['the variable with the TikTok token', credentials.tiktok],
  ]);
}

/** A reviewed manual step is not written by API. The opposite writes nothing. */
function stepDifferences(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const then = new Map(reviewed.changes.map(({ id, step }) => [id, step.by]));
  return fresh.changes.flatMap(({ id, kind, step }) => {
    const before = then.get(id);
    if (before === undefined || before === step.by || step.by === 'human') return [];
    return [stale(fresh, { kind: 'step', change: kind, reviewed: before, now: step.by })];
  });
}

function documentDifferences(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const paths = [...new Set([reviewed, fresh].flatMap(({ desired }) => Object.keys(desired)))]
    .filter(isFieldPath)
    .sort();
  const all = paths.flatMap((path) => differenceIn(path, reviewed, fresh) ?? []);
  const inDocument = all.filter(({ path }) => isDocumentPath(path));
  const needed = all.filter(({ path }) => !isUnneeded(path, reviewed, fresh));
  // Derived values change with a document; without one, they change with the settings.
  const differences = inDocument.length === 0 ? all : needed;
  const ofDocument = differences.filter(({ path }) => isDocumentPath(path));
  return (ofDocument.length > 0 ? ofDocument : differences).map((one) => stale(fresh, { kind: 'document', ...one }));
}

function differenceIn(path: FieldPath, reviewed: PlannedLayer, fresh: PlannedLayer) {
  const [then, now] = [reviewed.desired[path], fresh.desired[path]];
  return isSame(path, then, now) || followsLive(path, then, now) ? undefined : { path, reviewed: then, now };
}

/**
 * No reviewed change writes it or depends on it, and what the document wants by now is live: a different plan applied
 * that. A plan does not list which other fields of a document, such as `state`, are unknown live.
 */
function isUnneeded(path: FieldPath, reviewed: PlannedLayer, fresh: PlannedLayer): boolean {
  if (isDocumentPath(path) && !isConfigPath(path) && fresh.desired[path] !== undefined) return false;
  const used = [...reviewed.changes, ...fresh.changes].flatMap(({ fields, basis }) => [...fields, ...basis]);
  return ![...used, ...fresh.drift].some((one) => one.path === path) && !fresh.unknown.includes(path);
}

/** Whether a derived value only became smaller: a removed campaign need not run, an invisible budget need not go. */
function followsLive(path: FieldPath, then: Value | undefined, now: Value | undefined): boolean {
  if (path !== 'campaigns.running' && path !== 'accountBudget') return false;
  if (now === undefined) return true;
  return (
    path === 'campaigns.running' && Array.isArray(then) && Array.isArray(now) && now.every((id) => then.includes(id))
  );
}

function liveDifferences(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const then = liveValuesIn(reviewed);
  const differences = new Map<FieldPath, Stale>();
  for (const [path, now] of liveValuesIn(fresh)) {
    const before = then.get(path);
    if (before !== undefined && (isSameLive(path, before, now) || isFirstValue(path, before, now, reviewed))) continue;
    // Only the basis of a new change: the difference is in the field of that change.
    if (before === undefined && fresh.desired[path] === undefined) continue;
    // Visible since the pixel is linked; a person shares it, so nothing is written.
    if (before === undefined && path === 'pixelShare') continue;
    // It matches the document, so it needs no change.
    if (now.provenance !== 'unknown' && isSame(path, now.value, fresh.desired[path])) continue;
    // A value that was not in the reviewed plan matched the document.
    const reviewedLive = before ?? { provenance: 'api', value: reviewed.desired[path] };
    differences.set(path, stale(fresh, { kind: 'live', path, reviewed: reviewedLive, now }));
  }
  return [...differences.values()];
}

/**
 * Absent at the review because the layer was not installed. Now it is, and a value that cannot be read is not a change by
 * a person; the relay of a new layer is off.
 */
function isFirstValue(path: FieldPath, before: LiveValue, now: LiveValue, reviewed: PlannedLayer): boolean {
  if (!reviewed.changes.some(({ kind }) => kind === 'install')) return false;
  if (before.provenance !== 'api' || before.value !== undefined) return false;
  return now.provenance === 'unknown' || (path === 'capi.enabled' && now.value === false);
}

function liveValuesIn({ changes }: PlannedLayer): ReadonlyMap<FieldPath, LiveValue> {
  return new Map(
    changes.flatMap((change): [FieldPath, LiveValue][] => [
      ...change.basis.map(({ path, live }): [FieldPath, LiveValue] => [path, live]),
      ...change.fields.map(({ path, before }): [FieldPath, LiveValue] => [path, before]),
    ]),
  );
}

function isSameLive(path: FieldPath, a: LiveValue, b: LiveValue): boolean {
  if (a.provenance !== b.provenance) return false;
  return a.provenance === 'unknown' || b.provenance === 'unknown' || isSame(path, a.value, b.value);
}

function isSame(path: FieldPath, a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, b));
}

function stale({ name, file }: PlannedLayer, reason: Stale['reason']): Stale {
  return { layer: name, file, reason };
}

/** A problem if the plan was made for a different origin, transport or unit. */
export function planMismatch(reviewed: Plan, fresh: Plan): readonly Problem[] {
  const differing = [
    ...difference('Layers origin', reviewed.origins.layers, fresh.origins.layers),
    ...difference('TikTok origin', reviewed.origins.tiktok, fresh.origins.tiktok),
    ...difference('transport', transportText(reviewed.transport), transportText(fresh.transport)),
    ...difference('costCapUnit', reviewed.costCapUnit ?? 'not set', fresh.costCapUnit ?? 'not set'),
  ];
  if (differing.length === 0) return [];
  return [
    {
      code: 'plan/mismatch',
      message: `The saved plan was made with other settings: ${differing.join('; ')}.`,
      remedy: 'Make a new plan: reconcile plan --out FILE.',
    },
  ];
}

function difference(what: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`${what} ${then} in the plan, ${now} here`];
}

function transportText(transport: Transport): string {
  return transport.kind === 'documented' ? 'documented' : `endpoint ${transport.path} (${transport.update})`;
}
