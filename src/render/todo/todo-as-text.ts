import { type ConfirmedLayer, groupBy, nameList, type Plan, waitingForAdoption } from '../../model/index.ts';
import { linesOfChange, readingOf } from '../parts/fields.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { counted, namesText } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, maxNamesOf, type TextOptions } from '../parts/terminal.ts';
import { valueLines } from '../parts/value.ts';
import type { Tour, Visit, VisitStep } from './visits.ts';

/** How each step is proved, after its tasks. */
const PROOFS: Readonly<Record<VisitStep['proof'], string>> = {
  api: 'An API shows the result.',
  pasted: 'No API shows all of it: the text of "View as JSON" is the proof.',
  word: 'No API shows the result: it is recorded as your statement.',
};

/** All open manual steps, for a place without a terminal. */
export function todoAsText(tour: Tour, plan: Plan, options: TextOptions): string {
  const { visits } = tour;
  const head = [line(0, headText(tour, plan), 'strong')];
  const pages = visits.map((visit, index) => visitLines(visit, index + 1, visits.length, maxNamesOf(options)));
  const hint =
    visits.length === 0 ? [] : [line(0, 'One screen at a time, with the clipboard: reconcile todo in a terminal.')];
  return asTerminal(joinSections([head, ...pages, [...restLines(tour, plan, maxNamesOf(options)), ...hint]]), options);
}

/** @param number from 1 */
export function visitAsText(visit: Visit, number: number, of: number, options: TextOptions): string {
  return asTerminal(visitLines(visit, number, of, maxNamesOf(options)), options);
}

/** The rest at the end of a tour, and how it goes on. */
export function tourEndAsText(tour: Tour, plan: Plan, options: TextOptions): string {
  return asTerminal(
    joinSections([[line(0, headText(tour, plan), 'strong')], restLines(tour, plan, maxNamesOf(options))]),
    options,
  );
}

/** The results of a visit, and the values that still differ. `plan`: after the visit. */
export function visitedAsText(
  visit: Visit,
  plan: Pick<Plan, 'layers' | 'costCapUnit'>,
  recorded: readonly ConfirmedLayer[],
  options: TextOptions,
): string {
  const known = new Set(recorded.filter(({ state }) => state === 'recorded').map(({ name }) => name));
  const lines = visit.steps.flatMap(({ layers, changes }) =>
    layers.flatMap((name): readonly Line[] => {
      const layer = plan.layers.find((one) => one.name === name);
      const open = layer?.changes.filter(({ id }) => changes.includes(id)) ?? [];
      if (layer !== undefined && open.length > 0) {
        const reading = readingOf(plan, layer, false);
        return [
          line(0, `Still open in ${name}: ${nameList(open.map(({ kind }) => kind))}`, 'warning'),
          ...fieldsAsLines(
            open.flatMap((change) => linesOfChange(change, reading)),
            1,
          ),
        ];
      }
      return known.has(name) ? [] : [line(0, `${name}: done, an API shows it.`, 'good')];
    }),
  );
  return asTerminal(lines, options);
}

function headText({ visits }: Tour, { layers, sandbox }: Plan): string {
  const mark = sandbox ? 'SANDBOX · ' : '';
  const open = layers
    .map(({ changes }) => {
      const waiting = waitingForAdoption(changes);
      return changes.filter(({ id, step }) => step.by === 'human' && !waiting.has(id));
    })
    .filter((changes) => changes.length > 0);
  const steps = open.flat().length;
  if (steps === 0) return `${mark}No manual steps: ${counted(layers.length, 'layer')} read.`;
  const screens = visits.length === 0 ? '' : `, next on ${counted(visits.length, 'screen')}`;
  return `${mark}${counted(steps, 'manual step')} in ${counted(open.length, 'layer')}${screens}.`;
}

function visitLines({ screen, steps }: Visit, number: number, of: number, maxNames: number): readonly Line[] {
  return [
    line(0, `${number} of ${of}  ${screen}`, 'strong'),
    ...steps.flatMap(({ layers, tasks, paste, proof }) => [
      line(1, layers.length === 1 ? layers.join('') : namesText(layers, maxNames)),
      ...tasks.map((text) => line(2, text)),
      ...(paste === undefined ? [] : valueLines(paste).map((text) => line(2, text))),
      line(2, PROOFS[proof], 'quiet'),
    ]),
  ];
}

function restLines({ blocked, afterAdoption, refused }: Tour, { layers }: Plan, maxNames: number): readonly Line[] {
  const same = groupBy(blocked, ({ change, waitingFor }) => JSON.stringify([change, waitingFor]));
  const later = [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ layer }) => layer);
    return [line(1, `${first.change}, after ${nameList(first.waitingFor)}: ${nameList(names, maxNames)}`)];
  });
  const ours = layers.flatMap(({ changes }) => changes).filter(({ step }) => step.by !== 'human').length;
  return [
    ...(later.length === 0 ? [] : [line(0, 'Later', 'strong'), ...later]),
    ...(afterAdoption === 0
      ? []
      : [line(0, `${counted(afterAdoption, 'change waits', 'changes wait')} for an adoption.`)]),
    ...(refused.length === 0
      ? []
      : [
          line(
            0,
            `Refused by a policy, so not listed: ${nameList(refused, maxNames)}. reconcile plan has the reasons.`,
          ),
        ]),
    ...(ours === 0 ? [] : [line(0, `${counted(ours, 'change')} for reconcile: reconcile apply`)]),
  ];
}
