import { describe, expect, test } from 'vitest';
import { isUnclear, type Problem, type Result, type TikTokWriter } from '../../src/model/index.ts';
import type { FaultInput, Sandbox } from '../../src/sandbox/index.ts';
import { NEVER } from '../http/harness.ts';
import { ADA, AGENCY, agencyWorld, CLIENT, CODE, JP, LENA, THEIRS, US } from '../sandbox/tiktok-harness.ts';
import { atSandbox } from './harness.ts';

const DONE = { ok: true, value: undefined };
const problem = (code: Problem['code']) => ({ ok: false, problems: [{ code }] });
const posts = (sandbox: Sandbox) => sandbox.log().filter(({ method }) => method === 'POST').length;

describe('faults on the way', () => {
  const FAULTS: readonly { name: string; fault: FaultInput['fault']; done: boolean }[] = [
    { name: 'reset before it took effect', fault: { kind: 'reset-before' }, done: false },
    { name: 'reset after it took effect', fault: { kind: 'reset-after' }, done: true },
    { name: 'cut off', fault: { kind: 'truncate' }, done: true },
    { name: 'a fault after it took effect', fault: { kind: 'status', status: 500, commits: true }, done: true },
    { name: 'a page of a proxy', fault: { kind: 'not-json' }, done: false },
  ];

  test.each(FAULTS)('a Spark code is sent once, with any fault: $name', ({ fault, done }) =>
    atSandbox(
      agencyWorld(),
      async ({ writer, sandbox }) => {
        sandbox.faults([{ method: 'POST', path: '/open_api/v1.3/tt_video/authorize/', fault }]);
        expect(await writer.authoriseSpark(US, '#fresh', NEVER)).toMatchObject(problem('api/unreachable'));
        expect(posts(sandbox)).toBe(1);
        // A read shows the result.
        const seen = await writer.sparkCodes(US, NEVER);
        expect(seen.ok && seen.value?.has('fresh')).toBe(done);
      },
      ADA,
    ),
  );

  const OTHERS: readonly {
    name: string;
    write: (writer: TikTokWriter) => Promise<Result<void>>;
    token: string;
  }[] = [
    {
      name: 'a share',
      write: (writer) =>
        writer.shareAccount({ business: CLIENT, partner: AGENCY, advertiserId: THEIRS, role: 'OPERATOR' }, NEVER),
      token: LENA,
    },
    {
      name: 'a link',
      write: (writer) => writer.linkPixel({ business: AGENCY, pixel: CODE, advertiserId: JP }, NEVER),
      token: ADA,
    },
    {
      name: 'a budget',
      write: (writer) => writer.setBudget(AGENCY, US, { mode: 'MONTHLY_BUDGET', amount: '20000' }, NEVER),
      token: ADA,
    },
  ];

  test.each(OTHERS.flatMap((each) => FAULTS.map(({ name: what, fault }) => ({ ...each, what, fault }))))(
    '$name is sent once, and its result is unclear: $what',
    ({ write, token, fault }) =>
      atSandbox(
        agencyWorld(),
        async ({ writer, sandbox }) => {
          sandbox.faults([{ method: 'POST', path: '/open_api/v1.3/*', fault }]);
          const answer = await write(writer);
          expect(!answer.ok && isUnclear(answer.problems)).toBe(true);
          expect(posts(sandbox)).toBe(1);
        },
        token,
      ),
  );

  test('throttled, it waits and goes out again', () =>
    atSandbox(
      agencyWorld(),
      async ({ writer, sandbox }) => {
        sandbox.faults([{ method: 'POST', path: '/open_api/v1.3/*', fault: { kind: 'throttle' } }]);
        expect(await writer.authoriseSpark(US, '#fresh', NEVER)).toEqual(DONE);
        expect(posts(sandbox)).toBe(2);
      },
      ADA,
    ));

  test.each([
    { name: 'pixel links', path: '/open_api/v1.3/bc/pixel/link/get/' },
    { name: 'Spark codes', path: '/open_api/v1.3/tt_video/list/' },
    { name: 'budgets', path: '/open_api/v1.3/advertiser/balance/get/' },
  ])('a read that is reset goes out again: $name', ({ path }) =>
    atSandbox(
      agencyWorld(),
      async ({ reader, sandbox }) => {
        sandbox.faults([{ path, times: 2, fault: { kind: 'reset-before' } }]);
        const reads = [
          await reader.pixelLinks(AGENCY, CODE, NEVER),
          await reader.sparkCodes(US, NEVER),
          await reader.budgets(AGENCY, [US], NEVER),
        ];
        expect(reads.map(({ ok }) => ok)).toEqual([true, true, true]);
        expect(reader.calls()).toBe(5);
      },
      ADA,
    ),
  );
});
