import { describe, expect, test } from 'vitest';
import { type FakeAnswer, type FakeRequest, invalid } from '../support/fake-github/index.ts';
import { apply, deployed, live, onAction, one, outcomeOn, quiet, reviewed, desired } from './merging.ts';

const limit = (seconds: string): FakeAnswer => ({
  status: 403,
  body: { message: 'You have exceeded a secondary rate limit.' },
  headers: { 'retry-after': seconds },
});
const forbidden: FakeAnswer = { status: 403, body: { message: 'Resource not accessible by integration' } };
const unavailable: FakeAnswer = { status: 502, body: '<html>bad gateway</html>' };

/** What GitHub does while a reviewed change is applied. */
type Case = {
  readonly name: string;
  readonly when: (request: FakeRequest) => boolean;
  readonly answer: FakeAnswer;
  /** How often; always where absent. */
  readonly times?: number;
  readonly exit: number;
  readonly applied: boolean;
  readonly said: RegExp;
};

const ends =
  (path: string, method = 'GET') =>
  (request: FakeRequest): boolean =>
    request.method === method && request.path.includes(path);

const CASES: readonly Case[] = [
  {
    name: 'closes deployments to the token: nothing is applied, and the permission is named',
    when: ends('/deployments'),
    answer: forbidden,
    exit: 1,
    applied: false,
    said: /deployments: read/,
  },
  {
    name: 'closes runs to the token: nothing is applied, and the permission is named',
    when: ends('/actions/runs'),
    answer: forbidden,
    exit: 1,
    applied: false,
    said: /actions: read/,
  },
  {
    name: 'limits the rate for a moment: it is waited for',
    when: ends('/pulls'),
    answer: {
      status: 429,
      body: { message: 'You have exceeded a secondary rate limit.' },
      headers: { 'retry-after': '1' },
    },
    times: 1,
    exit: 0,
    applied: true,
    said: /Done: 1 change in 1 layer/,
  },
  {
    name: 'has a secondary limit of minutes: it is reported, and nothing is applied',
    when: ends('/pulls'),
    answer: limit('300'),
    exit: 1,
    applied: false,
    said: /github\/rate-limited[\s\S]*Run it again in 300 seconds/,
  },
  {
    name: 'fails once: the read is sent again',
    when: ends('/artifacts'),
    answer: unavailable,
    times: 1,
    exit: 0,
    applied: true,
    said: /Done: 1 change in 1 layer/,
  },
  {
    name: 'returns an undocumented response: nothing is applied',
    when: ends('/files'),
    answer: { status: 200, body: { files: [] } },
    exit: 1,
    applied: false,
    said: /github\/unreadable/,
  },
  {
    name: 'rejects the outcome comment (403): the changes are done, with a warning',
    when: ends('/comments', 'POST'),
    answer: forbidden,
    exit: 0,
    applied: true,
    said: /The outcome could not be posted on acme\/ads#7; the apply has ended: .*403/,
  },
  {
    name: 'rejects the outcome comment (422): the changes are done, with a warning',
    when: ends('/comments', 'POST'),
    answer: invalid('Commenting is disabled on issues with more than 2500 comments'),
    exit: 0,
    applied: true,
    said: /could not be posted on acme\/ads#7.*2500/,
  },
];

describe('while it is applied GitHub', () => {
  test.each(CASES)('$name', async ({ when, answer, times, exit, applied, said }) => {
    let left = 0;
    const intervene = (request: FakeRequest): FakeAnswer | undefined => {
      if (left <= 0 || !when(request)) return undefined;
      left -= 1;
      return answer;
    };
    await onAction({ ...quiet, github: { intervene } }, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      left = times ?? Number.POSITIVE_INFINITY;
      const job = await apply(harness);
      expect(job.out).toMatch(said);
      expect([job.exit, job.outputs.exit_code], job.out).toEqual([exit, String(exit)]);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: applied ? 29_000 : 28_000 });
      if (!applied) expect(harness.writes()).toEqual([]);
    });
  });

  test('shows a commit without its pull request at first: the request is repeated', async () => {
    let early = 0;
    const intervene = ({ path }: FakeRequest): FakeAnswer | undefined => {
      if (!/\/commits\/\w+\/pulls$/.test(path) || early <= 0) return undefined;
      early -= 1;
      return { status: 200, body: [] };
    };
    await onAction({ ...quiet, github: { intervene } }, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      early = 1;
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(outcomeOn(harness, 7)).toContain('Done');
    });
  });
});

test('a public repository shows no money and no accounts: not in comment, summary and log', async () => {
  await onAction({ ...quiet, isPublic: true }, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
    for (const project of harness.sandbox.world().layers.projects) expect(project.layers.length).toBe(1);
    harness.sandbox.intervene((_, moment, { layers }) => {
      const config = layers.projects.find(({ id }) => id === one.project)?.layers[0]?.config;
      if (moment === 'before') Object.assign(config ?? {}, { monthlyCostCap: 12_345 });
    });
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(4);
    for (const text of [job.out, job.summary, outcomeOn(harness, 7) ?? '']) {
      expect(text).toContain('acme-ios');
      expect(text).not.toMatch(/12,?345|28,?000|29,?000/);
      expect(text).not.toContain(one.account);
    }
  });
});
