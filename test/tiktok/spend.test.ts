import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDecimals, compareDecimals } from '../../src/tiktok/decimals.ts';
import { NEVER, type FakeResponse, type Request } from '../http/harness.ts';
import { A, queryOf, tiktok, withoutBusiness, yes } from './harness.ts';

describe('spend', () => {
  const line = (id: string, spend: unknown) => ({
    dimensions: { advertiser_id: id },
    metrics: { spend, currency: 'USD', advertiser_id: id },
  });
  const report = (list: readonly object[], info: object = {}) => ({
    list,
    page_info: { page: 1, page_size: 1000, total_number: list.length, total_page: 1, ...info },
  });
  const spend = (reader: ReturnType<typeof tiktok>['reader'], ids: readonly string[]) =>
    reader.spend(ids.map(withoutBusiness), '2026-11-01', '2026-11-10', NEVER);

  const amounts = (entries: readonly (readonly [string, string])[]) =>
    new Map(entries.map(([id, amount]) => [id, { ok: true, value: { amount } }]));

  test('one account is read alone', async () => {
    const { reader, log } = tiktok(() => yes(report([line(A, '14.68')])));
    expect(await spend(reader, [A])).toEqual(amounts([[A, '14.68']]));
    expect(queryOf(log[0] as Request)).toEqual({
      advertiser_id: A,
      report_type: 'BASIC',
      data_level: 'AUCTION_ADVERTISER',
      dimensions: ['advertiser_id'],
      metrics: ['spend'],
      start_date: '2026-11-01',
      end_date: '2026-11-10',
      page: '1',
      page_size: '1000',
    });
  });

  test('five at a time, and silence is zero', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `709876543210987650${index}`);
    const { reader, log } = tiktok((request) => {
      const asked = (queryOf(request)['advertiser_ids'] as string[] | undefined) ?? [
        queryOf(request)['advertiser_id'] as string,
      ];
      return yes(report(asked.slice(0, 2).map((id, index) => line(id, index === 0 ? '1.50' : '-'))));
    });
    expect(await spend(reader, [...ids, ...ids])).toEqual(
      amounts(ids.map((id, index) => [id, index % 5 === 0 ? '1.50' : '0'])),
    );
    expect(log.map((request) => queryOf(request)['advertiser_ids'] ?? 'one')).toEqual([ids.slice(0, 5), 'one']);
  });

  test('pages add up, exactly', async () => {
    const { reader, log } = tiktok((_, n) =>
      yes(report([line(A, n === 1 ? '0.10' : '0.2')], { page: n, total_page: 2, total_number: 2 })),
    );
    expect(await spend(reader, [A])).toEqual(amounts([[A, '0.30']]));
    expect(log.map((request) => queryOf(request)['page'])).toEqual(['1', '2']);
  });

  test.each<{ name: string; reply: FakeResponse }>([
    { name: 'fewer rows than there are', reply: yes(report([line(A, '1')], { total_number: 2 })) },
    { name: 'a header with that value', reply: yes(report([line(A, '1')]), { 'x-tt-ads-throttle': '1' }) },
    { name: 'no page info', reply: yes({ list: [] }) },
    { name: 'success in part', reply: { body: { code: 20001, message: 'Partial', request_id: '1', data: {} } } },
  ])('a short read is never an answer: $name', async ({ reply }) => {
    const { reader } = tiktok(() => reply);
    expect((await spend(reader, [A])).get(A)).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });

  test('a batch that fails stops no other', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `709876543210987650${index}`);
    const { reader } = tiktok((request) =>
      queryOf(request)['advertiser_ids'] === undefined ? yes(report([line(ids[5] ?? '', '7')])) : yes({ list: 'no' }),
    );
    const result = [...(await spend(reader, ids))];
    expect(result.map(([, one]) => one.ok)).toEqual([false, false, false, false, false, true]);
  });

  const B = '7098765432109876502';
  const broken = (spend: unknown) => report([line(A, spend), line(B, '3.00')]);
  test.each<{ name: string; data: object; a?: string; b?: string }>([
    { name: 'words', data: broken('many') },
    { name: 'an exponent', data: broken('1e3') },
    { name: 'grouping', data: broken('1,000.00') },
    { name: 'a negative amount', data: broken('-1.00') },
    { name: 'null', data: broken(null) },
    { name: 'no text', data: broken('') },
    { name: 'a list', data: broken([]) },
    { name: 'no metrics', data: report([{ dimensions: { advertiser_id: A } }, line(B, '3.00')]) },
    { name: 'an amount after one that is not', data: report([line(A, 'x'), line(A, '1.00')]), b: '0' },
    { name: 'a row without an id', data: report([line(B, '3.00'), {}, { dimensions: null }]) },
    { name: 'a row of a different account', data: report([line('1', 'x'), line(B, '3.00')]), a: '0' },
    { name: '-', data: broken('-'), a: '0' },
    { name: 'many decimals', data: broken('0.12345678901234567890'), a: '0.12345678901234567890' },
    { name: 'a number', data: broken(8990.5), a: '8990.5' },
  ])('a row that is not an amount fails its own account: $name', async ({ data, a, b = '3.00' }) => {
    const { reader } = tiktok(() => yes(data));
    const result = await spend(reader, [A, B]);
    const unknown = { ok: false, problems: [{ code: 'api/unreadable' }] };
    expect(result.get(A)).toMatchObject(a === undefined ? unknown : { ok: true, value: { amount: a } });
    expect(result.get(B)).toEqual({ ok: true, value: { amount: b } });
  });

  test('law: sums of amounts in cents are exact', () => {
    const cents = fc.integer({ min: 0, max: 10 ** 9 });
    const text = (amount: number) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        expect(addDecimals(text(one), text(other))).toBe(text(one + other));
      }),
    );
    for (const [one, other, order] of [
      ['1.50', '1.5', 0],
      ['9', '10.00', -1],
      ['0.1', '0.09', 1],
    ] as const)
      expect(Math.sign(compareDecimals(one, other)), `${one} and ${other}`).toBe(order);
    expect(addDecimals('1', '1e3')).toBeUndefined();
    expect(addDecimals('-0.50', '0.2')).toBe('-0.30');
  });
});
