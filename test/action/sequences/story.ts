import type { ActionHarness } from '../harness.ts';
import { MergeConflict } from '../hub.ts';
import { deployed } from '../merging.ts';
import type { Job } from '../runner.ts';
import { clients, type Desired, desiredIn, FIELD_NAMES, keyOf, SETTINGS, type Transport } from './layers.ts';
import type { Edit } from './steps.ts';
import { type Witness, witnessOf } from './witness.ts';

export type StoryPull = {
  readonly number: number;
  edits: readonly Edit[];
  state: 'open' | 'merged';
  /** What a person saw in the last plan, if that was for the last commit, and green. */
  seen: Seen | undefined;
};

export type Seen = {
  readonly head: string;
  /** The commit of `main` that it was planned on. */
  readonly base: string;
  readonly values: ReadonlySet<string>;
  /** Layers with earlier changes that no run had applied. */
  readonly behind: ReadonlySet<string>;
};

/** A sequence in progress, and what the test knows about it by itself. */
export type Story = {
  readonly harness: ActionHarness;
  readonly transport: Transport;
  readonly witness: Witness;
  readonly pulls: StoryPull[];
  /** Pushes to `main`: each starts a run, which may be dropped. */
  readonly pushes: {
    readonly before: string;
    readonly commit: string;
    /** That it changed. */
    readonly layers: ReadonlySet<string>;
    ran: { run: number; attempt: number } | undefined;
  }[];
  /** Values that a person reviewed and merged, or applied by a digest. */
  readonly reviewed: Set<string>;
  /** The digest that the last run printed, and the commit of `main` that it was about. */
  printed: { readonly digest: string; readonly commit: string } | undefined;
  lastApply: Job | undefined;
  /** Fields that were as `main` has them until a person edited them in the dashboard: drift, which no apply touches. */
  readonly drifted: Set<string>;
  /** Layers that a push changed since the last run that did all it could. */
  readonly behind: Set<string>;
  /** Why a layer may be open at the end although people did everything right. One without a reason must be live. */
  readonly excuses: Map<string, string>;
  /** For people to read. */
  readonly transcript: string[];
  /** What is wrong; the first counts. */
  readonly violations: string[];
  serial: number;
};

/** @param wasDeployed whether the first commit was applied; otherwise the apply counts from the first commit */
export function newStory(harness: ActionHarness, transport: Transport, wasDeployed: boolean): Story {
  if (wasDeployed) deployed(harness);
  for (const login of ['otto', 'maya']) harness.github.world.setRole(login, 'admin');
  const story: Story = {
    harness,
    transport,
    witness: witnessOf(harness.sandbox),
    pulls: [],
    pushes: [],
    reviewed: new Set(),
    printed: undefined,
    lastApply: undefined,
    drifted: new Set(),
    behind: new Set(),
    excuses: new Map(),
    transcript: [],
    violations: [],
    serial: 0,
  };
  for (const value of valuesAt(story, 'main')) story.reviewed.add(value);
  return story;
}

/** What the documents of a commit set. */
export function desiredAt({ harness }: Story, commit: string, layer: string): Desired | undefined {
  const one = clients.find(({ name }) => name === layer);
  return one && desiredIn((path) => textAt(harness, commit, path), one);
}

export function textAt(harness: ActionHarness, commit: string, path: string): string | undefined {
  try {
    const text = harness.git('show', `${commit}:${path}`);
    return text === '' ? undefined : `${text.trimEnd()}\n`;
  } catch {
    return undefined;
  }
}

/** Every value of every document, as one text each. */
export function valuesAt(story: Story, commit: string): ReadonlySet<string> {
  const all = clients.flatMap(({ name }) => {
    const desired = desiredAt(story, commit, name);
    return desired === undefined ? [] : FIELD_NAMES.map((field) => `${name} ${field} ${keyOf(desired[field])}`);
  });
  return new Set(all);
}

export function headOf({ harness }: Story, { number }: StoryPull): string {
  return harness.github.world.pulls().find((one) => one.number === number)?.head ?? '';
}

/** A person edits a layer in the dashboard. */
export function drift(story: Story, layer: string, after: Desired): void {
  const live = story.witness.live(layer);
  excused(story, layer, 'a person edited it in the dashboard');
  for (const field of FIELD_NAMES) {
    const isSettled = keyOf(live[field]) === keyOf(desiredAt(story, 'main', layer)?.[field] ?? '');
    if (isSettled && keyOf(live[field]) !== keyOf(after[field])) story.drifted.add(`${layer} ${field}`);
  }
}

/**
 * Pushes to the default branch. What it changes is no drift any more.
 *
 * @param excuse for each layer that it changes, if there is one
 */
export function pushed(story: Story, before: string, excuse: (layer: string) => string | undefined): void {
  const { harness, pushes, drifted, behind } = story;
  const old = valuesAt(story, before);
  const layers = new Set<string>();
  for (const value of valuesAt(story, 'main')) {
    if (old.has(value)) continue;
    const [layer = '', field = ''] = value.split(' ');
    drifted.delete(`${layer} ${field}`);
    layers.add(layer);
    behind.add(layer);
    excused(story, layer, excuse(layer));
  }
  const changesSettings = textAt(harness, before, SETTINGS) !== textAt(harness, 'main', SETTINGS);
  if (changesSettings) for (const { name } of clients) excused(story, name, 'the settings changed');
  pushes.push({ before, commit: harness.git('rev-parse', 'main'), layers, ran: undefined });
}

/** A stale layer stops the other layers of its plan. */
export function excuseOf({ excuses, pushes }: Story, layer: string): string | undefined {
  const together = pushes.filter(({ layers }) => layers.has(layer)).flatMap(({ layers }) => [...layers]);
  const [other] = together.filter((one) => excuses.has(one));
  return excuses.get(layer) ?? (other === undefined ? undefined : `it was changed together with ${other}`);
}

export function excused({ excuses }: Story, layer: string, why: string | undefined): void {
  if (why !== undefined && !excuses.has(layer)) excuses.set(layer, why);
}

/** Whether it works; otherwise the branches conflict. */
export function mergeable(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof MergeConflict) return false;
    throw error;
  }
}

export function note({ transcript }: Story, line: string): void {
  transcript.push(line);
}

export function violation(story: Story, what: string): void {
  story.violations.push(what);
  note(story, `  VIOLATION: ${what}`);
}
