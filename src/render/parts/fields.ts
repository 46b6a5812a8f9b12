import {
  canonicalJson,
  type CapUnit,
  type Change,
  type FieldChange,
  type FieldPath,
  FIELDS,
  type GatedCampaign,
  isMap,
  moneyFromMajor,
  moneyFromWire,
  moneyWords,
  type Plan,
  type PlannedLayer,
  type Value,
} from '../../model/index.ts';
import { growthText } from './growth.ts';
import { type EventEffect, eventEffects } from './event-map.ts';
import { type ModeEffect, modeEffects } from './mode.ts';
import { HIDDEN, isHidden } from './public-redaction.ts';
import { type BlockLine, comparedLines, type Side, valueSide, valueText } from './value.ts';

/** The change of one field. Not escaped yet. */
export type FieldLine =
  /** Without `before`, a fact. Lines with the same `group` belong together. */
  | {
      readonly shape: 'arrow';
      readonly group?: string;
      readonly label: string;
      readonly before?: Side;
      readonly after: Side;
    }
  | SetLine
  | { readonly shape: 'block'; readonly label: string; readonly words?: string; readonly lines: readonly BlockLine[] };

/** Added and removed items; the rest stays. */
export type SetLine = {
  readonly shape: 'set';
  readonly label: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly words?: string;
};

export type Reading = {
  /** Unit and currency of a cap on the wire; absent if either is uncertain. */
  readonly cap?: { readonly unit: CapUnit; readonly currency: string };
  /** Of the ad account; absent if it is unknown. */
  readonly currency?: string;
  /** The SDK app whose CAPI toggle is written; absent if there is none. */
  readonly app?: string;
  /** Leaves out money and account ids. */
  readonly hidden: boolean;
  /** Amounts that change show the difference in percent. */
  readonly growth?: true;
};

const MAX_LINE_CHARS = 80;

export function readingOf(
  { costCapUnit: unit }: Pick<Plan, 'costCapUnit'>,
  { currency, selection }: Pick<PlannedLayer, 'currency'> & Partial<Pick<PlannedLayer, 'selection'>>,
  hidden: boolean,
): Reading {
  const app = selection?.app ?? null;
  const money = currency === null ? {} : { currency, ...(unit !== null && { cap: { unit, currency } }) };
  return { hidden, ...money, ...(app !== null && { app }) };
}

/** The fields of a change, or each campaign with the predicted result at the gate. */
export function linesOfChange({ kind, fields, step }: Change, reading: Reading): readonly FieldLine[] {
  if (step.by !== 'gated') {
    const isToggle = kind === 'capi' && step.by === 'api' && reading.app !== undefined;
    const app: FieldLine = { shape: 'arrow', label: 'SDK app', after: { code: reading.app ?? '' } };
    const lines = fields.flatMap((field) => withGrowth(field, fieldLines(field, reading), reading));
    return [...lines, ...(isToggle ? [app] : [])];
  }
  return step.campaigns.map((campaign) => ({
    shape: 'arrow',
    label: `${campaign.verb} ${campaign.name === '' ? campaign.id : `${campaign.name} (${campaign.id})`}`,
    after: { words: gateText(campaign) },
  }));
}

/** An amount of money and its difference in percent. */
function withGrowth({ path, before, after }: FieldChange, lines: readonly FieldLine[], reading: Reading) {
  if (reading.growth !== true || reading.hidden || WORDS[path] === undefined) return lines;
  if (before.provenance === 'unknown') return lines;
  const growth = growthText(before.value, after);
  return growth === undefined
    ? lines
    : lines.map((line) =>
        line.shape === 'arrow' ? { ...line, after: { ...line.after, words: `(${growth})` } } : line,
      );
}

function gateText({ predicted, rejected }: GatedCampaign): string {
  if (predicted === 'requested') return 'already requested, waiting for approval';
  if (predicted === 'rejected') return 'already requested, rejected at the write gate';
  return rejected === undefined
    ? `predicted: ${predicted}`
    : `previously rejected at the write gate (${rejected}), requested again, predicted: ${predicted}`;
}

/** One or more lines, never empty. */
export function fieldLines(field: FieldChange, reading: Reading): readonly FieldLine[] {
  const { path, before, after } = field;
  if (reading.hidden && isHidden(path)) {
    return [
      { shape: 'arrow', label: fieldLabel(path), before: liveSide(path, before, reading), after: { words: HIDDEN } },
    ];
  }
  if (WORDS[path] !== undefined) {
    const words = readValue(path, after, reading);
    return [
      { shape: 'arrow', label: fieldLabel(path), before: liveSide(path, before, reading), after: { code: words } },
    ];
  }
  if (path === 'mode') return [arrow(field), ...modeEffects(field).map(modeEffectLine)];
  const effects = path === 'capi.event_map' ? eventEffects(field) : [];
  if (effects.length > 0) return effects.map((effect) => effectLine(field, effect));
  if (before.provenance !== 'unknown' && isFilledList(before.value) && isFilledList(after)) {
    const set = setLine(path, before.value, after, before.provenance === 'recorded' ? '(recorded before)' : undefined);
    if (set !== undefined) return [set];
  }
  const long = [valueSide(before).code ?? '', valueText(after)].some((text) => text.length > MAX_LINE_CHARS);
  if (!long) return [arrow(field)];
  const words = valueSide(before).words;
  return [{ shape: 'block', label: path, ...(words !== undefined && { words }), lines: comparedLines(before, after) }];
}

export function liveSide(path: FieldPath, live: FieldChange['before'], reading: Reading): Side {
  const write = (value: Value) => (reading.hidden && isHidden(path) ? HIDDEN : readValue(path, value, reading));
  return valueSide(live, write, path === 'monthlyCostCap' || path === 'accountBudget' ? 'none' : 'absent');
}

function arrow({ path, before, after }: FieldChange): FieldLine {
  return { shape: 'arrow', label: path, before: valueSide(before), after: { code: valueText(after) } };
}

/** In words, or else as JSON. */
export function readValue(path: FieldPath, value: Value, reading: Pick<Reading, 'cap' | 'currency'>): string {
  return WORDS[path]?.(value, reading) ?? valueText(value);
}

export function fieldLabel(path: FieldPath): string {
  return path === 'accountBudget' ? 'TikTok monthly budget' : path;
}

/** Fields that are shown in words. `undefined`: the value has an unknown form. */
const WORDS: {
  readonly [P in FieldPath]?: (value: Value, reading: Pick<Reading, 'cap' | 'currency'>) => string | undefined;
} = { monthlyCostCap: capWords, accountBudget: budgetWords, partnership: partnershipWords };

/** If the wire counts cents, also the number on the wire. While its unit is unknown, the amount of the document. */
function capWords(value: Value, { cap }: Pick<Reading, 'cap'>): string | undefined {
  if (typeof value === 'string') return amountWords(value);
  if (cap === undefined || typeof value !== 'number') return undefined;
  const money = moneyFromWire(value, cap.unit, cap.currency);
  if (money === undefined) return undefined;
  return cap.unit === 'minor' ? `${value} = ${moneyWords(money)}` : moneyWords(money);
}

/** `30000.00 USD`, as the desired state has it. */
function amountWords(text: string): string | undefined {
  const [, amount, currency] = /^(\S+) ([A-Z]{3})$/.exec(text) ?? [];
  const money = amount === undefined || currency === undefined ? undefined : moneyFromMajor(amount, currency);
  return money === undefined ? undefined : moneyWords(money);
}

function budgetWords(value: Value, { currency }: Pick<Reading, 'currency'>): string | undefined {
  if (!isMap(value)) return undefined;
  const { mode, amount } = value;
  if (mode === 'UNLIMITED') return 'none';
  if (mode !== 'MONTHLY_BUDGET' || typeof amount !== 'string' || currency === undefined) return undefined;
  const money = moneyFromMajor(amount, currency);
  return money === undefined ? undefined : moneyWords(money);
}

function partnershipWords(value: Value): string | undefined {
  if (!isMap(value) || typeof value.partner !== 'string') return undefined;
  // The role of a live share is unknown.
  return `Business Center ${value.partner}${typeof value.role === 'string' ? ` (${value.role})` : ''}`;
}

function modeEffectLine({ label, before, after }: ModeEffect): FieldLine {
  return { shape: 'arrow', group: 'mode, effects', label, ...(before !== undefined && { before }), after };
}

function effectLine({ path, before: { provenance } }: FieldChange, { event, before, after }: EventEffect): FieldLine {
  const group = `${path}, by SDK event${provenance === 'recorded' ? ' (before: recorded)' : ''}`;
  return { shape: 'arrow', group, label: event, before, after };
}

/** `undefined`: only the order differs, which an arrow shows better. */
function setLine(
  path: FieldPath,
  before: readonly Value[],
  after: readonly Value[],
  words: string | undefined,
): FieldLine | undefined {
  const added = without(after, before);
  const removed = FIELDS[path].list === 'additive' ? [] : without(before, after);
  if (added.length + removed.length === 0) return undefined;
  return { shape: 'set', label: path, added, removed, ...(words !== undefined && { words }) };
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
