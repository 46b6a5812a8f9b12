import { describe, expect, test } from 'vitest';
import type { Plan, Value } from '../../src/model/index.ts';
import { parsePlan } from '../../src/plan/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import { aDesired, layers, planOf } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

/** A plan of a layer with changes, refusals, drift and what else a plan can have. */
const plan = fullPlan();
const text = planAsJson(plan);

type Edit = { readonly name: string; readonly of: (value: Value) => Value | undefined };

const EDITS: readonly Edit[] = [
  { name: 'another value', of: otherValue },
  { name: 'no value', of: () => undefined },
  { name: 'null', of: (value) => (value === null ? 'null' : null) },
  { name: 'a member more', of: (value) => (isMap(value) ? { ...value, note: 'x' } : [value]) },
  { name: 'a member called __proto__', of: (value) => (isMap(value) ? withProto(value) : [[value]]) },
  { name: 'an entry more', of: (value) => (Array.isArray(value) ? [...value, value[0] ?? 'x'] : { value }) },
];

describe('a saved plan', () => {
  test('is read as it was written, in any layout and order', () => {
    expect(parsePlan(text)).toEqual(JSON.parse(JSON.stringify(plan)));
    const members = Object.entries(JSON.parse(text) as Record<string, Value>).toReversed();
    expect(parsePlan(JSON.stringify(Object.fromEntries(members)))).toEqual(parsePlan(text));
  });

  test('of this test has no empty list: each member is edited', () => {
    const empty = Object.entries(plan).filter(([, value]) => Array.isArray(value) && value.length === 0);
    expect(empty).toEqual([]);
  });

  test.each(EDITS)('with $name in any place is not read', ({ of }) => {
    const whole = JSON.parse(text) as Value;
    const taken: string[] = [];
    for (const path of pathsIn(whole)) {
      const edited = replaced(whole, path, of);
      if (parsePlan(JSON.stringify(edited)) !== undefined) taken.push(path.join('.'));
    }
    expect(pathsIn(whole).length).toBeGreaterThan(100);
    expect(taken).toEqual([]);
  });

  test('with a valid checksum is not read if a digest does not match its layer', () => {
    const [first, ...rest] = plan.layers;
    if (first === undefined) throw new Error('no layer');
    const edits: readonly Partial<Plan>[] = [
      { layers: [{ ...first, project: 'other' }, ...rest] },
      { layers: rest },
      { transport: { kind: 'endpoint', path: '/x/{projectId}/{layerId}', update: 'merge' } },
      { digest: first.digest },
    ];
    for (const edit of edits) expect(parsePlan(planAsJson({ ...plan, ...edit }))).toBeUndefined();
  });
});

function fullPlan(): Plan {
  const documents = (monthlyCostCap: number) =>
    layers(1, () => ({
      desired: {
        fields: { monthlyCostCap, spark: [{ post: 'ugc_1' }], state: 'active' },
        app: 'app_1',
        spark: [{ post: 'ugc_1', variable: 'SPARK_1' }],
        pin: { name: 'Other', currency: 'USD', timezone: 'Europe/Berlin' },
        protected: true,
      },
      sight: { seen: { objectives: api(['reach']), monthlyCostCap: recorded(1000) }, killSwitch: true },
    }));
  const { desired, live } = documents(60_000);
  return planOf([...desired, aDesired({ name: 'unread', project: 'p-unread' })], live, {
    base: {
      commit: 'c0ffee',
      desired: [
        ...documents(900).desired,
        aDesired({ name: 'gone', project: 'p-gone' }),
        aDesired({ name: 'former', project: 'p-unread' }),
      ],
      fixDrift: false,
    },
    allow: [{ policy: 'cap-increase', subject: 'layer-00' }],
    ignored: ['origins'],
    introduced: ['costCapUnit'],
    skipped: ['elsewhere'],
  });
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withProto(value: { readonly [key: string]: Value }): Value {
  return JSON.parse(`{"__proto__":{"note":1},${JSON.stringify(value).slice(1)}`.replace(/,\}$/, '}')) as Value;
}

function otherValue(value: Value): Value {
  if (typeof value === 'string') return `${value} `;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  return Array.isArray(value) ? value.slice(1).concat(value.length > 0 ? [] : ['x']) : {};
}

type Path = readonly (string | number)[];

function pathsIn(value: Value, at: Path = []): readonly Path[] {
  const members: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item as Value] as const)
    : isMap(value)
      ? Object.entries(value)
      : [];
  return members.flatMap(([key, member]) => [[...at, key], ...pathsIn(member, [...at, key])]);
}

function replaced(value: Value, [key, ...rest]: Path, edit: Edit['of']): Value {
  const change = (member: Value): Value | undefined =>
    rest.length === 0 ? edit(member) : replaced(member, rest, edit);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const made = index === key ? change(item as Value) : (item as Value);
      return made === undefined ? [] : [made];
    });
  }
  const entries = Object.entries(value as { readonly [key: string]: Value }).flatMap(([name, member]) => {
    const made = name === key ? change(member) : member;
    return made === undefined ? [] : [[name, made] as const];
  });
  return Object.fromEntries(entries);
}
