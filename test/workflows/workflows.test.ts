import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readWorkflow, workflowFiles } from './read.ts';
import { rules } from './rules/index.ts';
import { mutations } from './mutations.ts';

const OURS = '.github/workflows';
const EXAMPLES = 'examples/github/.github/workflows';
const SHARDS = 'examples/github/shards/.github/workflows/reconcile-plan.yml';
const ENTERPRISE = 'examples/github/ghes/.github/workflows';

test('the workflows are these', () => {
  const kinds = ['apply', 'comment', 'confirm', 'drift', 'plan', 'recheck'];
  const copied = (folder: string): string[] => kinds.map((kind) => `${folder}/reconcile-${kind}.yml`);
  const ours = [...kinds, 'check', 'release', 'faults'].map((kind) => `${OURS}/${kind}.yml`);
  expect(workflowFiles).toEqual([...ours, ...copied(EXAMPLES), ...copied(ENTERPRISE), SHARDS].sort());
});

test('the plan in shards starts as the plan of one job does, and treats strangers alike', () => {
  const [{ jobs: one, ...whole }, { jobs: many, ...shards }] = [`${EXAMPLES}/reconcile-plan.yml`, SHARDS].map((file) =>
    readWorkflow(file),
  ) as [ReturnType<typeof readWorkflow>, ReturnType<typeof readWorkflow>];
  expect([many['decide'], many['offline']]).toEqual([one['decide'], one['offline']]);
  for (const key of ['on', 'permissions', 'concurrency'] as const) expect(shards[key]).toEqual(whole[key]);
  // Apply looks for the merged plan where it looks for that of one job.
  expect(many['merge']?.steps?.at(-1)).toEqual(one['plan']?.steps?.at(-1));
});

describe.each(workflowFiles)('%s', (file) => {
  const workflow = readWorkflow(file);
  test.each(rules)('$name: $why', ({ find }) => {
    expect(find(workflow)).toEqual([]);
  });
});

describe('a mutation is detected', () => {
  test.each(mutations)('%s: %s', (rule, _, file, from, to) => {
    const text = readFileSync(file, 'utf8');
    const slipped = text.replace(from, () => to);
    expect(slipped, 'there is something to break').not.toBe(text);
    const workflow = readWorkflow(file, slipped);
    expect(rules.find(({ name }) => name === rule)?.find(workflow)).not.toEqual([]);
  });

  test('by every rule', () => {
    expect(new Set(mutations.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });
});
