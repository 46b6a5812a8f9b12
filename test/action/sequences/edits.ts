import type { Client } from '../../support/worlds.ts';
import {
  clients,
  DEFAULTS,
  type Desired,
  defaultsText,
  desiredIn,
  documentText,
  pathOf,
  pixelOf,
  SETTINGS,
  settingsText,
  type Transport,
} from './layers.ts';
import type { Edit, LayerEdit } from './steps.ts';

const OBJECTIVES = [['app_installs', 'video_view'], ['app_installs'], ['app_installs', 'reach'], ['video_view']];
const EVENTS = ['CompleteRegistration', 'Subscribe', 'AddToCart'];
const PIXELS = 4;

/**
 * The files that edits change on a branch.
 *
 * @param serial makes caps and events unique, so that a value tells who wrote it
 */
export function filesAfter(
  edits: readonly Edit[],
  read: (path: string) => string | undefined,
  transport: Transport,
  serial: number,
): Record<string, string> {
  const files: Record<string, string> = {};
  const current = (path: string): string | undefined => files[path] ?? read(path);
  for (const [index, edit] of edits.entries()) {
    if (edit.of === 'readme') files['README.md'] = `Ads ${serial}\n`;
    else if (edit.of === 'settings') files[SETTINGS] = settingsText(transport, 21 + (edit.pick % 4));
    else if (!('layer' in edit)) files[DEFAULTS] = defaultsText(objectivesAfter(current(DEFAULTS), edit.pick));
    else {
      const one = clientAt(edit.layer);
      const before = desiredIn(current, one);
      if (before !== undefined) files[pathOf(one)] = documentText(one, edited(before, edit, one, 10 * serial + index));
    }
  }
  return files;
}

export function clientAt(layer: number): Client {
  const found = clients[layer % clients.length];
  if (found === undefined) throw new Error('there are no clients');
  return found;
}

/** Values after an edit of one layer, by a commit or in the dashboard. */
export function edited(before: Desired, { of, pick }: LayerEdit, one: Client, unique: number): Desired {
  switch (of) {
    case 'cap':
      return { ...before, cap: 28_000 + unique };
    case 'jump':
      return { ...before, cap: 60_000 + unique };
    case 'pixel':
      return { ...before, pixel: otherPixel(before, one, pick) };
    case 'capi':
      return { ...before, capi: !before.capi };
    case 'events':
      return { ...before, events: { [`level_${unique}`]: EVENTS[pick % EVENTS.length] ?? '' } };
    default:
      return of satisfies never;
  }
}

function otherPixel({ pixel }: Desired, one: Client, pick: number): string {
  const wanted = pixelOf(one, pick % PIXELS);
  return wanted === pixel ? pixelOf(one, (pick + 1) % PIXELS) : wanted;
}

function objectivesAfter(text: string | undefined, pick: number): readonly string[] {
  const [one = [], other = []] = [OBJECTIVES[pick % OBJECTIVES.length], OBJECTIVES[(pick + 1) % OBJECTIVES.length]];
  return text === defaultsText(one) ? other : one;
}
