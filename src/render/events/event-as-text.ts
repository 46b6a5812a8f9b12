import {
  type EventFate,
  type EventReport,
  groupBy,
  isEventName,
  MAX_NAMES,
  nameList,
  TIKTOK_EVENTS,
} from '../../model/index.ts';
import { incompleteHead } from '../parts/coverage.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { NO_MAP, OFF } from './events-as-text.ts';
import { sourceText, targetText } from './mapping.ts';

/** What happens to one SDK event in each layer. Layers with the same result are one section. */
export function eventAsText(
  { event, layers, invalid }: EventReport,
  options: TextOptions & { verbose: boolean },
): string {
  const maxNames = options.verbose ? layers.length : MAX_NAMES;
  const incomplete = incompleteHead(invalid, layers.length + invalid.length);
  return asTerminal(
    joinSections([
      [line(0, `${incomplete}${event}${layers.length === 0 ? ': no layer documents yet.' : ''}`, 'strong')],
      ...[...groupBy(layers, fateKey).values()].map((group) => fateLines(event, group, maxNames)),
    ]),
    options,
  );
}

function fateKey({ name: _, file: __, ...fate }: EventFate): string {
  return JSON.stringify(fate);
}

function fateLines(event: string, group: readonly EventFate[], maxNames: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const names = group.map(({ name }) => name);
  const title =
    group.length === 1
      ? `${first.name}  ${first.file}`
      : `${counted(group.length, 'layer')}: ${nameList(names, maxNames)}`;
  return [
    line(1, title, 'strong'),
    ...resultTexts(event, first).map((text) => line(2, text)),
    ...(first.isComplete ? [] : [line(2, NO_MAP, 'quiet')]),
    ...(first.isOff ? [line(2, OFF, 'warning')] : []),
  ];
}

function resultTexts(event: string, { mapped, countedWith, similar, sources }: EventFate): readonly string[] {
  const alike = similar.length === 0 ? [] : [`Similar SDK events: ${similar.join(', ')}.`];
  if (mapped === null) {
    const isTarget = TIKTOK_EVENTS.has(event) || sources.length > 0;
    return [
      'dropped: neither the default relay map nor capi.event_map has it',
      ...(isTarget
        ? [`It is an event of TikTok (${targetText(event)}), sent for: ${sources.join(', ') || 'none'}.`]
        : []),
      ...alike,
      isEventName(event)
        ? `To forward it: add "${event}" to capi.event_map, with an event of TikTok. Or rename it in the app, or accept that it is dropped.`
        : 'capi.event_map cannot have this name. To forward it, rename it in the app, or accept that it is dropped.',
    ];
  }
  const { target } = mapped;
  return [
    `→ ${target}  ${sourceText(mapped)}`,
    `${target}: ${targetText(target)}`,
    ...(countedWith.length === 0 ? [] : [`Counted with it: ${countedWith.join(', ')}.`]),
    ...(mapped.by === 'default' ? alike : []),
  ];
}
