import {
  canonicalJson,
  canonicalValue,
  DOCUMENT_PATHS,
  type FieldPath,
  type Fields,
  type LiveValue,
  type Plan,
  type PlannedLayer,
  type Problem,
  type Stale,
  type Transport,
  type Value,
} from '../model/index.ts';

/**
 * Reasons not to apply a fresh plan in place of the reviewed one, per layer. A layer is applied if its digest is
 * unchanged, or if the difference has become unnecessary because live now matches the document.
 */
export function staleLayers(reviewed: Plan, fresh: Plan): readonly Stale[] {
  const { costCapUnit: unit } = fresh;
  const currencies = new Map([...reviewed.layers, ...fresh.layers].map(({ name, currency }) => [name, currency]));
  return movesBetween(reviewed, fresh).map((one) => {
    const currency = currencies.get(one.layer) ?? null;
    return unit === null || currency === null ? one : { ...one, cap: { unit, currency } };
  });
}

function movesBetween(reviewed: Plan, fresh: Plan): readonly Stale[] {
  const now = new Map(fresh.layers.map((layer) => [layer.name, layer]));
  const then = new Map(reviewed.layers.map((layer) => [layer.name, layer]));
  const unread = new Set(fresh.unread);
  return [
    ...reviewed.layers.flatMap((layer) => {
      // A layer that could not be read is left as it is, and does not block the others.
      if (unread.has(layer.name)) return [];
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
  const selections = selectionMoves(reviewed, fresh);
  if (selections.length > 0) return selections;
  const documents = documentMoves(reviewed, fresh);
  return documents.length > 0 ? documents : [...liveMoves(reviewed, fresh), ...stepMoves(reviewed, fresh)];
}

/** Everything that selects the target of the changes. Only a layer that was to be installed may gain an id. */
function selectionMoves(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const then = selectionTexts(reviewed);
  const now = selectionTexts(fresh);
  if (reviewed.layerId === null && reviewed.changes.some(({ kind }) => kind === 'install')) now.delete(LAYER_ID);
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((what) => {
    const [before, after] = [then.get(what), now.get(what)];
    return before === after ? [] : [stale(fresh, { kind: 'selection', what, reviewed: before, now: after })];
  });
}

const LAYER_ID = 'the layer id';

function selectionTexts({ layerId, selection }: PlannedLayer): Map<string, string> {
  const { layer, app, spark, pin, credentials } = selection;
  return new Map([
    ...(layerId === null ? [] : [[LAYER_ID, layerId] as const]),
    ...(layer === null ? [] : [['layer', layer] as const]),
    ...(app === null ? [] : [['the SDK app', app] as const]),
    ...spark.map(({ post, variable }) => [`the variable with the Spark code of ${post}`, variable] as const),
    ...Object.entries(pin ?? {}).map(([what, value]) => [`pin.advertiser.${what}`, value] as const),
    ...(selection.protected ? [['protected', 'true'] as const] : []),
    ['the variable with the Layers API key', credentials.layers],
    ['the variable with the TikTok token', credentials.tiktok],
  ]);
}

/** A reviewed manual step is not written by API. The opposite is allowed: it writes nothing. */
function stepMoves(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const then = new Map(reviewed.changes.map(({ id, step }) => [id, step.by]));
  return fresh.changes.flatMap(({ id, kind, step }) => {
    const before = then.get(id);
    if (before === undefined || before === step.by || step.by === 'human') return [];
    return [stale(fresh, { kind: 'step', change: kind, reviewed: before, now: step.by })];
  });
}

function documentMoves(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const paths = [...new Set([...keys(reviewed.desired), ...keys(fresh.desired)])].sort();
  const moves = movesIn(
    paths.filter((path) => WRITTEN.has(path)),
    reviewed,
    fresh,
  );
  // Derived values change with a document; without one, they change with the settings.
  return moves.length > 0 ? moves : movesIn(paths, reviewed, fresh);
}

const WRITTEN: ReadonlySet<FieldPath> = new Set(DOCUMENT_PATHS);

function movesIn(paths: readonly FieldPath[], reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  return paths.flatMap((path) => {
    const [then, now] = [reviewed.desired[path], fresh.desired[path]];
    return same(path, then, now) || followsLive(path, then, now)
      ? []
      : [stale(fresh, { kind: 'document', path, reviewed: then, now })];
  });
}

/**
 * Whether a desired value derived from live state only became smaller: a campaign that is gone need not run again, and
 * a budget that is not visible need not be removed.
 */
function followsLive(path: FieldPath, then: Value | undefined, now: Value | undefined): boolean {
  if (path !== 'campaigns.running' && path !== 'accountBudget') return false;
  if (now === undefined) return true;
  return (
    path === 'campaigns.running' && Array.isArray(then) && Array.isArray(now) && now.every((id) => then.includes(id))
  );
}

function liveMoves(reviewed: PlannedLayer, fresh: PlannedLayer): readonly Stale[] {
  const then = seenIn(reviewed);
  const moves = new Map<FieldPath, Stale>();
  for (const [path, now] of seenIn(fresh)) {
    const before = then.get(path);
    if (before !== undefined && sameSeen(path, before, now)) continue;
    // A new change depends on this path, but it is not desired: what moved is the field of the new change.
    if (before === undefined && fresh.desired[path] === undefined) continue;
    // It already matches the document: one thing less to do.
    if (now.provenance !== 'unknown' && same(path, now.value, fresh.desired[path])) continue;
    // A value that was not in the reviewed plan matched the document, so it needed no change.
    const reviewedSeen = before ?? { provenance: 'api', value: reviewed.desired[path] };
    moves.set(path, stale(fresh, { kind: 'live', path, reviewed: reviewedSeen, now }));
  }
  return [...moves.values()];
}

function seenIn({ changes }: PlannedLayer): ReadonlyMap<FieldPath, LiveValue> {
  return new Map(
    changes.flatMap((change): [FieldPath, LiveValue][] => [
      ...change.basis.map(({ path, live }): [FieldPath, LiveValue] => [path, live]),
      ...change.fields.map(({ path, before }): [FieldPath, LiveValue] => [path, before]),
    ]),
  );
}

function sameSeen(path: FieldPath, a: LiveValue, b: LiveValue): boolean {
  if (a.provenance !== b.provenance) return false;
  return a.provenance === 'unknown' || b.provenance === 'unknown' || same(path, a.value, b.value);
}

function same(path: FieldPath, a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, b));
}

function keys(fields: Fields): readonly FieldPath[] {
  return Object.keys(fields) as FieldPath[];
}

function stale({ name, file }: PlannedLayer, reason: Stale['reason']): Stale {
  return { layer: name, file, reason };
}

/** The differences that make a plan impossible to apply here: other origins, another transport or another unit. */
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
