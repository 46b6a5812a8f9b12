import { type Merging, type Plan, waitingForAdoption } from '../../model/index.ts';
import { counted } from '../parts/phrases.ts';
import { changesText } from '../parts/step.ts';
import { presentChanges } from './adoptions.ts';

/** What a merge of the pull request does, in one or two sentences. Contains file names. */
export function mergingText(plan: Pick<Plan, 'layers'>, merging: Merging): string {
  switch (merging.does) {
    case 'nothing':
      return 'Merging changes nothing.';
    case 'apply':
      return appliedText(plan);
    case 'apply part': {
      const { layers: names, why, remedy } = merging;
      const applied = appliedText({ layers: plan.layers.filter(({ name }) => names.includes(name)) });
      return `${applied} Only pauses and lower caps are applied, because ${why}. ${remedy}`;
    }
    case 'wait for a digest': {
      const { why, digest } = merging;
      const how = digest === undefined ? 'manually; it prints the digest to use' : `manually with digest ${digest}`;
      return `Merging will not apply this by itself, because ${why}: after the merge, start the apply workflow ${how}.`;
    }
    case 'not apply':
      return `Merging will not apply this, because ${merging.why}. ${merging.remedy}`;
    case 'unknown':
      return `Whether merging applies this is unknown: ${merging.why}`;
    default:
      return merging satisfies never;
  }
}

function appliedText({ layers }: Pick<Plan, 'layers'>): string {
  const changing = layers.filter((layer) => presentChanges(layer.changes).length > 0);
  const changes = changing.flatMap((layer) => presentChanges(layer.changes));
  const waiting = waitingText(layers);
  if (changes.length === 0) return `Merging writes nothing yet: ${waiting}.`;
  const within = ` in ${counted(changing.length, 'layer')}`;
  const now = changes.every(({ step }) => step.by === 'human')
    ? `Merging writes nothing by itself: ${counted(changes.length, 'manual change')}${within}.`
    : `Merging applies ${changesText(changes, within)}.`;
  return waiting === '' ? now : `${now} After that, ${waiting}.`;
}

/** `5 changes wait until 1 layer is adopted`; empty if there is none to adopt. */
function waitingText(layers: Plan['layers']): string {
  const adopting = layers.filter(({ changes }) => changes.some(({ kind }) => kind === 'adopt'));
  if (adopting.length === 0) return '';
  const waiting = adopting.reduce((sum, { changes }) => sum + waitingForAdoption(changes).size, 0);
  const adopted = counted(adopting.length, 'layer is adopted', 'layers are adopted');
  return waiting === 0
    ? `nothing is left once ${adopted}`
    : `${counted(waiting, 'change waits', 'changes wait')} until ${adopted}`;
}
