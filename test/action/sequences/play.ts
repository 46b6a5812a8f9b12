import type { ActionHarness } from '../harness.ts';
import { copied } from '../../support/worlds.ts';
import { clientAt, edited, filesAfter } from './edits.ts';
import { configOf, type Transport } from './layers.ts';
import type { Edit, Sequence, Step } from './steps.ts';
import { applyByDigest, applyPush, confirm, plan } from './runs.ts';
import { settle } from './settle.ts';
import {
  desiredAt,
  drift,
  headOf,
  mergeable,
  newStory,
  note,
  pushed,
  type Story,
  type StoryPull,
  textAt,
  valuesAt,
  violation,
} from './story.ts';

const LABEL = 'reconcile: allow cap-increase';

/** Plays a sequence to its end. A step without anything to act on does nothing. */
export async function play(harness: ActionHarness, transport: Transport, sequence: Sequence): Promise<Story> {
  const { wasDeployed, steps } = sequence;
  const story = newStory(harness, transport, wasDeployed);
  for (const step of steps) {
    story.serial += 1;
    harness.sandbox.advance('PT20M');
    await take(story, step);
    if (story.violations.length > 0) return story;
  }
  await settle(story);
  return story;
}

async function take(story: Story, step: Step): Promise<void> {
  const { harness } = story;
  switch (step.do) {
    case 'open':
      return open(story, step.edits, step.from);
    case 'push': {
      const pull = choose(story, 'open', step.pull);
      return pull && push(story, pull, step.edits, step.by);
    }
    case 'update': {
      const pull = choose(story, 'open', step.pull);
      return pull && update(story, pull);
    }
    case 'label': {
      const pull = choose(story, 'open', step.pull);
      return pull && label(story, pull);
    }
    case 'merge': {
      const pull = choose(story, 'open', step.pull);
      return pull && merge(story, pull, step.how);
    }
    case 'commit to main': {
      const before = harness.git('rev-parse', 'main');
      const files = filesAfter(step.edits, reader(story, 'main'), story.transport, story.serial);
      note(story, `commit to main: ${editsText(step.edits)}`);
      harness.commit('main', files);
      return pushed(story, before, () => 'a commit changed it without a pull request');
    }
    case 'edit live': {
      const one = clientAt(step.edit.layer);
      const after = edited(story.witness.live(one.name), step.edit, one, 10 * story.serial);
      note(story, `edit live: ${editsText([step.edit])}`);
      drift(story, one.name, after);
      return harness.paste(one, configOf(one, after));
    }
    case 'apply': {
      const newest = story.pushes.length - 1;
      const next = story.pushes.findLastIndex(({ ran }) => ran !== undefined) + 1;
      const index = step.which === 'newest' ? newest : Math.min(next, newest);
      if (newest < 0) return;
      note(story, `apply push ${index + 1} of ${newest + 1}${failureText(step.failure)}`);
      await applyPush(story, index, step.failure);
      return;
    }
    case 're-run': {
      const last = story.pushes.findLastIndex(({ ran }) => ran !== undefined);
      if (last < 0) return;
      note(story, `re-run the apply of push ${last + 1} of ${story.pushes.length}${failureText(step.failure)}`);
      await applyPush(story, last, step.failure);
      return;
    }
    case 'digest':
      return digest(story);
    case 'paste':
      return paste(story, step.layer, step.confirm);
    case 'touch merged': {
      const pull = choose(story, 'merged', step.pull);
      return pull && touch(story, pull, step.how);
    }
    default:
      return step satisfies never;
  }
}

async function open(story: Story, edits: readonly Edit[], from: 'main' | 'older'): Promise<void> {
  const { harness } = story;
  const number = story.pulls.length + 1;
  const branch = `change-${number}`;
  const base = from === 'older' ? (story.pushes.at(-1)?.before ?? 'main') : 'main';
  harness.git('branch', branch, harness.git('rev-parse', base));
  note(story, `open #${number} from ${from}: ${editsText(edits)}`);
  const pull: StoryPull = { number, edits, state: 'open', seen: undefined };
  story.pulls.push(pull);
  const files = filesAfter(edits, reader(story, branch), story.transport, story.serial);
  if (mergeable(() => harness.open(number, files))) await plan(story, pull, { action: 'opened' });
  else note(story, '  conflicts');
}

async function push(
  story: Story,
  pull: StoryPull,
  edits: readonly Edit[],
  by: 'author' | 'bot',
  how = `push to #${pull.number} by the ${by}`,
): Promise<void> {
  note(story, `${how}: ${editsText(edits)}`);
  const files = filesAfter(edits, reader(story, `change-${pull.number}`), story.transport, story.serial);
  pull.edits = [...pull.edits, ...edits];
  pull.seen = undefined;
  const sender = by === 'bot' ? { sender: { login: 'renovate[bot]' } } : {};
  if (mergeable(() => story.harness.push(pull.number, files))) await plan(story, pull, sender);
  else note(story, '  conflicts');
}

/** The author starts again from `main`, and force-pushes. */
async function update(story: Story, pull: StoryPull): Promise<void> {
  const { harness } = story;
  harness.git('branch', '--force', `change-${pull.number}`, harness.git('rev-parse', 'main'));
  const { edits } = pull;
  pull.edits = [];
  await push(story, pull, edits, 'author', `update #${pull.number}`);
}

async function label(story: Story, pull: StoryPull): Promise<void> {
  const { world } = story.harness.github;
  note(story, `label #${pull.number}`);
  world.unlabel(pull.number, LABEL, 'otto');
  world.label(pull.number, LABEL, 'otto');
  if (headOf(story, pull) === lastPlanned(story, pull)) {
    await plan(story, pull, { action: 'labeled', sender: { login: 'otto' } });
  }
}

/** The head of the last merge that GitHub tried out. */
function lastPlanned({ harness }: Story, { number }: StoryPull): string {
  return mergeableRef(harness, `refs/pull/${number}/head`);
}

function mergeableRef(harness: ActionHarness, ref: string): string {
  try {
    return harness.git('rev-parse', '--verify', '--quiet', ref);
  } catch {
    return '';
  }
}

async function merge(story: Story, pull: StoryPull, how: 'merge' | 'squash' | 'rebase'): Promise<void> {
  const { harness } = story;
  const before = harness.git('rev-parse', 'main');
  if (!mergeable(() => harness.merge(pull.number, how))) return;
  note(story, `${how} #${pull.number}`);
  pull.state = 'merged';
  const seen = pull.seen?.head === headOf(story, pull) ? pull.seen : undefined;
  if (seen === undefined) note(story, '  without a plan');
  for (const value of seen?.values ?? []) story.reviewed.add(value);
  pushed(story, before, (layer) => {
    if (seen === undefined) return 'it was merged without a plan';
    if (seen.base !== before) return 'the branch was not up to date';
    return seen.behind.has(layer) ? 'it was planned before an earlier change was applied' : undefined;
  });
}

async function digest(story: Story): Promise<void> {
  const { printed } = story;
  note(story, printed === undefined ? 'apply by hand without a digest' : 'apply by the digest that was printed');
  if (printed !== undefined) for (const value of valuesAt(story, printed.commit)) story.reviewed.add(value);
  await applyByDigest(story, printed?.digest);
}

/** A person enters what the documents say in the dashboard, except the CAPI toggle, which has an API. */
async function paste(story: Story, layer: number, how: 'no' | 'word' | 'json'): Promise<void> {
  const one = clientAt(layer);
  const desired = desiredAt(story, 'main', one.name);
  const live = story.witness.live(one.name);
  if (desired === undefined) return;
  note(story, `paste ${one.name}, confirm: ${how}`);
  const after = configOf(one, { ...desired, capi: live.capi });
  await story.harness.paste(one, after);
  if (how !== 'no') await confirm(story, one.name, how === 'json' ? copied(after) : undefined);
}

async function touch(story: Story, pull: StoryPull, how: 'title' | 'label'): Promise<void> {
  const { github } = story.harness;
  const before = JSON.stringify([github.comments(), github.world.artifacts().map(({ id }) => id)]);
  note(story, `${how} of #${pull.number} after the merge`);
  if (how === 'title') github.world.setPull({ number: pull.number, title: `Other title ${story.serial}` });
  else github.world.label(pull.number, LABEL, 'otto');
  const job = await plan(story, pull, {
    action: how === 'title' ? 'edited' : 'labeled',
    sender: { login: 'otto' },
  });
  const after = JSON.stringify([github.comments(), github.world.artifacts().map(({ id }) => id)]);
  if (before !== after) violation(story, `a ${how} after the merge changed the pages: ${job.out.slice(0, 300)}`);
}

function choose({ pulls }: Story, state: StoryPull['state'], pick: number): StoryPull | undefined {
  const found = pulls.filter((pull) => pull.state === state);
  return found[pick % Math.max(1, found.length)];
}

function reader({ harness }: Story, commit: string): (path: string) => string | undefined {
  return (path) => textAt(harness, commit, path);
}

function editsText(edits: readonly Edit[]): string {
  return edits.map((edit) => ('layer' in edit ? `${edit.of} of ${clientAt(edit.layer).name}` : edit.of)).join(', ');
}

function failureText(failure: { readonly kind: string; readonly after: number; readonly times: number } | undefined) {
  return failure === undefined ? '' : `, ${failure.kind} × ${failure.times} after ${failure.after} writes`;
}
