import { commitId } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { ok } from '../../model/index.ts';
import { EXIT, openSettings } from '../../operations/index.ts';
import { appendOutputs } from '../../publish/index.ts';
import { forMarkdown, forTerminal } from '../../render/index.ts';
import { readEventFacts } from '../context.ts';
import type { ActionCommand, ActionInputs } from '../inputs.ts';
import { addToSummary } from '../publish-problems.ts';
import { decidePull } from './decide-pull.ts';
import { affectsLayers } from './affects-layers.ts';
import { type Decision, unknown } from './decision.ts';

/**
 * Sets the output `needed`, so that a workflow starts its job with an environment only if there is work. Any doubt
 * counts as needed, and that job reports it. Uses no secret.
 */
export const decideCommand: ActionCommand = async (inputs, machine) => {
  const { needed, why } =
    machine.env.GITHUB_EVENT_NAME === 'pull_request'
      ? await decidePull(inputs, machine)
      : await decidePush(inputs, machine);
  await appendOutputs({ needed: String(needed) }, machine);
  machine.terminal.print(`${needed ? 'Needed' : 'Not needed'}: ${forTerminal(why)}\n`);
  if (!needed) await addToSummary(() => `## Nothing to do\n\n${forMarkdown(why)}\n`, machine);
  return EXIT.ok;
};

async function decidePush({ config }: ActionInputs, machine: Machine): Promise<Decision> {
  const { GITHUB_EVENT_NAME: name, GITHUB_RUN_ATTEMPT: attempt = '1' } = machine.env;
  if (name !== 'push') return { needed: true, why: 'A person started this run.' };
  // A re-run continues what earlier runs left open.
  if (attempt !== '1') return { needed: true, why: 'A person started this run again.' };
  const event = await readEventFacts(machine);
  if (!event.ok) return unknown(event.problems);
  const opened = await openSettings(config, machine);
  if (!opened.ok) return unknown(opened.problems);
  const { before = '' } = event.value;
  const from = HASH.test(before) ? await commitId(before, opened.value.root, machine) : ok(undefined);
  if (!from.ok) return unknown(from.problems);
  if (from.value === undefined) return { needed: true, why: 'The commit before the push is not in this clone.' };
  const affects = await affectsLayers(from.value, opened.value, machine);
  if (!affects.ok) return unknown(affects.problems);
  return affects.value
    ? { needed: true, why: 'The push changes layers, settings or workflows.' }
    : { needed: false, why: 'The push changes no layer, no settings and no workflow.' };
}

const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
