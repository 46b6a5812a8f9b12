import type { Plan, PlannedLayer } from '../model/index.ts';
import { countedParts } from './counting.ts';
import { codeSpan, forMarkdown } from './escape.ts';
import {
  asPage,
  changeParts,
  checksSummary,
  closing,
  headline,
  moneyLines,
  opening,
  planAsMarkdown,
  refusals,
  titled,
} from './markdown.ts';
import { changesText } from './verdict.ts';

/** Parts of a page besides the plan. */
export type PageOptions = {
  readonly hideMoney: boolean;
  /** Bytes of UTF-8. Text never has fewer of them than UTF-16 units, so a limit in characters is kept as well. */
  readonly limit: number;
  /** Where to find what did not fit, as the end of a sentence. */
  readonly elsewhere: string;
  /** One sentence each, below the plan. */
  readonly notes?: readonly string[];
  /** First and last lines; never left out. */
  readonly first?: string;
  readonly last?: string;
};

/** A page that is short of room only counts layers, refusals or currencies beyond this number. */
const MOST = 20;

/** UTF-16 units of a name, on a page that is short of room. */
const LONGEST_NAME = 100;

/** UTF-16 units of a refusal, on such a page. */
const LONGEST_REFUSAL = 500;

/**
 * The most complete page of a plan below the limit. It names what is left out. Never fails: the shortest page is the
 * headline and where to read on, without foreign text.
 */
export function fittingPage(plan: Plan, options: PageOptions): string {
  for (const page of STEPS) {
    const text = framed(page(plan, options), options);
    if (sizeOf(text) <= options.limit) return text;
  }
  return framed(verdictOnly(plan, options), options);
}

/** From complete to almost empty. Each is made only if those before it do not fit. */
const STEPS: readonly ((plan: Plan, options: PageOptions) => string)[] = [
  (plan, { hideMoney }) => planAsMarkdown(plan, { hideMoney }),
  withoutObservations,
  layersAsLines,
  countsOnly,
];

export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function withoutObservations(plan: Plan, options: PageOptions): string {
  const { hideMoney } = options;
  return asPage([
    opening(plan),
    leftOut('Checks, released and unknown values are', options),
    moneyLines(plan, hideMoney),
    refusals(plan, hideMoney),
    ...changeParts(plan, hideMoney),
    observations(plan),
    ...closing(plan, hideMoney),
  ]);
}

function layersAsLines(plan: Plan, options: PageOptions): string {
  const changed = plan.layers.filter((layer) => layer.changes.length > 0);
  return asPage([
    opening(plan),
    leftOut('Fields, steps and checks are', options),
    ...moneyAndRefusals(plan, options),
    titled('### Changes', changed.map(layerLine)),
    overwriteCount(plan),
    observations(plan),
    ...closing(plan, options.hideMoney),
  ]);
}

function countsOnly(plan: Plan, options: PageOptions): string {
  return asPage([
    opening(plan),
    leftOut('All layers are', options),
    ...moneyAndRefusals(plan, options),
    overwriteCount(plan),
    observations(plan),
    ...closing(plan, options.hideMoney),
  ]);
}

function verdictOnly(plan: Plan, options: PageOptions): string {
  return asPage([[headline(plan)], leftOut('Everything else is', options)]);
}

function moneyAndRefusals(plan: Plan, { hideMoney }: PageOptions): readonly (readonly string[])[] {
  const brief = plan.refusals.slice(0, MOST).map((refusal) => ({
    policy: refusal.policy,
    // The option that allows a refusal is copied, so a shortened name would be worse than a long one.
    subject: refusal.subject,
    message: short(refusal.message, LONGEST_REFUSAL),
  }));
  return [
    most(moneyLines({ ...plan, money: plan.money.slice(0, MOST) }, hideMoney), plan.money.length),
    most(refusals({ ...plan, refusals: brief, allowed: plan.allowed.slice(0, MOST) }, hideMoney), plan.refusals.length),
  ];
}

function layerLine(layer: PlannedLayer): string {
  return `- ${codeSpan(short(layer.name, LONGEST_NAME))}: ${forMarkdown(changesText(layer.changes))}`;
}

/** Counts what a page leaves out besides changes. */
function observations({ layers, removed: gone, ignored }: Plan): readonly string[] {
  const sum = (of: (layer: PlannedLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const counts: readonly (readonly [number: number, text: string])[] = [
    [sum((layer) => layer.drift.length), 'drift left alone'],
    [sum((layer) => layer.released.length), 'released, and left as they are'],
    [gone.length, 'documents that are gone'],
    [ignored.length, 'settings that were not followed'],
    [sum((layer) => layer.unknown.length), 'unknown'],
  ];
  const parts = [checksSummary(layers), countedParts(counts)].filter((part) => part !== '');
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** Live edits that an apply overwrites are counted on every page except the shortest. */
function overwriteCount({ layers }: Plan): readonly string[] {
  const edits = layers.reduce((total, layer) => total + layer.overwrites.length, 0);
  return edits === 0 ? [] : [`**Live edits that would be overwritten: ${edits}**`];
}

function leftOut(what: string, { elsewhere }: PageOptions): readonly string[] {
  return [`**This page is cut.** ${what} left out, because the plan is longer than GitHub takes: ${elsewhere}.`];
}

function most(lines: readonly string[], of: number): readonly string[] {
  return of > MOST ? [...lines, `- and ${of - MOST} more`] : lines;
}

/** Cut between characters, never within a surrogate pair. */
function short(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function framed(page: string, { first, last, notes = [], limit }: PageOptions): string {
  const said = notes.length === 0 ? '' : `\n${noteLines(notes, limit / 4).join('\n')}\n`;
  return `${first === undefined ? '' : `${first}\n`}${page}${said}${last === undefined ? '' : `\n${last}\n`}`;
}

/** As many as fit, but most of the page stays for the plan; the others are counted. */
function noteLines(notes: readonly string[], room: number): readonly string[] {
  const lines = notes.map((note) => `- ${forMarkdown(short(note, LONGEST_REFUSAL))}`);
  let used = 0;
  const fits = lines.findIndex((line) => (used += sizeOf(line)) > room);
  return fits < 0 ? lines : [...lines.slice(0, fits), `- and ${lines.length - fits} more notes`];
}
