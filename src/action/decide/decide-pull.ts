import { findPage } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { openSettings } from '../../operations/index.ts';
import { markerRoot, openGitHub, rootInRepository } from '../../publish/index.ts';
import type { ActionInputs } from '../inputs.ts';
import { endOf } from '../plan/ended-event.ts';
import { baseOfMerge } from '../plan/merge-commit.ts';
import { readPullEvent } from '../plan/pull-event.ts';
import { affectsLayers } from './affects-layers.ts';
import { type Decision, unknown } from './decision.ts';

/** A comment of an earlier plan must be replaced, also if the pull request no longer changes a layer. */
export async function decidePull({ config, comment }: ActionInputs, machine: Machine): Promise<Decision> {
  const event = await readPullEvent(machine);
  if (!event.ok) return unknown(event.problems);
  const { pull, head } = event.value;
  const end = await endOf(event.value, machine);
  if (!end.ok) return unknown(end.problems);
  if (end.value !== undefined) return { needed: false, why: end.value };
  if (comment === 'always') return { needed: true, why: `#${pull.number} gets a comment in any case.` };
  const opened = await openSettings(config, machine);
  if (!opened.ok) return unknown(opened.problems);
  const { root, settingsFile } = opened.value;
  const base = await baseOfMerge(head, root, machine);
  if (!base.ok) return unknown(base.problems);
  const affects = await affectsLayers(base.value, opened.value, machine);
  if (!affects.ok) return unknown(affects.problems);
  if (affects.value) return { needed: true, why: `#${pull.number} changes layers, settings or workflows.` };
  const github = openGitHub(machine);
  if (!github.ok) return unknown(github.problems);
  const page = await findPage(
    { root: markerRoot(await rootInRepository(root, machine), settingsFile) },
    pull,
    github.value,
  );
  if (!page.ok) return unknown(page.problems);
  return page.value === undefined
    ? { needed: false, why: `#${pull.number} changes no layer, no settings and no workflow.` }
    : { needed: true, why: `#${pull.number} has the comment of an earlier plan.` };
}
