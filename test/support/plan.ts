import type {
  ApplyOutcome,
  DriftReport,
  Change,
  ChangeKind,
  Check,
  FieldChange,
  FieldPath,
  FieldValues,
  HumanStep,
  MoneyLine,
  Plan,
  PlannedLayer,
  Problem,
  Refusal,
  RemovedDocument,
  RenamedDocument,
  LiveField,
  LiveValue,
  Selection,
  Value,
} from '../../src/model/index.ts';

/** Shown by an API. */
export const api = <const V extends Value | undefined>(value: V): LiveValue<Exclude<V, undefined>> => ({
  provenance: 'api',
  value: value as Exclude<V, undefined> | undefined,
});

/** Known from the ledger. */
export const recorded = <const V extends Value | undefined>(value: V): LiveValue<Exclude<V, undefined>> => ({
  provenance: 'recorded',
  value: value as Exclude<V, undefined> | undefined,
});

export const unknown = { provenance: 'unknown' } as const;

export function aField<P extends FieldPath>(path: P, before: LiveField<P>, after: FieldValues[P]): FieldChange<P> {
  return { path, before, after };
}

/** A field whose values are not of its type, for tests of their layout. */
export function anUnusualField(path: FieldPath, before: LiveValue, after: Value): FieldChange {
  // Only the layout of its values is tested.
  return { path, before, after } as FieldChange;
}

/** By reconcile, three calls, of the layer `acme-ios`. */
export function aChange(kind: ChangeKind, fields: readonly FieldChange[], rest: Partial<Change> = {}): Change {
  const layer = rest.layer ?? 'acme-ios';
  return {
    id: `${layer}/${kind}`,
    kind,
    layer,
    fields,
    step: { by: 'api' },
    dependsOn: [],
    basis: [],
    calls: 3,
    ...rest,
  };
}

/** By a person, in the layer's settings tab. */
export function aHumanChange(
  kind: ChangeKind,
  fields: readonly FieldChange[],
  instructions: Partial<HumanStep> = {},
  rest: Partial<Change> = {},
): Change {
  const step: HumanStep = { screen: 'The settings tab of the layer', tasks: [`Set ${kind}.`], ...instructions };
  return aChange(kind, fields, { step: { by: 'human', instructions: step }, calls: 0, ...rest });
}

export function aCheck(rest: Partial<Check> = {}): Check {
  return {
    code: 'cap/below-minimum',
    layer: 'acme-ios',
    severity: 'warning',
    message: 'The cap is not enforced.',
    remedy: 'Set capEnforcement: tiktok.',
    ...rest,
  };
}

export function aRefusal(rest: Partial<Refusal> = {}): Refusal {
  return {
    policy: 'cap-increase',
    subject: 'acme-ios',
    message: 'The cap rises from 28000 to 45000, by more than 25 %.',
    location: { file: 'layers/acme-ios.yaml', line: 12, column: 17 },
    ...rest,
  };
}

/** Of a document that selects nothing by itself. */
export function aSelection(rest: Partial<Selection> = {}): Selection {
  const credentials = { layers: 'LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' };
  return { layer: null, app: null, spark: [], pin: null, protected: false, credentials, ...rest };
}

/** A layer that matches its document. The caller prefixes changes and checks with its name. */
export function aLayer(rest: Partial<PlannedLayer> = {}): PlannedLayer {
  const name = rest.name ?? 'acme-ios';
  return {
    name,
    file: `layers/${name}.yaml`,
    template: '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d',
    project: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
    organization: '5f0c1d7e-0000-4000-8000-000000000001',
    layerId: null,
    selection: aSelection(),
    currency: 'USD',
    digest: 'd1',
    document: 'd0c1',
    desired: {},
    changes: [],
    checks: [],
    released: [],
    overwrites: [],
    drift: [],
    unknown: [],
    ...rest,
  };
}

/** A document of the base that no longer exists. */
export function aRemovedDocument(name: string, rest: Partial<RemovedDocument> = {}): RemovedDocument {
  return { name, file: `layers/${name}.yaml`, project: 'p', fields: {}, cap: null, ...rest };
}

/** The same layer under a different name. */
export function aRenamedDocument(from: string, to: string): RenamedDocument {
  const file = (name: string) => `layers/${name}.yaml`;
  return { name: to, file: file(to), before: { name: from, file: file(from) } };
}

export function aMoneyLine(rest: Partial<MoneyLine> = {}): MoneyLine {
  const currency = rest.currency ?? 'USD';
  return {
    currency,
    before: { minor: 1_240_000, currency },
    after: { minor: 3_000_000, currency },
    uncappedBefore: 0,
    uncappedAfter: 0,
    unknownBefore: 0,
    spent: { minor: 931_020, currency },
    pace: { minor: 2_890_000, currency },
    enforcedBy: 'none',
    ...rest,
  };
}

export function aPlan(rest: Partial<Plan> = {}): Plan {
  return {
    format: 'reconcile-plan',
    version: 1,
    sandbox: false,
    origins: { layers: 'https://api.layers.com', tiktok: 'https://business-api.tiktok.com' },
    transport: { kind: 'documented' },
    costCapUnit: null,
    base: null,
    fixDrift: false,
    ignored: [],
    introduced: [],
    removed: [],
    renamed: [],
    skipped: [],
    unread: [],
    digest: 'd0',
    layers: [aLayer()],
    refusals: [],
    allowed: [],
    money: [],
    calls: { used: 13, forecast: 27 },
    ...rest,
  };
}

/** A plan of one layer with these changes. */
export function aPlanOf(changes: readonly Change[], rest: Partial<Plan> = {}): Plan {
  return aPlan({ layers: [aLayer({ changes })], ...rest });
}

export function anOutcome(rest: Partial<ApplyOutcome> = {}): ApplyOutcome {
  return {
    sandbox: false,
    unread: [],
    of: 1,
    entries: [],
    changes: [],
    left: aPlan(),
    verifiedAt: '2026-11-10T12:04:09.000Z',
    calls: { sent: 23, forecast: 23 },
    driftLeftAlone: 0,
    notRecorded: [],
    ...rest,
  };
}

export function aDriftReport(layers: DriftReport['layers'], rest: Partial<DriftReport> = {}): DriftReport {
  return { sandbox: false, costCapUnit: 'major', layers, unread: [], calls: 9, ...rest };
}

export function aProblem(rest: Partial<Problem> = {}): Problem {
  return {
    code: 'document/unknown-field',
    message: 'Unknown field "capi.pixle_id". Did you mean "capi.pixel_id"?',
    ...rest,
  };
}
