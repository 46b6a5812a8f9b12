import { copied } from '../../support/worlds.ts';
import { clients, configOf, FIELD_NAMES, keyOf } from './layers.ts';
import { applyPush, confirm } from './runs.ts';
import { desiredAt, excuseOf, note, type Story, violation } from './story.ts';

/** Manual steps that another manual step makes possible. */
const ROUNDS = 2;

/**
 * The end of a sequence: nothing fails any more, and people do what is left for them. Then every layer is as `main` has
 * it, or the last run names it; and a run after a finished one writes nothing.
 */
export async function settle(story: Story): Promise<void> {
  const newest = story.pushes.length - 1;
  if (newest < 0) return;
  note(story, 'the end');
  story.harness.sandbox.advance('PT20M');
  let last = await applyPush(story, newest);
  for (let round = 0; round < ROUNDS && story.transport === 'documented' && last.exit !== 0; round += 1) {
    for (const one of clients) await finish(story, one);
    story.harness.sandbox.advance('PT20M');
    last = await applyPush(story, newest);
  }
  checkOpen(story, `${last.out}${last.summary}`);
  if (last.exit !== 0 || !isDeploymentOver(story) || story.violations.length > 0) return;
  const before = story.harness.writes().length;
  const again = await applyPush(story, newest);
  const wrote = story.harness.writes().length - before;
  if (again.exit !== 0 || wrote > 0)
    violation(story, `the run after a finished one: exit ${again.exit}, ${wrote} writes`);
}

/** Each layer is live or named, and the deployment is only over if none is open. */
function checkOpen(story: Story, page: string): void {
  const open = clients.filter(({ name }) => openFields(story, name).length > 0);
  for (const { name } of open) {
    const excuse = excuseOf(story, name);
    note(story, `  open at the end: ${name} ${openFields(story, name).join(', ')}; ${excuse ?? 'no excuse'}`);
    if (!page.includes(name)) violation(story, `${name} is not live, and the last run does not name it`);
    if (excuse === undefined) violation(story, `${name} is not live, although everything was done`);
  }
  if (open.length > 0 && isDeploymentOver(story)) {
    violation(story, `the deployment is over, but ${open.map(({ name }) => name).join(', ')} is open`);
  }
}

/** GitHub adds the job's result after our own status. */
function isDeploymentOver({ harness }: Story): boolean {
  const statuses = harness.github.world.deployments().at(-1)?.statuses ?? [];
  const own = statuses.findLast(({ description }) => description.startsWith('reconcile: '));
  return own === undefined ? statuses.at(-1)?.state === 'success' : own.description === 'reconcile: settled';
}

/** Fields that differ from `main`, without drift. */
function openFields(story: Story, layer: string): readonly string[] {
  const desired = desiredAt(story, 'main', layer);
  const live = story.witness.live(layer);
  if (desired === undefined) return [];
  return FIELD_NAMES.filter(
    (field) => keyOf(desired[field]) !== keyOf(live[field]) && !story.drifted.has(`${layer} ${field}`),
  );
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
