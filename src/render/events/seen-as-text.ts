import { MAX_NAMES, type SeenLayer, type SeenReport } from '../../model/index.ts';
import { checkLines } from '../parts/checks.ts';
import { incompleteHead, sandboxHead, unreadLines } from '../parts/coverage.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { OFF } from './events-as-text.ts';
import { tableLines } from './table.ts';

/** Observed events that the relay drops, per layer. Layers without any are only counted. */
export function seenAsText(report: SeenReport, options: TextOptions & { readonly verbose: boolean }): string {
  const { layers, unread, calls } = report;
  const maxNames = options.verbose ? layers.length : MAX_NAMES;
  const shown = layers.filter((layer) => options.verbose || hasNews(layer));
  return asTerminal(
    joinSections([
      [line(0, headlineText(report), unread.length > 0 ? 'bad' : 'strong'), ...unreadLines(unread)],
      ...shown.map(layerLines),
      checkLines(layers, maxNames),
      [
        ...(layers.length === 0 ? [] : [line(0, JUDGED, 'quiet')]),
        line(0, `${counted(calls, 'API call')} used.`, 'quiet'),
      ],
    ]),
    options,
  );
}

function headlineText({ layers, unread, since, sandbox }: SeenReport): string {
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, layers.length + unread.length)}`;
  if (layers.length === 0) return unread.length > 0 ? head.trim() : `${head}No layer documents yet.`;
  const dropping = layers.filter(({ dropped }) => dropped.length > 0).length;
  const names = new Set(layers.flatMap(({ dropped }) => dropped.map(({ name }) => name))).size;
  const what = `${counted(names, 'SDK event')} dropped in ${dropping} of ${counted(layers.length, 'layer')}`;
  return `${head}${what} since ${timeText(since)}.`;
}

const JUDGED = 'Judged by the documents: a map that is not applied yet still drops its events.';

function hasNews({ dropped, forwarded, unnamed, stoppedAt, isOff }: SeenLayer): boolean {
  return dropped.length > 0 || forwarded.length === 0 || unnamed > 0 || stoppedAt !== undefined || isOff;
}

function layerLines({ name, file, app, dropped, forwarded, unnamed, stoppedAt, isOff }: SeenLayer): readonly Line[] {
  const rows = dropped.map((event) => [
    event.name,
    String(event.count),
    timeText(event.lastAt),
    event.similar.length === 0 ? '' : `similar: ${event.similar.join(', ')}`,
  ]);
  const sent = forwarded.map((event) => `${event.name} → ${event.target} (${event.count})`);
  const note = (isShown: boolean, text: string): readonly Line[] => (isShown ? [line(1, text, 'warning')] : []);
  return [
    line(0, `${name}  ${file}${app === null ? '' : `  ${app}`}`, 'strong'),
    ...(dropped.length + forwarded.length === 0 ? [line(1, 'No events were sent.')] : []),
    ...(rows.length === 0 ? [] : tableLines([['dropped', 'count', 'last seen', ''], ...rows])),
    ...(sent.length === 0 ? [] : [line(1, `Forwarded: ${sent.join(', ')}.`)]),
    ...note(isOff, OFF),
    ...note(unnamed > 0, `${counted(unnamed, 'event')} had no readable name or time.`),
    ...note(
      stoppedAt !== undefined,
      `There are more events than one run reads: it read back to ${timeText(stoppedAt ?? '')}.`,
    ),
  ];
}

/** `2026-11-10 11:58 UTC`. */
function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
