import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { bareMachine } from '../../src/io/node-machine.ts';
import { markedRoot, type Plan } from '../../src/model/index.ts';
import { layerDigest, planDigest } from '../../src/plan/digest.ts';
import { planAsJson } from '../../src/render/index.ts';
import type { FakeGitHub } from '../support/fake-github/index.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  api,
  aPlan,
  aRefusal,
  recorded,
} from '../support/plan.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { fakeGitHub, OCTOCAT, READ_ONLY } from './harness.ts';

const plan = aPlan({
  money: [aMoneyLine()],
  layers: [
    aLayer({
      changes: [
        aHumanChange('cost-cap', [aField('monthlyCostCap', recorded(28_000), 30_000)]),
        aChange('capi', [aField('capi.enabled', api(false), true)]),
      ],
      checks: [aCheck()],
    }),
  ],
});

const real = bareMachine(new AbortController().signal);

type Workflow = {
  /** Runs `reconcile comment` with these arguments in a job of this repository. */
  readonly comment: (line: string, env?: Readonly<Record<string, string | undefined>>) => Promise<Ran>;
  readonly read: (path: string) => Promise<string>;
  readonly folder: string;
};

type Ran = { readonly exit: number; readonly out: string; readonly err: string };

type Given = {
  readonly github?: FakeGitHub;
  readonly plan?: Plan;
  readonly payload?: unknown;
  readonly event?: string;
  readonly files?: Readonly<Record<string, string>>;
};

/** With the digests of this content: a plan with different ones is not read. */
function sealed(made: Plan): Plan {
  const { origins, transport, costCapUnit } = made;
  const layers = made.layers.map((layer) => ({
    ...layer,
    digest: layerDigest({ ...layer, origins, transport, costCapUnit }),
  }));
  return { ...made, layers, digest: planDigest(layers.map(({ digest }) => digest)) };
}

/** A checkout in a folder of its own, in which a job runs. */
async function inWorkflow(given: Given, play: (workflow: Workflow) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-github-'));
  const files = {
    'plan.json': planAsJson(sealed(given.plan ?? plan)),
    'reconcile.yaml': '',
    'event.json': JSON.stringify(given.payload ?? aPullRequest()),
    ...given.files,
  };
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await play({
      folder,
      read: (path) => readFile(join(folder, path), 'utf8'),
      comment: async (line, env = {}) => {
        const harness = fakeMachine({
          cwd: folder,
          git: real.git,
          gitBlobs: real.gitBlobs,
          gitSizes: real.gitSizes,
          env: {
            GITHUB_ACTIONS: 'true',
            GITHUB_EVENT_NAME: given.event ?? 'pull_request',
            GITHUB_EVENT_PATH: join(folder, 'event.json'),
            GITHUB_REPOSITORY: 'acme/ads',
            GITHUB_SERVER_URL: 'https://github.com',
            GITHUB_RUN_ID: '12',
            GITHUB_WORKSPACE: folder,
            // A token of a person: for tokens of apps two more reads follow, with waits in between.
            GITHUB_TOKEN: OCTOCAT,
            GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
            GITHUB_OUTPUT: join(folder, 'output'),
            ...(given.github && { GITHUB_API_URL: given.github.api }),
            ...env,
          },
        });
        const exit = await run(['comment', ...line.split(' ')], {
          bare: harness.machine,
          full: async () => harness.machine,
        });
        await harness.close();
        return { exit, out: harness.out(), err: harness.err() };
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function aPullRequest(
  repository: Readonly<Record<string, unknown>> = { private: true, visibility: 'private' },
): unknown {
  const repo = { full_name: 'acme/ads' };
  return { repository: { ...repo, ...repository }, pull_request: { number: 7, head: { repo }, base: { repo } } };
}

/** Outside of Actions. */
const LAPTOP = {
  GITHUB_ACTIONS: undefined,
  GITHUB_EVENT_NAME: undefined,
  GITHUB_EVENT_PATH: undefined,
  GITHUB_WORKSPACE: undefined,
  GITHUB_RUN_ID: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  GITHUB_OUTPUT: undefined,
};

describe('in a job on a pull request', () => {
  test('comments, annotates, summarizes and sets outputs', async () => {
    const github = await fakeGitHub();
    await inWorkflow({ github }, async ({ comment, read, folder }) => {
      const ran = await comment('plan.json');
      expect(ran).toMatchObject({ exit: 0, err: '' });
      expect(ran.out.split('\n')).toEqual([
        '::warning file=layers/acme-ios.yaml,title=acme-ios%3A cap/below-minimum::The cap is not enforced.%0ASet capEnforcement: tiktok.',
        expect.stringMatching(/^Commented on acme\/ads#7: https:\/\/github.com\/acme\/ads\/pull\/7#issuecomment-\d+$/),
        '',
      ]);
      const [posted] = github.comments();
      expect(posted?.body).toContain('30,000.00 USD');
      expect(posted?.body.trimEnd()).toMatch(/\(https:\/\/github\.com\/acme\/ads\/actions\/runs\/12\)$/);
      expect(await read('summary.md')).toContain('monthlyCostCap');
      const delimiter = 'reconcile-00000000-0000-4000-8000-000000000001';
      const outputs = {
        changes: 'true',
        to_apply: '1',
        human_steps: '1',
        refusals: '0',
        digest: sealed(plan).digest,
        exit_code: '2',
        plan_path: join(folder, 'plan.json'),
      };
      expect(await read('output')).toBe(
        Object.entries(outputs)
          .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
          .join(''),
      );

      const again = await comment('plan.json --format json', { GITHUB_RUN_ID: '13' });
      const head = { format: 'reconcile-comment', version: 1, exitCode: 0 };
      expect(JSON.parse(again.out)).toEqual({ ...head, did: 'untouched', removed: 0, pull: 'acme/ads#7' });
      expect(github.newWrites()).toHaveLength(1);
    });
  });

  test.each([
    ['a private repository', { private: true }, '', true],
    ['an internal one', { private: true, visibility: 'internal' }, '', true],
    ['a public one', { private: false }, '', false],
    ['one that nothing is known of', {}, '', false],
    ['a public one whose settings say so', { private: false }, 'github: { publicMoney: true }\n', true],
  ])('money in %s', async (_, repository, settings, shown) => {
    const given = {
      payload: aPullRequest(repository),
      files: { 'reconcile.yaml': settings },
      plan: { ...plan, refusals: [aRefusal()] },
    };
    await inWorkflow(given, async ({ comment, read }) => {
      const { exit, out } = await comment('plan.json --out page.md');
      expect(exit).toBe(0);
      for (const text of [await read('page.md'), await read('summary.md'), out]) {
        expect(/30,?000|28,?000|45000/.test(text)).toBe(shown);
      }
    });
  });

  test.each([
    ['says so as well', 'github: { publicMoney: true }\n', true],
    ['does not', 'costCapUnit: major\n', false],
  ])('a pull request cannot make money visible by itself: its base %s', async (_, settings, shown) => {
    await inWorkflow(
      { payload: aPullRequest({ private: false }), files: { 'reconcile.yaml': settings } },
      async (workflow) => {
        const git = (...args: readonly string[]) =>
          execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
            cwd: workflow.folder,
            encoding: 'utf8',
          });
        git('init', '--quiet');
        git('add', 'reconcile.yaml');
        git('commit', '--quiet', '-m', 'base');
        const base = git('rev-parse', 'HEAD').trim();
        await writeFile(join(workflow.folder, 'plan.json'), planAsJson(sealed({ ...plan, base })));
        await writeFile(join(workflow.folder, 'reconcile.yaml'), 'github: { publicMoney: true }\n');
        expect(await workflow.comment('plan.json --out page.md')).toMatchObject({ exit: 0 });
        expect(/30,?000/.test(await workflow.read('page.md'))).toBe(shown);
      },
    );
  });

  test('a folder with settings of its own has a comment of its own', async () => {
    const github = await fakeGitHub();
    await inWorkflow({ github, files: { 'clients/acme/reconcile.yaml': '' } }, async ({ comment }) => {
      await comment('plan.json');
      await comment('plan.json --config clients/acme/reconcile.yaml --out page.md');
      const ran = await comment('plan.json --config clients/acme/reconcile.yaml --dry-run');
      expect(ran.out).toContain('Would create on acme/ads#7.');
      expect(markedRoot(ran.out)).toBe('clients/acme');
    });
    expect(github.comments()).toHaveLength(1);
  });

  test('a fork’s token cannot write: the summary is still written', async () => {
    const github = await fakeGitHub();
    const payload = {
      ...Object(aPullRequest()),
      pull_request: { number: 7, head: { repo: null }, base: { repo: { full_name: 'acme/ads' } } },
    };
    await inWorkflow({ github, payload }, async ({ comment, read }) => {
      const ran = await comment('plan.json', { GITHUB_TOKEN: READ_ONLY });
      expect(ran.exit).toBe(1);
      expect(ran.out).toMatch(/^::error title=github\/refused::.*fork/m);
      expect(await read('summary.md')).toContain('## Plan');
    });
  });

  test.each(['merge_group', 'push'])('a %s has none', async (event) => {
    const github = await fakeGitHub();
    await inWorkflow(
      { github, event, payload: { repository: { full_name: 'acme/ads', private: true } } },
      async ({ comment, read }) => {
        const ran = await comment('plan.json');
        expect(ran).toMatchObject({ exit: 0 });
        expect(ran.out).toContain(`No comment: the event "${event}" has no pull request.`);
        expect(await read('output')).toContain('to_apply');
      },
    );
    expect(github.requests()).toEqual([]);
  });

  test('no secret of the environment gets into a page, from any part of a plan', async () => {
    const secret = 'lp_live_0123456789abcdef';
    const leaky = aPlan({ layers: [aLayer({ checks: [aCheck({ message: `Layers said ${secret}.` })] })] });
    const github = await fakeGitHub();
    await inWorkflow({ github, plan: leaky }, async ({ comment, read }) => {
      const ran = await comment('plan.json', { LAYERS_API_KEY: secret });
      const pages = [ran.out, ran.err, github.comments()[0]?.body, await read('summary.md'), await read('output')];
      expect(github.comments()).toHaveLength(1);
      expect(JSON.stringify(pages)).not.toContain(secret);
      expect(JSON.stringify(pages)).toContain('•••');
    });
  });

  test('a summary that is nearly full gets only what fits', async () => {
    await inWorkflow({ files: { 'summary.md': 'x'.repeat(999_500) } }, async ({ comment, read }) => {
      await comment('plan.json --out page.md');
      expect(new TextEncoder().encode(await read('summary.md')).length).toBeLessThanOrEqual(1_048_576);
      expect(await read('summary.md')).toContain('Shortened');
    });
  });
});

describe('impossible cases', () => {
  test.each([
    ['a number from elsewhere', 'plan.json --repo acme/ads --pull 8', {}, 'cli/usage', /event names/],
    ['no token', 'plan.json', { GITHUB_TOKEN: '' }, 'credentials/missing', /GITHUB_TOKEN/],
    [
      'a token over the open network',
      'plan.json',
      { GITHUB_API_URL: 'http://github.example.com/api/v3' },
      'settings/origin',
      /https/,
    ],
    [
      'a password in the address',
      'plan.json',
      { GITHUB_API_URL: 'https://a:b@github.example.com' },
      'settings/origin',
      /https/,
    ],
    ['no event', 'plan.json', { GITHUB_EVENT_PATH: undefined }, 'github/no-pull-request', /--repo/],
    ['another event', 'plan.json', { GITHUB_EVENT_NAME: 'workflow_run' }, 'github/no-pull-request', /workflow_run/],
    ['no plan', 'gone.json', {}, 'plan/unreadable', /gone\.json/],
    ['half a name', 'plan.json --repo acme --pull 7', LAPTOP, 'cli/usage', /OWNER\/NAME/],
    ['no number', 'plan.json --repo acme/ads', LAPTOP, 'cli/usage', /--pull/],
  ] as const)('%s', async (_, line, env, code, words) => {
    const github = await fakeGitHub();
    await inWorkflow({ github }, async ({ comment }) => {
      const ran = await comment(line, env);
      expect(ran.exit).toBe(1);
      expect(ran.err).toContain(code);
      expect(ran.err).toMatch(words);
    });
    expect(github.requests()).toEqual([]);
  });

  test.each(['0', '-1', '7x', '1e3'])('a number like %s', async (number) => {
    await inWorkflow({}, async ({ comment }) => {
      expect(await comment(`plan.json --repo acme/ads --pull ${number}`, LAPTOP)).toMatchObject({ exit: 1 });
    });
  });
});

describe('at a terminal', () => {
  test('a person names the pull request, and rehearses first', async () => {
    const github = await fakeGitHub();
    await inWorkflow({ github }, async ({ comment }) => {
      const rehearsal = await comment('plan.json --repo acme/ads --pull 7 --dry-run', LAPTOP);
      expect(rehearsal.out).toMatch(/Would create on acme\/ads#7\.\n$/);
      expect(github.newWrites()).toEqual([]);
      const ran = await comment('plan.json --repo acme/ads --pull 7', LAPTOP);
      expect(ran.out).toMatch(/^Commented on acme\/ads#7/);
      // The visibility of the repository is unknown.
      expect(github.comments()[0]?.body).not.toMatch(/30,?000/);
    });
  });

  test('a different CI system gets the page as a file, without token and network', async () => {
    await inWorkflow({}, async ({ comment, read }) => {
      const ran = await comment('plan.json --out out/plan.md', { ...LAPTOP, GITHUB_TOKEN: undefined });
      expect(ran).toEqual({ exit: 0, out: 'Wrote out/plan.md.\n', err: '' });
      expect(await read('out/plan.md')).toContain('## Plan: 2 changes');
      await expect(read('summary.md')).rejects.toThrow('ENOENT');
    });
  });
});
