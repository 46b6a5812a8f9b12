import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DesiredLayer, InvalidDocument, LiveLayer, Plan, Problem } from '../../src/model/index.ts';
import { withoutContradictions } from '../../src/operations/plan-now.ts';
import { narrowToShard } from '../../src/operations/shard-scope.ts';
import { checkShards, makePlan, mergeShards, parsePlan, type PlanInput } from '../../src/plan/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import { aDesired, aLive, inputOf, theSettings, valueOf } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

/** One document with all that decides where it goes and what it adds to sums. */
type Row = {
  readonly role: 'planned' | 'unread' | 'outside' | 'skipped' | 'invalid' | 'removed' | 'moved' | 'moved outside';
  readonly project: number;
  readonly currency: 'USD' | 'EUR';
  readonly cap: number | string | undefined;
  readonly inherited: boolean;
  readonly before: number | undefined;
  readonly isRecorded: boolean;
  readonly enforced: boolean;
  readonly spent: number | undefined;
  readonly protected: boolean;
  readonly key: 'KEY_A' | 'KEY_B' | 'KEY_C';
};

const anyRow: fc.Arbitrary<Row> = fc.record({
  role: fc.constantFrom(
    ...(['planned', 'planned', 'planned', 'unread', 'outside', 'skipped', 'invalid'] as const),
    ...(['removed', 'moved', 'moved outside'] as const),
  ),
  project: fc.integer({ min: 0, max: 4 }),
  currency: fc.constantFrom('USD', 'EUR'),
  cap: fc.constantFrom(undefined, 100, 110, 300, '120.50 USD', '80 EUR'),
  inherited: fc.boolean(),
  before: fc.constantFrom(undefined, 100, 100, 290),
  isRecorded: fc.boolean(),
  enforced: fc.boolean(),
  spent: fc.constantFrom(undefined, 0, 931),
  protected: fc.boolean(),
  key: fc.constantFrom('KEY_A', 'KEY_B', 'KEY_C'),
});

type Repository = {
  readonly settings: PlanInput['settings'];
  readonly desired: readonly DesiredLayer[];
  readonly others: readonly DesiredLayer[];
  readonly skipped: readonly string[];
  readonly base: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly invalid: readonly InvalidDocument[];
};

const rules = [
  { match: 'a/**', layers: 'KEY_A', tiktok: 'T' },
  { match: 'b/**', layers: 'KEY_B', tiktok: 'T' },
  { match: 'c/**', layers: 'KEY_C', tiktok: 'T' },
];

function repositoryOf(rows: readonly Row[], total: number): Repository {
  const all = rows.map((row, n) => ({ row, name: `layer-${String(n).padStart(2, '0')}` }));
  const documentOf = ({ row, name }: (typeof all)[number], project = `project-${row.project}`): DesiredLayer => {
    const file = `layers/${name}.yaml`;
    const fragment = { file: 'defaults.yaml', line: row.cap === 100 ? 3 : 4, column: 1 };
    return aDesired({
      name,
      project,
      fields: { adAccountId: `70000000000${name}`, ...(row.cap !== undefined && { monthlyCostCap: row.cap }) },
      without: row.cap === undefined ? ['monthlyCostCap'] : [],
      inherited: row.inherited,
      protected: row.protected,
      credentials: { layers: row.key, tiktok: 'T' },
      location: {
        '': { file, line: 1, column: 1 },
        monthlyCostCap: row.inherited ? fragment : { file, line: 12, column: 17 },
      },
    });
  };
  const of = (...roles: readonly Row['role'][]) => all.filter(({ row }) => roles.includes(row.role));
  const desired = of('planned', 'unread', 'moved').map((one) => documentOf(one));
  const live = of('planned', 'moved').map(({ row, name }) => {
    const cap = row.isRecorded ? recorded(row.before) : api(row.before);
    return aLive({
      name,
      layerId: `pl_${name}`,
      account: { advertiserId: `70000000000${name}`, currency: row.currency },
      ...(row.spent === undefined ? { spend: undefined } : { spend: { minor: row.spent, currency: row.currency } }),
      seen: { monthlyCostCap: cap, capEnforcement: api(row.enforced ? 'tiktok' : 'none') },
    } as Parameters<typeof aLive>[0]);
  });
  return {
    settings: theSettings({
      credentials: rules,
      policies: {
        capTotal: [
          { minor: total, currency: 'USD' },
          { minor: 40_000, currency: 'EUR' },
        ],
        share: { percent: 30, above: 2 },
      },
    }),
    desired,
    others: of('outside', 'skipped', 'moved outside').map((one) => documentOf(one)),
    skipped: of('skipped').map(({ name }) => name),
    base: [
      ...of('removed').map((one) => documentOf(one)),
      // The document was in a different project.
      ...of('moved', 'moved outside').map((one) => documentOf(one, 'project-old')),
      ...of('planned')
        .slice(0, 2)
        .map((one) => documentOf({ ...one, row: { ...one.row, cap: 90, inherited: false } })),
    ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    live,
    invalid: of('invalid').map(({ name }) => ({ name, file: `layers/${name}.yaml` })),
  };
}

type Made = { readonly plan: Plan; readonly problems: readonly Problem[] };

function planFrom(repository: Repository, rest: Partial<PlanInput>): Made {
  const { settings, desired, others, skipped, base, invalid } = { ...repository, ...rest } as Repository;
  const names = new Set(desired.map(({ name }) => name));
  const make = (live: readonly LiveLayer[]) =>
    makePlan({
      ...inputOf(desired, live, { settings, others, skipped, invalid, ...rest }),
      base: { commit: 'c0ffee', desired: base, fixDrift: true },
    });
  const live = repository.live.filter(({ name }) => names.has(name));
  const { value, contradictions } = withoutContradictions(live, make);
  return { plan: value ?? valueOf(make([])), problems: contradictions };
}

function shardsOf(repository: Repository, of: number): readonly Made[] {
  const { settings, desired, others, skipped, base, invalid } = repository;
  const workspace = { settings, desired, invalid, unselectedInvalid: [] };
  // Only these members decide the shard.
  const scope = { workspace, base: { desired: base }, others, skipped } as unknown as Parameters<
    typeof narrowToShard
  >[0];
  return Array.from({ length: of }, (_, index) => {
    const narrow = narrowToShard(scope, { number: index + 1, of }, {});
    const { input } = narrow.shard;
    const made = planFrom(repository, {
      desired: narrow.workspace.desired,
      others: narrow.others,
      skipped: narrow.skipped,
      invalid: narrow.workspace.invalid,
      otherInvalid: narrow.workspace.unselectedInvalid,
      shard: { ...input, source: { ...input.source, commit: 'abc' } },
    });
    const saved = parsePlan(planAsJson(made.plan));
    if (saved === undefined) throw new Error('the plan of a shard cannot be read again');
    return { ...made, plan: saved };
  });
}

const plain = ({ calls: _, ...plan }: Plan): unknown => JSON.parse(JSON.stringify(plan));
const inOrder = (problems: readonly Problem[]) => problems.map((one) => JSON.stringify(one)).toSorted();

describe('the merged plan of all shards', () => {
  test('is the plan of one process, for all documents, live states and numbers of shards', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(anyRow, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 10_000, max: 90_000 }),
        fc.constantFrom(1, 2, 3, 5),
        (rows, total, of) => {
          const repository = repositoryOf(rows, total);
          const whole = planFrom(repository, {});
          const shards = shardsOf(repository, of);
          const files = shards.map(({ plan }, index) => ({ path: `${index}.json`, plan }));
          const merged = mergeShards(valueOf(checkShards(files.toReversed())), []);
          expect(plain(merged.plan)).toEqual(plain(whole.plan));
          expect(inOrder([...shards.flatMap(({ problems }) => problems), ...merged.problems])).toEqual(
            inOrder(whole.problems),
          );
          for (const { policy } of whole.plan.refusals) seen.add(policy);
          for (const { code } of merged.problems) seen.add(code);
        },
      ),
      { numRuns: 200 },
    );
    // The repositories reach all that a shard cannot decide alone.
    for (const name of ['cap-total', 'share', 'protected', 'cap-increase', 'document/two-currencies']) {
      expect(seen).toContain(name);
    }
  });

  test('is refused if a shard has other limits', () => {
    const rows = fc.sample(anyRow, { numRuns: 4, seed: 1 });
    const [first, second] = shardsOf(repositoryOf(rows, 20_000), 2);
    if (first === undefined || second?.plan.shard === undefined) throw new Error('two shards');
    const { shard } = second.plan;
    // Its settings are the same: someone edited the file.
    const edited = { ...second.plan, shard: { ...shard, limits: { ...shard.limits, capTotal: [] } } };
    const files = [
      { path: 'a.json', plan: first.plan },
      { path: 'b.json', plan: edited },
    ];
    const checked = checkShards(files);
    expect(checked).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('in the policies.') }] });
  });
});
