import { copied } from '../../support/worlds.ts';
import { clients, configOf, FIELD_NAMES, keyOf } from './layers.ts';
import { applyPush, confirm, desiredAt, note, type Story, violation } from './story.ts';

/** Runs of the apply until nothing can change any more: one for each manual step that another one makes possible. */
const ROUNDS = 2;

/**
 * The end of a sequence: nothing fails any more, and people do what is left for them. Then a run after a clean one
 * writes nothing.
 */
export async function settle(story: Story): Promise<void> {
  const newest = story.pushes.length - 1;
  if (newest < 0) return;
  note(story, 'the end');
  for (let round = 0; round < ROUNDS; round += 1) {
    story.harness.sandbox.advance('PT20M');
    await applyPush(story, newest);
    if (story.violations.length > 0) return;
    for (const one of clients) await finish(story, one);
  }
  story.harness.sandbox.advance('PT20M');
  const last = await applyPush(story, newest);
  if (last.exit !== 0 || story.violations.length > 0) return;
  const before = story.harness.writes().length;
  const again = await applyPush(story, newest);
  const wrote = story.harness.writes().length - before;
  if (again.exit !== 0 || wrote > 0) violation(story, `the run after a clean one: exit ${again.exit}, ${wrote} writes`);
}

/** A person does and confirms the manual steps of a layer that were reviewed. */
async function finish(story: Story, one: (typeof clients)[number]): Promise<void> {
  const desired = desiredAt(story, 'main', one.name);
  if (story.transport === 'endpoint' || desired === undefined) return;
  const live = story.witness.live(one.name);
  const done = FIELD_NAMES.filter(
    (field) => field !== 'capi' && story.reviewed.has(`${one.name} ${field} ${keyOf(desired[field])}`),
  );
  const config = configOf(one, { ...live, ...Object.fromEntries(done.map((field) => [field, desired[field]])) });
  await story.harness.paste(one, config);
  await confirm(story, one.name, done.length === FIELD_NAMES.length - 1 ? undefined : copied(config));
}
