import { clip, type Plan, type PlannedLayer } from '../../model/index.ts';
import { checkCounts } from '../parts/checks.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { asPage, byteLength, firstLines, firstThatFits, titled } from '../parts/page.ts';
import { countedParts } from '../parts/phrases.ts';
import { changesText } from '../parts/step.ts';
import { changeParts, closing, headlineHeading, moneyLines, opening, planAsMarkdown, refusals } from './markdown.ts';

/** Parts of a page besides the plan. */
export type PageOptions = {
  readonly hideMoney: boolean;
  /** Bytes of UTF-8. Text never has fewer of them than UTF-16 units, so a limit in characters is kept as well. */
  readonly limit: number;
  /** Where to find the full plan, as the end of a sentence. */
  readonly elsewhere: string;
  /** One sentence each, below the plan. */
  readonly notes?: readonly string[];
  /** First and last lines; never left out. */
  readonly first?: string;
  readonly last?: string;
};

/** A shortened page only counts refusals or currencies beyond this number. */
const MAX_LISTED_ROWS = 20;

/** In UTF-16 units, on a shortened page. */
const MAX_NAME_CHARS = 100;
const MAX_SENTENCE_CHARS = 500;

/**
 * The most complete page of a plan within the limit. It names what is left out. Never fails: the shortest page is the
 * headline and where to find the rest, without foreign text.
 */
export function pageWithinLimit(plan: Plan, options: PageOptions): string {
  return firstThatFits(
    PAGES.map((page) => () => framed(page(plan, options), options)),
    options.limit,
  );
}

/** From complete to almost empty. */
const PAGES: readonly ((plan: Plan, options: PageOptions) => string)[] = [
  (plan, { hideMoney }) => planAsMarkdown(plan, { hideMoney }),
  withoutObservations,
  layersAsLines,
  countsOnly,
  headlineOnly,
];

function withoutObservations(plan: Plan, options: PageOptions): string {
  const { hideMoney } = options;
  return asPage([
    opening(plan),
    shortened('checks, released and unknown values', options),
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
    shortened('fields, steps and checks', options),
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
    shortened('layers', options),
    ...moneyAndRefusals(plan, options),
    overwriteCount(plan),
    observations(plan),
    ...closing(plan, options.hideMoney),
  ]);
}

function headlineOnly(plan: Plan, options: PageOptions): string {
  return asPage([[headlineHeading(plan)], shortened('everything else', options)]);
}

function moneyAndRefusals(plan: Plan, { hideMoney }: PageOptions): readonly (readonly string[])[] {
  const brief = plan.refusals.map((refusal) => ({
    policy: refusal.policy,
    // The option that allows a refusal is copied, so a shortened name would be worse than a long one.
    subject: refusal.subject,
    message: clip(refusal.message, MAX_SENTENCE_CHARS),
  }));
  return [
    firstLines(moneyLines(plan, hideMoney), MAX_LISTED_ROWS),
    most(
      refusals(
        { refusals: brief.slice(0, MAX_LISTED_ROWS), allowed: plan.allowed.slice(0, MAX_LISTED_ROWS) },
        hideMoney,
      ),
      plan.refusals.length,
    ),
  ];
}

function most(lines: readonly string[], of: number): readonly string[] {
  return of > MAX_LISTED_ROWS ? [...lines, `- and ${of - MAX_LISTED_ROWS} more`] : lines;
}

function layerLine(layer: PlannedLayer): string {
  return `- ${codeSpan(clip(layer.name, MAX_NAME_CHARS))}: ${forMarkdown(changesText(layer.changes))}`;
}

/** Counts what a page leaves out besides changes. */
function observations({ layers, removed, ignored }: Plan): readonly string[] {
  const sum = (of: (layer: PlannedLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const counts: readonly (readonly [number: number, text: string])[] = [
    [sum((layer) => layer.drift.length), 'drift left alone'],
    [sum((layer) => layer.released.length), 'released'],
    [removed.length, 'removed documents'],
    [ignored.length, 'ignored settings'],
    [sum((layer) => layer.unknown.length), 'unknown'],
  ];
  const parts = [checkCounts(layers), countedParts(counts)].filter((part) => part !== '');
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** Live edits that an apply overwrites are counted on every page except the shortest. */
function overwriteCount({ layers }: Plan): readonly string[] {
  const edits = layers.reduce((total, layer) => total + layer.overwrites.length, 0);
  return edits === 0 ? [] : [`**Live edits that would be overwritten: ${edits}**`];
}

function shortened(omitted: string, { elsewhere }: PageOptions): readonly string[] {
  return [`**Shortened: the plan is longer than GitHub allows.** Left out: ${omitted}. Full plan: ${elsewhere}.`];
}

function framed(page: string, { first, last, notes = [], limit }: PageOptions): string {
  const below = notes.length === 0 ? '' : `\n${noteLines(notes, limit / 4).join('\n')}\n`;
  return `${first === undefined ? '' : `${first}\n`}${page}${below}${last === undefined ? '' : `\n${last}\n`}`;
}

/** As many as fit, but most of the page stays for the plan; the others are counted. */
function noteLines(notes: readonly string[], maxBytes: number): readonly string[] {
  const lines = notes.map((note) => `- ${forMarkdown(clip(note, MAX_SENTENCE_CHARS))}`);
  let used = 0;
  const fits = lines.findIndex((line) => (used += byteLength(line)) > maxBytes);
  return fits < 0 ? lines : firstLines(lines, fits, 'more notes');
}
