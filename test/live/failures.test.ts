import { describe, expect, test } from 'vitest';
import { type Failure, oneProblemPerCause } from '../../src/live/failures.ts';
import type { Ports } from '../../src/live/index.ts';
import type { DesiredLayer, Problem } from '../../src/model/index.ts';
import { aDesired } from '../support/layers.ts';

const fleet = (count: number, prefix = 'north', variable = 'NORTH_KEY'): readonly DesiredLayer[] =>
  Array.from({ length: count }, (_, index) =>
    aDesired({
      name: `${prefix}-${String(index + 1).padStart(2, '0')}`,
      project: `project-${prefix}-${index}`,
      credentials: { layers: variable, tiktok: 'SHARED_TOKEN' },
    }),
  );

// Only the hosts matter.
const portsOf = () => ({ hosts: { layers: 'api.layers.com', tiktok: 'business-api.tiktok.com' } }) as Ports;

/** Every layer fails with words of its own, as messages that name a project do. */
const failing = (
  layers: readonly DesiredLayer[],
  problem: Partial<Problem> & Pick<Problem, 'code'>,
  rest: Partial<Pick<Failure, 'api' | 'missing'>> = {},
): readonly Failure[] =>
  layers.map((layer) => ({
    layer,
    api: 'layers',
    missing: 'layer',
    problem: { message: `It failed at ${layer.project}.`, ...problem },
    ...rest,
  }));

const told = (failures: readonly Failure[]) => oneProblemPerCause(failures, portsOf);

describe('one cause is one problem', () => {
  test.each<{ code: Problem['code']; status?: string; api?: Failure['api']; says: RegExp }>([
    {
      code: 'api/unauthenticated',
      status: '401',
      says: /^NORTH_KEY was rejected by Layers \(401\); 27 layers were not read: north-01, /,
    },
    {
      code: 'api/unauthenticated',
      status: '40105',
      api: 'tiktok',
      says: /^SHARED_TOKEN was rejected by TikTok \(40105\); 27 layers/,
    },
    { code: 'api/unauthenticated', says: /^NORTH_KEY was rejected by Layers; 27 layers/ },
    { code: 'api/forbidden', status: '403', says: /^NORTH_KEY lacks a permission at Layers \(403\); 27 layers/ },
    { code: 'api/suspended', status: '503', says: /^NORTH_KEY is suspended by Layers \(503\); 27 layers/ },
    {
      code: 'api/rate-limited',
      status: '429',
      says: /^NORTH_KEY has reached a rate limit of Layers \(429\); 27 layers/,
    },
    {
      code: 'api/unreachable',
      says: /^Layers did not answer at api\.layers\.com; 27 layers were not read: north-01, /,
    },
    {
      code: 'api/unreachable',
      status: '503',
      api: 'tiktok',
      says: /^TikTok did not answer at business-api\.tiktok\.com; 27 layers/,
    },
  ])('$code $status: it names variable, host and layers', ({ code, status, api = 'layers', says }) => {
    const layers = fleet(27);
    const [problem, ...more] = told(failing(layers, { code, ...(status !== undefined && { status }) }, { api }));
    expect(more).toEqual([]);
    expect(problem?.message).toMatch(says);
    expect(problem?.message).toContain(api === 'layers' ? 'api.layers.com' : 'business-api.tiktok.com');
    expect(problem?.message, 'the first ten and a count').toContain('north-10 and 17 more');
    expect(problem?.layers, 'all of them for a program').toEqual(layers.map(({ name }) => name));
    expect(problem, 'no document is to blame').not.toHaveProperty('where');
  });

  test('a Business Center that several layers need fails once', () => {
    const message = 'TikTok answered GET bc/partner/get with 1 of 2 rows.';
    const [problem, ...more] = told(failing(fleet(3), { code: 'api/unreadable', message }, { api: 'tiktok' }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      message: `${message} Therefore 3 layers were not read: north-01, north-02, north-03.`,
      layers: ['north-01', 'north-02', 'north-03'],
    });
  });

  test('a layer with several failed requests is named once', () => {
    const [one] = fleet(1);
    if (one === undefined) throw new Error('no layer');
    const twice = [...failing([one, one], { code: 'api/unauthenticated', status: '401' })];
    expect(told(twice)).toMatchObject([{ layers: ['north-01'] }]);
  });
});

describe('two causes are two problems', () => {
  test.each<{ name: string; failures: readonly Failure[] }>([
    {
      name: 'two variables',
      failures: [
        ...failing(fleet(2), { code: 'api/unauthenticated' }),
        ...failing(fleet(2, 'south', 'SOUTH_KEY'), { code: 'api/unauthenticated' }),
      ],
    },
    {
      name: 'two APIs',
      failures: [
        ...failing(fleet(2), { code: 'api/unreachable' }),
        ...failing(fleet(2), { code: 'api/unreachable' }, { api: 'tiktok' }),
      ],
    },
    {
      name: 'two codes',
      failures: [
        ...failing(fleet(2), { code: 'api/unauthenticated' }),
        ...failing(fleet(2), { code: 'api/rate-limited' }),
      ],
    },
    { name: 'two projects that Layers does not know', failures: failing(fleet(2), { code: 'api/not-found' }) },
    {
      name: 'a layer, and the spend of another',
      failures: [
        ...failing(fleet(2), { code: 'api/rate-limited' }, { api: 'tiktok' }),
        ...failing(fleet(2), { code: 'api/rate-limited' }, { api: 'tiktok', missing: 'spend' }),
      ],
    },
  ])('$name', ({ failures }) => {
    expect(told(failures)).toHaveLength(2);
  });
});

test('a problem of one layer keeps its message and its location', () => {
  const location = { file: 'layers/north-01.yaml', line: 2, column: 10 };
  expect(told(failing(fleet(1), { code: 'api/not-found', message: 'No such project.', location }))).toEqual([
    { code: 'api/not-found', message: 'No such project.', location, layer: 'north-01' },
  ]);
});

test('without spend a layer is planned, with a problem', () => {
  const [problem] = told(
    failing(fleet(2), { code: 'api/rate-limited', status: '40100' }, { api: 'tiktok', missing: 'spend' }),
  );
  expect(problem?.message).toMatch(/^SHARED_TOKEN has .*; the spend of 2 layers was not read: north-01, north-02\./);
});
