import { stepsOf } from '../read.ts';
import type { Rule } from './rule.ts';

/** Looked up in the tags of each repository in November 2026. */
const VERIFIED: Readonly<Record<string, string>> = {
  'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8': 'v5.0.0',
  'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444': 'v5.0.0',
  'actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f': 'v6.0.0',
  'actions/download-artifact@018cc2cf5baa6db3ef3c5f8a56943fffe632ef53': 'v6.0.0',
};
const VERIFIED_FOR_ENTERPRISE: Readonly<Record<string, string>> = {
  ...VERIFIED,
  'actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d': 'v3.2.1-node20',
};

/** The SHA of a release cannot stand in the commit that is released. */
const PLACEHOLDER = `layers/reconcile@${'0'.repeat(40)} # v1: put the SHA of the release here`;

/** A person can edit the comment of a different person. */
const COMMENT_TRIGGER = JSON.stringify({ issue_comment: { types: ['created'] } });

const PLAN_TYPES = ['opened', 'synchronize', 'reopened', 'ready_for_review', 'labeled', 'unlabeled', 'edited'];

/** Whose code runs, and what starts it. */
export const sourceRules: readonly Rule[] = [
  {
    name: 'pins',
    why: 'a tag can be moved to other code; a SHA cannot, and its version in a comment can be kept up to date',
    find: ({ text, reusable, enterprise }) => {
      const verified = enterprise ? VERIFIED_FOR_ENTERPRISE : VERIFIED;
      const used = [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)].map((match) => match[1] ?? '');
      return used
        .filter((line) => {
          if (line === '$/action') return !reusable;
          if (line.startsWith('layers/reconcile@')) return line !== PLACEHOLDER || reusable;
          const [pinned = '', version] = line.split(' # ');
          return version === undefined || verified[pinned] !== version;
        })
        .map((line) => `${line} is not one that was looked up`);
    },
  },
  {
    name: 'triggers',
    why: 'some events run untrusted code with the secrets of the repository; a path filter blocks skipped pull requests',
    find: ({ on, kind, reusable }) => {
      const events = Object.keys(on);
      const risky = [
        'pull_request_target',
        'workflow_run',
        ...(kind === 'comment' ? [] : ['issue_comment']),
        'issues',
        'discussion',
        'repository_dispatch',
      ];
      const filtered = Object.entries(on).filter(
        ([, how]) => how !== null && Object.keys(how).some((key) => key.startsWith('paths')),
      );
      const types = on['pull_request']?.['types'];
      return [
        ...events.filter((event) => risky.includes(event)).map((event) => `${event} starts nothing`),
        ...filtered.map(([event]) => `${event} has no path filter`),
        ...(reusable && events.length > 1 ? ['what is called starts by itself for nothing'] : []),
        ...(kind === 'comment' && !reusable && JSON.stringify(on) !== COMMENT_TRIGGER
          ? ['only new comments start it']
          : []),
        ...(kind === 'plan' && !reusable && JSON.stringify(types) !== JSON.stringify(PLAN_TYPES)
          ? [`it plans on ${PLAN_TYPES}`]
          : []),
      ];
    },
  },
  {
    name: 'injection',
    why: 'an expression is inserted into a script before the shell parses it: a title can end the line and start a new one',
    find: (workflow) =>
      stepsOf(workflow)
        .filter(({ step }) => step.run?.includes('${{'))
        .map(({ id }) => `${id} has an expression in a script; hand it over in env`),
  },
];
