import { canonicalJson, fail, nameList, ok, type Plan, type Problem, type Result, VERSION } from '../../model/index.ts';
import type { ShardPlan } from './merge.ts';

/** A saved plan and its file, as typed. */
export type PlanFile = { readonly path: string; readonly plan: Plan };

/** All shards of one plan, by number. Otherwise a problem for each file that is not one of them, or is missing. */
export function checkShards(files: readonly PlanFile[]): Result<readonly [ShardPlan, ...ShardPlan[]]> {
  const whole = files.flatMap(({ path, plan }) => (plan.shard === undefined ? [wholePlan(path)] : []));
  if (whole.length > 0) return fail(...whole);
  const shards = files.flatMap(({ path, plan: { shard, ...plan } }) =>
    shard === undefined ? [] : [{ path, plan: { ...plan, shard } }],
  );
  const [first] = shards;
  if (first === undefined) return fail(noFiles);
  const foreign = shards.flatMap((one) => foreignShard(one, first));
  if (foreign.length > 0) return fail(...foreign);
  const { of } = first.plan.shard;
  const numbers = Array.from({ length: of }, (_, index) => index + 1);
  const filesOf = (number: number) => shards.filter(({ plan }) => plan.shard.number === number);
  const double = numbers.flatMap((number) => doubleShard(number, of, filesOf(number)));
  const missing = missingShards(
    numbers.filter((number) => filesOf(number).length === 0),
    of,
  );
  const problems = [...double, ...missing];
  if (problems.length > 0) return fail(...problems);
  const [head, ...rest] = shards.map(({ plan }) => plan).sort((a, b) => a.shard.number - b.shard.number);
  return head === undefined ? fail(noFiles) : ok([head, ...rest]);
}

type ShardFile = { readonly path: string; readonly plan: ShardPlan };

function foreignShard({ path, plan }: ShardFile, first: ShardFile): readonly Problem[] {
  const [own, expected] = [facts(plan), facts(first.plan)];
  const differing = own.find(({ text }, index) => text !== expected[index]?.text);
  if (plan.shard.source.version !== VERSION) {
    return [problem(`${path} was made by reconcile ${plan.shard.source.version}; this is ${VERSION}.`, again(plan))];
  }
  if (differing === undefined) return [];
  const there = expected.find(({ what }) => what === differing.what);
  const values = differing.isShown ? `: ${differing.text} in ${path}, ${there?.text ?? ''} in ${first.path}` : '';
  return [
    problem(
      `${path} and ${first.path} are not shards of one plan. They differ in ${differing.what}${values}.`,
      again(plan),
    ),
  ];
}

type Fact = { readonly what: string; readonly text: string; readonly isShown: boolean };

/** What shards of one plan have in common, the most telling first. */
function facts(plan: ShardPlan): readonly Fact[] {
  const { of, source, limits } = plan.shard;
  const shown = (what: string, text: string): Fact => ({ what, text, isShown: true });
  const hidden = (what: string, text: string): Fact => ({ what, text, isShown: false });
  return [
    shown('the number of shards', String(of)),
    shown('the commit', source.commit?.slice(0, 12) ?? 'none'),
    shown('the base', plan.base?.slice(0, 12) ?? 'none'),
    shown('--fix-drift', plan.fixDrift ? 'set' : 'not set'),
    shown('the API origins', `${plan.origins.layers} and ${plan.origins.tiktok}`),
    hidden('the settings', `${source.settings} ${canonicalJson([...plan.ignored, '', ...plan.introduced])}`),
    hidden('the policies', canonicalJson(limits)),
    hidden('the layer documents', source.documents),
    hidden('the layers that the command covers', source.selection),
  ];
}

function doubleShard(number: number, of: number, files: readonly ShardFile[]): readonly Problem[] {
  if (files.length < 2) return [];
  const names = nameList(files.map(({ path }) => path));
  return [problem(`${files.length} files are shard ${number} of ${of}: ${names}.`, 'Pass one file for each shard.')];
}

function missingShards(numbers: readonly number[], of: number): readonly Problem[] {
  const [first] = numbers;
  if (first === undefined) return [];
  const message =
    numbers.length === 1
      ? `Shard ${first} of ${of} is missing.`
      : `${numbers.length} of ${of} shards are missing: ${nameList(numbers.map(String))}.`;
  return [problem(message, `Pass the file of each shard. reconcile plan --shard ${first}/${of} --out FILE makes one.`)];
}

function again({ shard: { number, of } }: ShardPlan): string {
  return `Make all shards again, at one commit and with the same options: reconcile plan --shard ${number}/${of} --out FILE.`;
}

function wholePlan(path: string): Problem {
  return problem(`${path} is a whole plan, not a shard.`, `Leave out --merge: reconcile show ${path}.`);
}

function problem(message: string, remedy: string): Problem {
  return { code: 'plan/shard', message, remedy };
}

const noFiles = problem('No shard is named.', 'Pass the files of all shards.');
