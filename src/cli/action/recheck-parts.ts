import type { Problem } from '../../model/index.ts';
import { reasonAsText } from '../../render/index.ts';
import { against, checkAfresh, type Checked } from '../applying.ts';
import { type Bench, openBench } from '../planning.ts';
import type { Ground } from './ground.ts';
import type { Part } from './reviewed.ts';

/** What a recheck says of one pull request. */
export type Finding = {
  /** `#7`. */
  readonly name: string;
  readonly pull: number;
  /** `by hand`: no plan of it is applied by itself, whatever is checked. */
  readonly state: 'holds' | 'stale' | 'problems' | 'by hand';
  /** Why, one sentence each; may hold text from outside. */
  readonly sentences: readonly string[];
};

/** Plans each part on what is checked out against the new base, and holds it against what was reviewed. Only reads. */
export async function recheckParts(parts: readonly Part[], base: string, ground: Ground): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const part of parts) findings.push(await recheckPart(part, base, ground));
  return findings;
}

async function recheckPart({ arrival, plan }: Part, base: string, { inputs, machine }: Ground): Promise<Finding> {
  const options = { paths: [], ...against(plan), base, ...(inputs.config !== undefined && { config: inputs.config }) };
  const bench = await openBench(options, machine);
  const checked: Checked<Bench> = bench.ok
    ? await checkAfresh(bench.value, plan, plan.allowed)
    : { state: 'problems', problems: bench.problems };
  return { name: arrival.name, pull: arrival.pull?.number ?? 0, ...foundIn(checked) };
}

function foundIn(checked: Checked<Bench>): Pick<Finding, 'state' | 'sentences'> {
  switch (checked.state) {
    case 'ready':
      // What could not be read says nothing about its part of the plan.
      return { state: checked.problems.length > 0 ? 'problems' : 'holds', sentences: checked.problems.map(said) };
    case 'problems':
      return { state: 'problems', sentences: checked.problems.map(said) };
    case 'elsewhere':
      return { state: 'stale', sentences: checked.problems.map(({ message }) => message) };
    case 'stale':
      return { state: 'stale', sentences: checked.stale.map((one) => `${one.layer}: ${reasonAsText(one)}.`) };
    case 'refused':
      return {
        state: 'stale',
        sentences: checked.plan.refusals.map(({ policy, subject, message }) => `${subject}: ${policy}: ${message}`),
      };
    default:
      return checked satisfies never;
  }
}

function said({ code, message }: Problem): string {
  return `${code}: ${message}`;
}
