import {
  canonicalJson,
  type CapUnit,
  type Change,
  type FieldChange,
  type FieldPath,
  type GatedCampaign,
  type Money,
  moneyFromWire,
  moneyWords,
  type Plan,
  type PlannedLayer,
  type Value,
} from '../model/index.ts';
import { type BlockLine, comparedLines } from './block.ts';
import { eventEffects } from './event-map.ts';
import { HIDDEN, isHidden } from './hidden.ts';
import { modeConsequences } from './mode.ts';
import { valueSide, type Side, valueText } from './value.ts';

/** The change of one field, for lines or a table. Not escaped yet. */
export type FieldLine =
  /** `label: before → after`; without `before`, a fact. Lines with the same `group` belong together. */
  | {
      readonly shape: 'arrow';
      readonly group?: string;
      readonly label: string;
      readonly before?: Side;
      readonly after: Side;
    }
  /** Added and removed items; the rest stays. */
  | {
      readonly shape: 'set';
      readonly label: string;
      readonly came: readonly string[];
      readonly went: readonly string[];
      readonly words?: string;
    }
  /** Too long for one line: compared line by line. */
  | { readonly shape: 'block'; readonly label: string; readonly words?: string; readonly lines: readonly BlockLine[] };

/** How to read the numbers in the fields of a layer. */
export type Reading = {
  /** Unit and currency of a cap on the wire; absent if either is uncertain. */
  readonly cap?: { readonly unit: CapUnit; readonly currency: string };
  /** The SDK app whose CAPI toggle is written; absent if there is none. */
  readonly app?: string;
  /** Leaves out money and account ids. */
  readonly hidden: boolean;
};

/** The longest value on one line. */
const LONGEST = 80;

/** Lists that only grow: live items that are not in the document stay. */
const ADDITIVE: ReadonlySet<FieldPath> = new Set(['spark', 'sharing.identities']);

/** How to read the numbers of a layer: as money only if both unit and currency are certain. */
export function readingOf(
  { costCapUnit: unit }: Pick<Plan, 'costCapUnit'>,
  { currency, selection }: Pick<PlannedLayer, 'currency'> & Partial<Pick<PlannedLayer, 'selection'>>,
  hidden: boolean,
): Reading {
  const cap = unit === null || currency === null ? undefined : { unit, currency };
  const app = selection?.app ?? null;
  return { hidden, ...(app !== null && { app }), ...(cap !== undefined && { cap }) };
}

/** Subject of a change: its fields, or each campaign with the predicted result at the gate. */
export function linesOfChange({ kind, fields, step }: Change, reading: Reading): readonly FieldLine[] {
  if (step.by !== 'gated') {
    const isToggle = kind === 'capi' && step.by === 'api' && reading.app !== undefined;
    const app: FieldLine = { shape: 'arrow', label: 'SDK app', after: { code: reading.app ?? '' } };
    return [...fields.flatMap((field) => fieldLines(field, reading)), ...(isToggle ? [app] : [])];
  }
  return step.campaigns.map((campaign) => ({
    shape: 'arrow',
    label: `${campaign.verb} ${campaign.name === '' ? campaign.id : `${campaign.name} (${campaign.id})`}`,
    after: { words: gateText(campaign) },
  }));
}

/** Previous result of a write at the gate, and the predicted one. */
function gateText({ predicted, rejected }: GatedCampaign): string {
  if (predicted === 'requested') return 'asked for before, and waiting';
  if (predicted === 'rejected') return 'asked for before, and rejected at the write gate';
  return rejected === undefined
    ? `predicted: ${predicted}`
    : `asked for before, and rejected at the write gate (${rejected}); asked for again, predicted: ${predicted}`;
}

/** One or more lines, never empty. */
export function fieldLines(field: FieldChange, reading: Reading): readonly FieldLine[] {
  const { path, before, after } = field;
  if (reading.hidden && isHidden(path)) {
    return [{ shape: 'arrow', label: path, before: liveSide(path, before, reading), after: { words: HIDDEN } }];
  }
  if (path === 'monthlyCostCap') return [capLine(field, reading)];
  if (path === 'mode') return [arrow(field), ...modeConsequences(field).map(consequenceLine)];
  const effects = path === 'capi.event_map' ? eventEffects(field) : [];
  if (effects.length > 0) return effects.map((effect) => effectLine(field, effect));
  if (before.provenance !== 'unknown' && isFilledList(before.value) && isFilledList(after)) {
    const set = setLine(path, before.value, after, before.provenance === 'recorded' ? '(recorded before)' : undefined);
    if (set !== undefined) return [set];
  }
  const long = [valueSide(before).code ?? '', valueText(after)].some((text) => text.length > LONGEST);
  if (!long) return [arrow(field)];
  const words = valueSide(before).words;
  return [{ shape: 'block', label: path, ...(words !== undefined && { words }), lines: comparedLines(before, after) }];
}

/** A live value alone, read like its field: for released fields. */
export function liveSide(path: FieldPath, live: FieldChange['before'], reading: Reading): Side {
  const write = (value: Value) => (reading.hidden && isHidden(path) ? HIDDEN : readValue(path, value, reading));
  return valueSide(live, write, path === 'monthlyCostCap' ? 'none' : 'absent');
}

function arrow({ path, before, after }: FieldChange): FieldLine {
  return { shape: 'arrow', label: path, before: valueSide(before), after: { code: valueText(after) } };
}

/** If unit and currency are certain, a cap is shown as money; if the wire counts cents, also the number on the wire. */
function capLine({ path, before, after }: FieldChange, reading: Reading): FieldLine {
  const cap = readValue(path, after, reading);
  return { shape: 'arrow', label: path, before: liveSide(path, before, reading), after: { code: cap } };
}

/** A value for display: a cap as money if unit and currency are certain. */
export function readValue(path: FieldPath, value: Value, { cap }: Pick<Reading, 'cap'>): string {
  if (path !== 'monthlyCostCap' || cap === undefined || typeof value !== 'number') return valueText(value);
  const money: Money | undefined = moneyFromWire(value, cap.unit, cap.currency);
  if (money === undefined) return valueText(value);
  const amount = moneyWords(money);
  return cap.unit === 'minor' ? `${value} = ${amount}` : amount;
}

function consequenceLine({ label, before, after }: ReturnType<typeof modeConsequences>[number]): FieldLine {
  return { shape: 'arrow', group: 'mode, what it means', label, ...(before !== undefined && { before }), after };
}

function effectLine(
  { path, before: { provenance } }: FieldChange,
  { event, before, after }: ReturnType<typeof eventEffects>[number],
): FieldLine {
  const group = `${path}, by SDK event${provenance === 'recorded' ? ' (before: recorded)' : ''}`;
  return { shape: 'arrow', group, label: event, before, after };
}

/** Added and removed items. If there are none, only the order differs, which an arrow shows better. */
function setLine(
  path: FieldPath,
  before: readonly Value[],
  after: readonly Value[],
  words: string | undefined,
): FieldLine | undefined {
  const came = without(after, before);
  const went = ADDITIVE.has(path) ? [] : without(before, after);
  if (came.length + went.length === 0) return undefined;
  return { shape: 'set', label: path, came, went, ...(words !== undefined && { words }) };
}

function without(list: readonly Value[], other: readonly Value[]): readonly string[] {
  const known = new Set(other.map(canonicalJson));
  return list.filter((item) => !known.has(canonicalJson(item))).map(itemText);
}

/** A plain word is shown as it is; text that could look like several items is shown as JSON. */
function itemText(item: Value): string {
  return typeof item === 'string' && /^[A-Za-z][\w.-]*$/.test(item) ? item : valueText(item);
}

function isFilledList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value) && value.length > 0;
}
