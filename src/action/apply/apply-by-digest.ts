import { ok, type ApplyOutcome, type Plan, type Problem, type UpdateOutcome, type Result } from '../../model/index.ts';
import { applyAndReplan, applyAndWait, EXIT, type ExitCode, type ReadyPlan } from '../../operations/index.ts';
import { applyNotices } from '../../publish/index.ts';
import { type ActionContext, actorText } from '../context.ts';
import { publishOutcome } from './publish-outcome.ts';
import type { ActionInputs } from '../inputs.ts';
import { publishProblems } from '../publish-problems.ts';
import type { BranchUpdate } from '../review/assign-layers.ts';
import { readPendingUpdates } from './branch-updates.ts';
import { openUpdates } from './open-updates.ts';
import { planRemaining } from './remaining-plan.ts';
import { worstExitCode } from './reviewed-slices.ts';
import type { Range } from './range.ts';
import { recordVerdict } from '../record-verdict.ts';

/**
 * Applies everything since the last settled deployment as one plan if its digest is the given one, else only shows the
 * plan. For changes that no trusted run planned: changed workflows and settings, direct pushes, expired artifacts, and
 * drift, if `fix-drift` is set.
 */
export async function applyByDigest(branch: string, context: ActionContext): Promise<Result<ExitCode>> {
  const { inputs, machine } = context;
  const pending = await readPendingUpdates(branch, undefined, context);
  if (!pending.ok) return pending;
  const { range, updates } = pending.value;
  const remaining = await planRemaining(range, updates, context);
  if (!remaining.ok) return remaining;
  const { plan, notes, problems: unread } = remaining.value;
  if (unread.length === 0 && isEmpty(plan)) return nothingToApply(range, plan, context);
  const what = inputs.fixDrift === true ? 'all differences, with drift' : 'all remaining changes';
  const heads = [`Started by ${actorText(context.machine)}. Digest of ${what}: ${plan.digest}`];
  const nextSteps = whyNot(inputs, plan);
  if (nextSteps !== undefined) {
    await publishProblems(unread, context.publish, machine);
    await publishOutcome(
      { heads, updates: [], remaining: plan, nextSteps: [...nextSteps, ...notes] },
      [],
      [plan],
      context,
    );
    return ok(EXIT.refused);
  }
  const { outcome, problems: fresh, exit } = await applyReady({ state: 'ready', ...remaining.value }, context);
  const problems = [...unread, ...fresh];
  const update: UpdateOutcome = {
    name: `all after ${(range.from ?? 'the beginning').slice(0, 7)}`,
    result: { kind: 'applied', outcome, problems },
    left: [],
    superseded: [],
  };
  const shares = updates.map((one) => ({ pull: one.pull, outcome: outcomeForUpdate(one, outcome, problems) }));
  const published = shares.flatMap(({ pull, outcome: own }) =>
    pull === undefined ? [] : [{ pull: pull.number, outcome: own }],
  );
  await publishOutcome({ heads: [...heads, ...notes], updates: [update], nextSteps: [] }, published, [plan], context);
  const open = openUpdates([update]).length === 0 ? [] : openUpdates(shares.map(({ outcome: own }) => own));
  const unrecorded = await recordVerdict(range.branch, open, context);
  await publishProblems(unrecorded, context.publish, machine);
  return ok(worstExitCode([exit, ...unrecorded.map(() => EXIT.problems)]));
}

function applyReady(
  ready: ReadyPlan,
  { inputs: { wait, waitClaim }, machine }: ActionContext,
): ReturnType<typeof applyAndReplan> {
  const notices = applyNotices(machine);
  return wait === undefined
    ? applyAndReplan(ready, notices, machine, waitClaim)
    : applyAndWait(ready, ready.plan, wait, notices, machine, waitClaim);
}

function isEmpty({ layers, unread, refusals }: Plan): boolean {
  return unread.length + refusals.length === 0 && layers.every(({ changes }) => changes.length === 0);
}

/** Green with any digest, and without one. */
async function nothingToApply(range: Range, plan: Plan, context: ActionContext): Promise<Result<ExitCode>> {
  const { machine, publish } = context;
  const heads = [`Started by ${actorText(machine)}.`, 'Nothing to apply: no differences.'];
  await publishOutcome({ heads, updates: [], nextSteps: [] }, [], [plan], context);
  const unrecorded = await recordVerdict(range.branch, [], context);
  await publishProblems(unrecorded, publish, machine);
  return ok(unrecorded.length > 0 ? EXIT.problems : EXIT.ok);
}

/** Why nothing is applied now, and the next step; `undefined` if the digest matches and nothing is refused. */
function whyNot(
  { digest: named, fixDrift }: Pick<ActionInputs, 'digest' | 'fixDrift'>,
  { digest, refusals }: Plan,
): readonly string[] | undefined {
  if (named === undefined) {
    const again = fixDrift === true ? `fix-drift and ${digest}` : digest;
    return [`Not applied: no digest was given. To apply the plan below, run it again with ${again}`];
  }
  if (named !== digest) {
    return [
      `Not applied: the given digest is ${named}, but the plan now has ${digest}`,
      'Documents or live values changed since then, or fix-drift was set differently. Check the plan below, then run it again with its digest.',
    ];
  }
  if (refusals.length === 0) return undefined;
  return [
    'Not applied: the plan is refused for the reasons below. Labels on the merged pull requests count.',
    ...(fixDrift === true ? [REFUSED_DRIFT] : []),
  ];
}

const REFUSED_DRIFT =
  'To restore a value although a policy refuses it, keep the live value in the document first. Then change it back in a second pull request, where a label counts.';

/** The part of an outcome that concerns one pull request. */
function outcomeForUpdate(
  { name, touched }: BranchUpdate,
  outcome: ApplyOutcome,
  problems: readonly Problem[],
): UpdateOutcome {
  const own = ({ layer }: { readonly layer: string }): boolean => touched.includes(layer);
  const left = outcome.left && {
    ...outcome.left,
    layers: outcome.left.layers.filter((layer) => touched.includes(layer.name)),
  };
  const share: ApplyOutcome = {
    ...outcome,
    left,
    unread: outcome.unread.filter((layer) => touched.includes(layer)),
    of: touched.length,
    entries: outcome.entries.filter(own),
    changes: outcome.changes.filter(own),
    notRecorded: outcome.notRecorded.filter(({ layers }) => layers.some((layer) => touched.includes(layer))),
  };
  return { name, result: { kind: 'applied', outcome: share, problems }, left: [], superseded: [] };
}
