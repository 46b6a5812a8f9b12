import { describe, expect, test } from 'vitest';
import type { FakeOptions } from '../support/fake-github/index.ts';
import { acme, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import { TOKEN_OF_ACTIONS } from './runner.ts';
import { type ActionOptions, onAction } from './harness.ts';

const one = acme();
const quiet: ActionOptions = {
  files: { 'reconcile.yaml': settings({ transport: endpoint() }), ...documentsOf([one]) },
  world: worldOf([one]),
};
const raised = { [fileOf(one)]: documentOf(one, { monthlyCostCap: 30_000 }) };

type Answer = ReturnType<NonNullable<FakeOptions['intervene']>>;

/** GitHub answers so, instead of taking a comment. */
function refusing(answer: Answer, wanted = 'POST'): ActionOptions {
  return { ...quiet, github: { intervene: ({ method }) => (method === wanted ? answer : undefined) } };
}

function error(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' }, headers };
}

describe('if GitHub rejects the comment, the plan is still visible, and the check is red', () => {
  test.each([
    { name: '403', answer: error(403, 'Resource not accessible by integration'), says: 'pull-requests: write' },
    { name: '422', answer: error(422, 'Validation Failed'), says: 'github/refused' },
    {
      name: '429 for long',
      answer: error(429, 'Slow down', { 'retry-after': '120' }),
      says: 'Run it again in 120 seconds.',
    },
    {
      name: 'a secondary limit',
      answer: error(403, 'You have exceeded a secondary rate limit', { 'retry-after': '300' }),
      says: 'Run it again in 300 seconds.',
    },
  ])('$name', async ({ answer, says }) => {
    await onAction(refusing(answer), async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7);
      expect([job.exit, job.outputs.exit_code]).toEqual([1, '1']);
      expect(job.out).toContain(says);
      expect(job.out).toMatch(/^::error title=github\//m);
      expect(job.summary).toContain('Plan: 1 change in 1 layer');
      expect(job.outputs).toMatchObject({ to_apply: '1', plan_path: expect.stringContaining('plan.json') });
    });
  });

  test('5xx after it was posted: it is found, and not posted twice', async () => {
    await onAction(refusing('lose'), async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7);
      expect(job.exit).toBe(2);
      expect(harness.github.comments()).toHaveLength(1);
    });
  });

  test('5xx of a read is retried', async () => {
    const intervene = ({ method, path }: { method: string; path: string }, number: number): Answer =>
      method === 'GET' && path.endsWith('/7/comments') && number === 1 ? error(503, 'Unavailable') : undefined;
    await onAction({ ...quiet, github: { intervene } }, async (harness) => {
      harness.open(7, raised);
      expect((await harness.plan(7)).exit).toBe(2);
      expect(harness.github.comments()).toHaveLength(1);
    });
  });

  test('a token that is not good', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7, { inputs: { token: 'ghs_nobodys000000000001' } });
      expect(job.exit).toBe(1);
      expect(job.out).toContain('Set GITHUB_TOKEN to a valid token.');
      expect(job.out + job.summary).not.toContain('ghs_nobodys');
    });
  });

  test('no token at all', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7, { inputs: { token: '' } });
      expect(job.exit).toBe(1);
      expect(job.out).toContain('GITHUB_TOKEN');
      expect(harness.github.requests()).toEqual([]);
    });
  });

  test('a refusal outranks it', async () => {
    await onAction(refusing(error(403, 'Resource not accessible by integration')), async (harness) => {
      harness.open(7, { [fileOf(one)]: documentOf(one, { monthlyCostCap: 90_000 }) });
      expect((await harness.plan(7)).exit).toBe(4);
    });
  });

  test('an address that is not a GitHub API gets no token', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7, { env: { GITHUB_API_URL: 'http://api.github.example' } });
      expect(job.exit).toBe(1);
      expect(job.out).toContain('settings/origin');
    });
  });
});

describe('external texts', () => {
  const hostile = '@everyone --> <img src=x> |`](http://x.example)\n::error::boo\n##[add-mask]a';

  test('in a label, a file name and an account are only ever read', async () => {
    const evil = acme({ atTikTok: { name: hostile } });
    const path = 'layers/--> @everyone ::error::boo <img src=x>.yaml';
    const document = documentOf(evil, { monthlyCostCap: 90_000, pin: { advertiser: { name: 'Somebody else' } } });
    await onAction({ ...quiet, world: worldOf([evil]) }, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      harness.open(7, { [fileOf(one)]: null, [path]: document }, { title: hostile, headBranch: 'a--b' });
      harness.github.world.label(7, `reconcile: allow ${hostile}`.replaceAll('\n', ' '), 'otto');
      const job = await harness.plan(7);
      expect(job.exit).toBe(4);
      const body = harness.github.comments()[0]?.body ?? '';
      for (const page of [body, job.summary]) {
        expect(page).toContain('everyone');
        expect(page).not.toContain('@everyone');
        expect(page).not.toContain('<img');
      }
      expect(body.split('-->')).toHaveLength(2);
      const commands = job.out.split('\n').filter((line) => /^\s*::|##\[/.test(line));
      expect(commands.filter((line) => !/^::(error|warning|notice) (file|title)=/.test(line))).toEqual([]);
      // Within a command they are data.
      expect(job.out).not.toMatch(/^\s*::error::boo/m);
    });
  });

  test('secrets of the environment are neither sent to GitHub nor logged', async () => {
    await onAction({ ...quiet, env: { SPARK_ACME: 'spark-code-0000000001' } }, async (harness) => {
      // A token in a name is a token in a comment.
      harness.open(7, {
        [fileOf(one)]: documentOf(one, { monthlyCostCap: 30_000 }),
        'layers/bad.yaml': 'template: spark-code-0000000001\n',
      });
      const job = await harness.plan(7);
      expect(job.exit).toBe(1);
      const sent = JSON.stringify(harness.github.requests());
      for (const secret of ['spark-code-0000000001', TOKEN_OF_ACTIONS]) {
        expect(job.out + job.summary + sent).not.toContain(secret);
      }
    });
  });
});
