import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANGE_KINDS, type DesiredLayer, type LiveLayer } from '../../src/model/index.ts';
import { parsePlan } from '../../src/plan/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import { layers, planOf, shown } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { anyDesired, anyLive } from './any-layer.ts';

const RUNS = { numRuns: 50 };

/** The same value with the keys of every map turned round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(members.reverse()) as T;
}

const digestOf = (desired: DesiredLayer, live: LiveLayer) => planOf(desired, live).layers[0]?.digest;

describe('for all documents and all live states', () => {
  test('planning twice gives the same bytes and does not change the input', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const before = JSON.stringify([desired, live]);
        const first = JSON.stringify(planOf(desired, live));
        expect(JSON.stringify(planOf(desired, live))).toBe(first);
        expect(JSON.stringify([desired, live])).toBe(before);
      }),
      RUNS,
    );
  });

  test('the order of keys does not change the digest', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        expect(digestOf(turned(desired), turned(live))).toBe(digestOf(desired, live));
      }),
      RUNS,
    );
  });

  test('the order of objectives does not change the digest', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const { objectives } = desired.fields;
        fc.pre(Array.isArray(objectives));
        const reversed = {
          ...desired,
          fields: { ...desired.fields, objectives: [...(objectives as string[])].reverse() },
        };
        expect(digestOf(reversed, live)).toBe(digestOf(desired, live));
      }),
      RUNS,
    );
  });

  test('if the desired state is live there is nothing to do', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const plan = planOf(desired, live);
        const wire = plan.layers[0]?.desired ?? {};
        const done = { ...live, installed: 'yes' as const, fields: { ...live.fields, ...shown(wire) } };
        expect(planOf(desired, done).layers[0]?.changes).toEqual([]);
        expect(planOf(desired, done).refusals).toEqual([]);
      }),
      RUNS,
    );
  });

  test('carrying out all changes leaves nothing to do', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const written = changes.flatMap(({ fields }) => fields.map(({ path, after }) => [path, api(after)] as const));
        const done = { ...live, installed: 'yes' as const, fields: { ...live.fields, ...Object.fromEntries(written) } };
        expect(planOf(desired, done).layers[0]?.changes).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a change comes after its dependencies, in the fixed order', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const ids = changes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [at, change] of changes.entries()) {
          for (const id of change.dependsOn) expect(ids.slice(0, at)).toContain(id);
        }
        const order = changes.map(({ kind }) => CHANGE_KINDS.indexOf(kind));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
      RUNS,
    );
  });

  test('no field is changed twice, and only fields in documents are changed', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const paths = changes.flatMap(({ fields }) => fields.map(({ path }) => path));
        expect(new Set(paths).size).toBe(paths.length);
        for (const path of paths) expect(Object.keys(desired.fields)).toContain(path);
      }),
      RUNS,
    );
  });

  test('a field without an API is never written by API', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const byApi = (planOf(desired, live).layers[0]?.changes ?? []).filter(({ step }) => step.by === 'api');
        const paths = byApi.flatMap(({ fields }) => fields.map(({ path }) => path));
        for (const path of paths) expect(live.writable).toContain(path);
      }),
      RUNS,
    );
  });

  test('no split of an increase exceeds the limit', () => {
    const raise = fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.double({ min: 0, max: 0.25, noNaN: true }));
    fc.assert(
      fc.property(fc.array(raise, { minLength: 1, maxLength: 5 }), (raises) => {
        const all = layers(raises.length, (n) => {
          const [from, part] = raises[n] ?? [1, 0];
          const to = Math.floor(from * (1 + part));
          return {
            desired: { fields: { monthlyCostCap: to } },
            sight: { seen: { monthlyCostCap: api(from) }, spend: { minor: 0, currency: 'USD' } },
          };
        });
        const plan = planOf(all.desired, all.live);
        expect(plan.refusals).toEqual([]);
        const [before, after] = [plan.money[0]?.before, plan.money[0]?.after].map((sum) =>
          typeof sum === 'object' && sum !== null ? sum.minor : Number.NaN,
        );
        expect(after).toBeLessThanOrEqual((before ?? 0) * 1.25);
      }),
      RUNS,
    );
  });
});

test('every plan can be saved and read again', () => {
  fc.assert(
    fc.property(anyDesired, anyLive, (desired, live) => {
      const plan = planOf(desired, live);
      expect(parsePlan(planAsJson(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
    }),
    { numRuns: 50 },
  );
});
