import {
  type Fields,
  groupBy,
  type LiveValue,
  moneyWords,
  nameList,
  type Plan,
  type PlannedLayer,
  type RemovedDocument,
} from '../../model/index.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { fieldLines, liveSide, readingOf } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { HIDDEN } from '../parts/public-redaction.ts';
import { sideText } from '../parts/value.ts';

/** Lines of plain text below a title. Layers with the same lines are one group; without layers, they are about the plan. */
export type Section = {
  readonly title: string;
  readonly groups: readonly { readonly layers: readonly string[]; readonly lines: readonly string[] }[];
};

export function overwrittenEdits(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Live edits that would be overwritten',
    groups: byLayer(plan, (layer) => editsOf(plan, layer, hideMoney)),
  };
}

/** Without groups for a whole plan. */
export function shardNote({ shard }: Plan): Section {
  const lines = ['reconcile show --merge makes one plan of all shards and decides the policies cap-total and share.'];
  return { title: 'A part of the plan', groups: shard === undefined ? [] : [{ layers: [], lines }] };
}

export function driftLeftAlone(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Drift left alone (--fix-drift turns it into changes)',
    groups: byLayer(plan, (layer) => {
      const reading = readingOf(plan, layer, hideMoney);
      const fields = layer.drift.flatMap((field) => fieldLines(field, reading));
      return fieldsAsLines(fields, 0).map(({ text, indent }) => '  '.repeat(indent) + text);
    }),
  };
}

export function releasedFields(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Released: no longer in the document, unchanged live',
    groups: byLayer(plan, (layer) => {
      const reading = readingOf(plan, layer, hideMoney);
      return layer.released.map(
        ({ path, live }) => `${path}: ${staysText(live, sideText(liveSide(path, live, reading)))}`,
      );
    }),
  };
}

export function renamedDocuments({ renamed }: Plan): Section {
  const lines = renamed.map(({ name, file, before }) =>
    before.name === name
      ? `${name}: ${before.file} → ${file}`
      : `${before.name} → ${name} (${before.file === file ? file : `${before.file} → ${file}`})`,
  );
  return { title: 'Renamed documents: the same layers', groups: aboutPlan(lines) };
}

/** The live values are not read: the document at the base shows what stays. */
export function removedDocuments({ removed }: Plan, hideMoney: boolean): Section {
  return {
    title: 'Removed documents: their layers stay as they are live',
    groups: aboutPlan(removed.map((document) => removedText(document, hideMoney))),
  };
}

function removedText({ name, file, fields, cap }: RemovedDocument, hideMoney: boolean): string {
  const account = fields.adAccountId === undefined ? 'its ad account' : `ad account ${fields.adAccountId}`;
  const spend = fields.state === 'paused' ? 'it stays paused' : `${account} keeps spending`;
  const relay = fields['capi.enabled'] === true ? ', CAPI stays on' : '';
  return `${name} (${file}): ${removedCapText(fields.monthlyCostCap, cap, hideMoney)}, ${spend}${relay}`;
}

function removedCapText(written: Fields['monthlyCostCap'], cap: RemovedDocument['cap'], hideMoney: boolean): string {
  if (written === undefined) return 'any cap stays live (the document has none)';
  if (hideMoney) return `cap ${HIDDEN} stays live (as reviewed)`;
  return cap === null
    ? `cap ${written} stays live (as reviewed; its currency or unit is unknown)`
    : `cap ${moneyWords(cap)} stays live (as reviewed)`;
}

export function ignoredSettings({ ignored }: Plan): Section {
  return { title: 'Ignored: settings that only the base can change', groups: aboutPlan(ignored) };
}

export function introducedSettings({ introduced }: Plan): Section {
  return { title: 'Introduces settings', groups: aboutPlan(introduced) };
}

/** The end of a page. */
export function closingTexts({ skipped, calls }: Plan, maxNames?: number): readonly string[] {
  return [
    ...(skipped.length === 0 ? [] : [`Skipped, not affected by this diff: ${nameList(skipped, maxNames)}`]),
    `${counted(calls.used, 'API call')} used, ${calls.forecast} expected for an apply.`,
  ];
}

/** The requests of the plan by endpoint. */
export function endpointTexts({ calls }: Plan): readonly string[] {
  return Object.entries(calls.endpoints ?? {}).map(([endpoint, count]) => `${count}  ${endpoint}`);
}

/** `stays 30000 live`. An unknown value stays as well. */
function staysText(live: LiveValue, shown: string): string {
  if (live.provenance === 'unknown') return 'stays unchanged live (unknown)';
  return live.value === undefined ? 'stays absent live' : `stays ${shown} live`;
}

function editsOf(plan: Plan, layer: PlannedLayer, hideMoney: boolean): readonly string[] {
  const reading = readingOf(plan, layer, hideMoney);
  return layer.overwrites.map(({ path, base, live }) => {
    const inGit = base === null ? '(absent)' : sideText(liveSide(path, { provenance: 'api', value: base }, reading));
    return `${path}: ${inGit} in git, ${sideText(liveSide(path, live, reading))} live`;
  });
}

/** Layers without lines are left out. */
function byLayer({ layers }: Plan, linesOf: (layer: PlannedLayer) => readonly string[]): Section['groups'] {
  const all = layers
    .map((layer) => ({ name: layer.name, lines: linesOf(layer) }))
    .filter(({ lines }) => lines.length > 0);
  return [...groupBy(all, ({ lines }) => lines.join('\n')).values()].map((group) => ({
    layers: group.map(({ name }) => name),
    lines: group[0]?.lines ?? [],
  }));
}

function aboutPlan(lines: readonly string[]): Section['groups'] {
  return lines.length === 0 ? [] : [{ layers: [], lines }];
}
