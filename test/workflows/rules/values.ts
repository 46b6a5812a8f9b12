import { action, isOurs, type Job, stepsOf, type Workflow } from '../read.ts';
import type { Rule } from './rule.ts';

const COMMANDS = ['plan', 'apply', 'recheck', 'drift', 'confirm', 'comment', 'validate', 'decide'];

/** What is handed from one step, job or workflow to the next. */
export const valueRules: readonly Rule[] = [
  {
    name: 'shards',
    why: 'a missing shard stops every plan, and a pull request chooses the files of a checkout',
    find: (workflow) => {
      const { shard, merge } = workflow.jobs;
      if (shard === undefined || merge === undefined) return [];
      const numbers = shard.strategy?.matrix['shard'] ?? [];
      const all = numbers.map((_, index) => `${index + 1}/${numbers.length}`);
      const download = merge.steps?.find(({ uses }) => uses?.startsWith('actions/download-artifact@'))?.with;
      const upload = shard.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))?.with;
      const folder = merge.steps?.find(isOurs)?.with?.['shards'];
      return [
        ...(JSON.stringify(numbers) === JSON.stringify(all) ? [] : ['the matrix has every shard once']),
        ...(shard.strategy?.['fail-fast'] === false ? [] : ['a failed shard stops no other']),
        ...(folder === '${{ runner.temp }}/shards' && download?.['path'] === folder
          ? []
          : ['the shards are downloaded to where they are merged, outside of the checkout']),
        ...(download?.['pattern'] === 'reconcile-shard-*' &&
        upload?.['name'] === 'reconcile-shard-${{ strategy.job-index }}'
          ? []
          : ['each shard has its own artifact, and all of them are downloaded']),
      ];
    },
  },
  {
    name: 'artifacts',
    why: 'an upload without files looks successful, until an apply needs the reviewed plan',
    find: (workflow) =>
      stepsOf(workflow)
        .filter(({ step }) => step.uses?.startsWith('actions/upload-artifact@'))
        .filter(
          ({ step }) => step.with?.['if-no-files-found'] !== 'error' || typeof step.with['retention-days'] !== 'number',
        )
        .map(({ id }) => `${id} uploads without saying what if there is nothing, and how long it is kept`),
  },
  {
    name: 'inputs and outputs',
    why: 'GitHub passes an unknown input with a warning, and an unknown output is an empty text',
    find: (workflow) => {
      const { inputs = {}, secrets = {} } = workflow.on.workflow_call ?? {};
      const dispatched = Object.keys(Object(workflow.on['workflow_dispatch']?.['inputs']));
      const known = new Set([...Object.keys(inputs), ...dispatched]);
      const asked = [...workflow.text.matchAll(/\binputs\.([\w-]+)/g)].map((match) => match[1] ?? '');
      const kept = [...workflow.text.matchAll(/\bsecrets\.(\w+)/g)].map((match) => match[1] ?? '');
      return [
        ...stepsOf(workflow)
          .filter(({ step }) => isOurs(step))
          .flatMap(({ step }) => {
            const command = String(step.with?.['command']);
            const strange = Object.keys(step.with ?? {}).filter((name) => action.inputs[name] === undefined);
            return [...strange, ...(COMMANDS.includes(command) ? [] : [`command ${command}`])];
          }),
        ...asked.filter((name) => !known.has(name)).map((name) => `inputs.${name} is not declared`),
        ...(workflow.reusable ? kept.filter((name) => !Object.hasOwn(secrets, name)) : []).map(
          (name) => `secrets.${name} is not declared`,
        ),
        ...Object.entries(workflow.jobs).flatMap(([id, job]) => strangeOutputs(id, job, workflow)),
      ];
    },
  },
];

/** What a job asks of its own steps, and of the jobs before it, that they do not say. */
function strangeOutputs(id: string, job: Job, workflow: Workflow): readonly string[] {
  const text = JSON.stringify(job);
  const ofSteps = [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)].filter(([, step, name]) => {
    const said = job.steps?.find(({ id: known }) => known === step);
    return said === undefined || !isOurs(said) || action.outputs[name ?? ''] === undefined;
  });
  const ofJobs = [...text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)].filter(
    ([, before, name]) => workflow.jobs[before ?? '']?.outputs?.[name ?? ''] === undefined,
  );
  return [...ofSteps, ...ofJobs].map(([found]) => `${id} uses ${found}, which is not defined`);
}
