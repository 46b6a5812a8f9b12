import type { Plan, Problem } from '../../model/index.ts';
import type { ApplyOutcome, Delivery } from '../../render/index.ts';
import { carryOut } from '../applying.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Ground } from './ground.ts';
import { planWhole } from './rest.ts';
import type { Arrival } from './reviewed.ts';
import { tellProblems } from './tell.ts';
import { tellOutcome } from './tell-outcome.ts';
import { actorText } from './actor.ts';
import { readWhatCame, stopped } from './what-came.ts';

/**
 * Applies everything that came since the last successful deployment as one plan, if its digest is the one that a person
 * named. This is the way on for what no trusted run planned: changed workflows and settings, direct pushes, expired
 * artifacts. Without a digest it only shows the plan and its digest.
 */
export async function applyByDigest(branch: string, ground: Ground): Promise<ExitCode> {
  const { inputs, machine } = ground;
  const came = await readWhatCame(branch, undefined, ground);
  if (!came.ok) return stopped(came.problems, ground);
  const { range, arrivals } = came.value;
  const whole = await planWhole(range, arrivals, ground);
  if (!whole.ok) return stopped(whole.problems, ground);
  const { plan, notes, problems: unread } = whole.value;
  const heads = [
    `Started by ${actorText(ground.machine)}. The digest of everything that is to be applied: ${plan.digest}`,
  ];
  const wayOn = whyNot(inputs.digest, plan);
  if (wayOn !== undefined) {
    await tellProblems(unread, ground.audience, machine);
    await tellOutcome({ heads, deliveries: [], rest: plan, wayOn: [...wayOn, ...notes] }, [], [plan], ground);
    return EXIT.refused;
  }
  const { outcome, problems: met, exit } = await carryOut({ state: 'ready', ...whole.value }, machine);
  const problems = [...unread, ...met];
  const delivery: Delivery = {
    name: `all after ${(range.from ?? 'the beginning').slice(0, 7)}`,
    result: { kind: 'carried out', outcome, problems },
    left: [],
    takenOver: [],
  };
  const told = arrivals.flatMap((arrival) =>
    arrival.pull === undefined ? [] : [{ pull: arrival.pull.number, delivery: shareOf(arrival, outcome, problems) }],
  );
  await tellOutcome({ heads: [...heads, ...notes], deliveries: [delivery], wayOn: [] }, told, [plan], ground);
  return exit;
}

/** Why nothing is applied now, and how to go on; `undefined` where the digest is the one that was named. */
function whyNot(named: string | undefined, { digest, refusals }: Plan): readonly string[] | undefined {
  if (named === undefined) {
    return [`Nothing was applied, because no digest was named. To apply the plan below, start it again with ${digest}`];
  }
  if (named !== digest) {
    return [
      `Nothing was applied: the digest that was named is ${named}, and that of the plan now is ${digest}`,
      'Documents or live values moved since. Look at the plan below, and start it again with its digest if it is right.',
    ];
  }
  if (refusals.length === 0) return undefined;
  return [
    'Nothing was applied, because the plan is refused: it says below why. Labels on its merged pull requests count.',
  ];
}

/** Of what was carried out, the part that is about the layers of one pull request. */
function shareOf({ name, touched }: Arrival, outcome: ApplyOutcome, problems: readonly Problem[]): Delivery {
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
  return { name, result: { kind: 'carried out', outcome: share, problems }, left: [], takenOver: [] };
}
