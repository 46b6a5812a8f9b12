import { describe, expect, test } from 'vitest';
import { createRateBudget, reportOf } from '../../src/layers/rate-budget.ts';

const CAMPAIGN = '/v1/projects/p/ads/tiktok/campaigns/cmp_1';
const budgetOf = (tier: string) => createRateBudget('key', () => tier);
const answer = (word: string | undefined) => ({ header: () => word });

describe('the requests per minute of a class', () => {
  test.each<{ name: string; tier: string; method: 'GET' | 'POST' | 'PATCH'; path: string; count: number; why: string }>(
    [
      { name: 'a read', tier: 'standard', method: 'GET', path: CAMPAIGN, count: 120, why: 'every GET is light' },
      { name: 'a ledger write', tier: 'standard', method: 'PATCH', path: '/v1/projects/p', count: 60, why: 'PATCH' },
      { name: 'a pause', tier: 'standard', method: 'POST', path: `${CAMPAIGN}/pause`, count: 20, why: 'starts a job' },
      { name: 'a resume', tier: 'pilot', method: 'POST', path: `${CAMPAIGN}/resume`, count: 60, why: 'starts a job' },
      { name: 'a new tier', tier: 'gold', method: 'POST', path: `${CAMPAIGN}/pause`, count: 20, why: 'the smallest' },
    ],
  )('$name', ({ tier, method, path, count, why }) => {
    expect(budgetOf(tier).bucketFor({ method, path }).limits[0]?.count, why).toBe(count);
  });

  test.each<{ name: string; word: string | undefined; count: number; why: string }>([
    { name: 'another class', word: 'write-light', count: 60, why: 'the header decides' },
    { name: 'the same class', word: 'long-running', count: 20, why: 'confirmed' },
    { name: 'an unknown class', word: 'write-heavy', count: 20, why: 'its limit is unknown' },
    { name: 'no header', word: undefined, count: 20, why: 'nothing was learned' },
  ])('of pauses after a response that names $name', ({ word, count, why }) => {
    const budget = budgetOf('standard');
    const pause = { method: 'POST', path: `${CAMPAIGN}/pause` } as const;
    budget.learn(pause, answer(word));
    expect(budget.bucketFor(pause).limits[0]?.count, why).toBe(count);
  });

  test('a response to a different request says nothing about pauses', () => {
    const budget = budgetOf('standard');
    budget.learn({ method: 'PATCH', path: '/v1/projects/p' }, answer('write-light'));
    expect(budget.bucketFor({ method: 'POST', path: `${CAMPAIGN}/pause` }).key).toBe('key long-running');
  });
});

test('a bucket is made once, and again when the tier becomes known', () => {
  let tier = 'standard';
  const { bucketFor } = createRateBudget('key', () => tier);
  const read = { method: 'GET', path: CAMPAIGN } as const;
  const first = bucketFor(read);
  expect(bucketFor({ ...read, path: '/v1/whoami' })).toBe(first);
  tier = 'partner';
  expect(bucketFor(read)).toMatchObject({ key: first.key, name: '6,000 reads a minute' });
});

describe('the state of a bucket', () => {
  test.each<{ name: string; headers: Readonly<Record<string, string>>; report: unknown; why: string }>([
    {
      name: 'both headers',
      headers: { 'x-ratelimit-remaining': '7', 'x-ratelimit-limit': '120' },
      report: { remaining: 7, limit: 120 },
      why: 'inferred names',
    },
    { name: 'no header', headers: {}, report: undefined, why: 'the names are not documented' },
    { name: 'one header', headers: { 'x-ratelimit-remaining': '7' }, report: undefined, why: 'a share needs both' },
    {
      name: 'a different form',
      headers: { 'x-ratelimit-remaining': '7;w=60', 'x-ratelimit-limit': '120' },
      report: undefined,
      why: 'it is not guessed',
    },
  ])('$name', ({ headers, report, why }) => {
    expect(reportOf({ header: (name) => headers[name] }), why).toEqual(report);
  });
});
