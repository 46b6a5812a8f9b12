import {
  countedAs,
  countsMoney,
  type EventsReport,
  groupBy,
  type LayerEvents,
  MAX_NAMES,
  nameList,
} from '../../model/index.ts';
import { checkLines } from '../parts/checks.ts';
import { incompleteHead } from '../parts/coverage.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { sourceText } from './mapping.ts';
import { tableLines } from './table.ts';

/** The event map of each layer. Layers with equal maps are one section. */
export function eventsAsText({ layers, invalid }: EventsReport, options: TextOptions & { verbose: boolean }): string {
  const maxNames = options.verbose ? layers.length : MAX_NAMES;
  const sections = [...groupBy(layers, mapKey).values()];
  return asTerminal(
    joinSections([
      [line(0, `${incompleteHead(invalid, layers.length + invalid.length)}${headlineText(layers)}`, 'strong')],
      ...sections.map((group) => mapLines(group, maxNames)),
      checkLines(layers, maxNames),
    ]),
    options,
  );
}

function headlineText(layers: readonly LayerEvents[]): string {
  if (layers.length === 0) return 'No layer documents yet.';
  const overrides = layers.flatMap(({ mapped }) => mapped.filter(({ by }) => by === 'document')).length;
  return `Event maps of ${counted(layers.length, 'layer')}: ${counted(overrides, 'override')} of the default relay map.`;
}

function mapKey({ mapped, isComplete, isOff }: LayerEvents): string {
  return JSON.stringify([mapped, isComplete, isOff]);
}

function mapLines(group: readonly LayerEvents[], maxNames: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const rows = [
    ['SDK event', 'TikTok event', 'source'],
    ...first.mapped.map((one) => [one.sdk, one.target, sourceText(one)]),
  ];
  const title =
    group.length === 1
      ? `${first.name}  ${first.file}`
      : `${counted(group.length, 'layer')}: ${nameList(
          group.map(({ name }) => name),
          maxNames,
        )}`;
  return [line(0, title, 'strong'), ...tableLines(rows), ...noteLines(first)];
}

function noteLines({ mapped, dropped, isComplete, isOff }: LayerEvents): readonly Line[] {
  const money = groupBy(
    mapped.filter(({ target }) => countsMoney(target)),
    ({ target }) => countedAs(target),
  );
  const names = dropped.length === 0 ? '' : `${dropped.join(', ')} and `;
  return [
    ...[...money].map(([target, events]) =>
      line(1, `Counted as ${target}, with money: ${events.map(({ sdk }) => sdk).join(', ')}.`),
    ),
    line(1, `Dropped: ${names}every event that is not listed.`),
    ...(isComplete ? [] : [line(1, NO_MAP, 'quiet')]),
    ...(isOff ? [line(1, OFF, 'warning')] : []),
  ];
}

export const NO_MAP = 'The document has no event_map: overrides from the dashboard stay, and are not in this list.';
export const OFF = 'capi.enabled is false: nothing is forwarded.';
