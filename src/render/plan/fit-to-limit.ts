import { clip, MAX_NAMES, type Plan, type PlannedLayer } from '../../model/index.ts';
import { checkCounts } from '../parts/checks.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { asPage, byteLength, firstLines, firstThatFits, folded, titled } from '../parts/page.ts';
import { counted, countedParts } from '../parts/phrases.ts';
import { changesText } from '../parts/step.ts';
import { changeParts, closing, headlineHeading, moneyLines, opening, planAsMarkdown } from './plan-as-markdown.ts';
import { refusals } from './refusals-as-markdown.ts';
import type { PageView, ReviewFacts } from './review-facts.ts';

export type PageOptions = {
  readonly hideMoney: boolean;
  /** Bytes of UTF-8, which are never fewer than UTF-16 units. */
  readonly limit: number;
  /** Where to find the full plan, as the end of a sentence. */
  readonly elsewhere: string;
  /** One sentence each, below the plan. */
  readonly notes?: readonly string[];
  readonly review?: ReviewFacts;
  /** First and last lines; never left out. */
  readonly first?: string;
  readonly last?: string;
};

const MAX_LISTED_ROWS = 20;
const MAX_TITLES = 100;

/** In UTF-16 units, on a shortened page. */
const MAX_NAME_CHARS = 100;
const MAX_SENTENCE_CHARS = 500;

/**
 * The most complete page of a plan within the limit. Never fails: the shortest page is the headline and where to find
 * the rest, without foreign text.
 */
export function pageWithinLimit(plan: Plan, options: PageOptions): string {
  return firstThatFits(
    PAGES.map((page) => () => framed(page(plan, options), options)),
    options.limit,
  );
}

/** From complete to almost empty. */
const PAGES: readonly ((plan: Plan, options: PageOptions) => string)[] = [
  (plan, { hideMoney, review = {} }) => planAsMarkdown(plan, { hideMoney, review }),
  (plan, { hideMoney, review = {} }) => planAsMarkdown(plan, { hideMoney, review, maxNames: MAX_NAMES }),
  shortPage('checks, released and unknown values', (plan, view) => [
    moneyLines(plan, view.hideMoney),
    refusals(plan, view),
    ...changeParts(plan, view),
  ]),
  withTitles(Number.POSITIVE_INFINITY),
  withTitles(MAX_TITLES),
  shortPage('fields, steps and checks', (plan, view) => [
    ...moneyAndRefusals(plan, view),
    titled('### Changes', changingLayers(plan)),
    overwriteCount(plan),
  ]),
  shortPage('layers', (plan, view) => [...moneyAndRefusals(plan, view), overwriteCount(plan)]),
  (plan, options) => asPage([[headlineHeading(plan)], omission('everything else', options)]),
];

function withTitles(titles: number): (plan: Plan, options: PageOptions) => string {
  return shortPage('fields of small groups, checks, released and unknown values', (plan, view) => [
    moneyLines(plan, view.hideMoney),
    refusals(plan, view),
    ...changeParts(plan, { ...view, titles }),
  ]);
}

function shortPage(
  omitted: string,
  content: (plan: Plan, view: PageView) => readonly (readonly string[])[],
): (plan: Plan, options: PageOptions) => string {
  return (plan, options) => {
    const { hideMoney, review = {} } = options;
    return asPage([
      opening(plan, review),
      omission(omitted, options),
      ...content(plan, { hideMoney, review, maxNames: MAX_NAMES }),
      observations(plan),
      ...closing(plan, hideMoney),
    ]);
  };
}

function moneyAndRefusals(plan: Plan, view: PageView): readonly (readonly string[])[] {
  // The option that allows a refusal is copied, so a shortened name would be worse than a long one.
  const brief = plan.refusals.map(({ policy, subject, message }) => ({
    policy,
    subject,
    message: clip(message, MAX_SENTENCE_CHARS),
  }));
  const shown = { refusals: brief.slice(0, MAX_LISTED_ROWS), allowed: plan.allowed.slice(0, MAX_LISTED_ROWS) };
  const rest = plan.refusals.length - MAX_LISTED_ROWS;
  return [
    firstLines(moneyLines(plan, view.hideMoney), MAX_LISTED_ROWS),
    [...refusals(shown, view), ...(rest > 0 ? [`- and ${rest} more`] : [])],
  ];
}

function changingLayers({ layers }: Plan): readonly string[] {
  const lines = layers.flatMap(layerLine);
  return folded(counted(lines.length, 'layer'), lines, lines.length <= MAX_LISTED_ROWS);
}

function layerLine({ name, changes }: PlannedLayer): readonly string[] {
  return changes.length === 0
    ? []
    : [`- ${codeSpan(clip(name, MAX_NAME_CHARS))}: ${forMarkdown(changesText(changes))}`];
}

/** Counts of everything but changes. */
function observations({ layers, removed, renamed, ignored, introduced }: Plan): readonly string[] {
  const sum = (of: (layer: PlannedLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  const counts = countedParts([
    [sum((layer) => layer.drift.length), 'drift left alone'],
    [sum((layer) => layer.released.length), 'released'],
    [renamed.length, 'renamed documents'],
    [removed.length, 'removed documents'],
    [introduced.length, 'introduced settings'],
    [ignored.length, 'ignored settings'],
    [sum((layer) => layer.unknown.length), 'unknown'],
  ]);
  const parts = [checkCounts(layers), counts].filter((part) => part !== '');
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** Live edits that an apply overwrites are counted on every page except the shortest. */
function overwriteCount({ layers }: Plan): readonly string[] {
  const edits = layers.reduce((total, layer) => total + layer.overwrites.length, 0);
  return edits === 0 ? [] : [`**Live edits that would be overwritten: ${edits}**`];
}

function omission(omitted: string, { elsewhere }: PageOptions): readonly string[] {
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
