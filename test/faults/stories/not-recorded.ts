/** Stories of the long suite that wait, start processes, or take hundreds of layers or repositories. */
export const NOT_RECORDED: readonly string[] = [
  'agency-onboarding',
  'checkouts',
  'derived-world',
  'grouping',
  'plan-calls',
  'rate-class',
  'shards',
  'switches',
  'todo-terminal',
  'wait-approval',
];
