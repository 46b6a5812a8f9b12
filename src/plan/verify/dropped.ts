import { nameList, SDK_EVENTS } from '../../model/index.ts';
import { seenLayer } from '../event-fates.ts';
import { finding, type VerifyRule } from './subject.ts';

/**
 * Custom events that the relay drops. A name that is similar to a mapped one is probably a mistake; whether the others
 * are dropped on purpose, only a person knows.
 */
export const dropped: VerifyRule = ({ desired, setup }) => {
  const { seenEvents: read } = setup;
  if (read === undefined || desired.fields['capi.enabled'] === false) return [];
  if (!read.ok) {
    const message = `The events that the app sends were not readable: ${read.problems[0]?.message ?? ''}`;
    return [finding('events', 'unknown', message, 'Give the key the scope events:read.')];
  }
  const custom = seenLayer(desired, read.value).dropped.filter(({ name }) => !SDK_EVENTS.has(name));
  const similar = custom.filter((event) => event.similar.length > 0);
  const others = custom.filter((event) => event.similar.length === 0);
  const code = 'event-map/dropped';
  const names = similar.map(({ name, similar: [first = ''] }) => `${name} (similar to ${first})`);
  return [
    ...(similar.length === 0
      ? []
      : [
          {
            ...finding(
              'events',
              'red',
              `The app sends events that the relay drops: ${nameList(names)}.`,
              'Rename them in the app, or add them to capi.event_map.',
            ),
            code,
          } as const,
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            ...finding(
              'events',
              'green',
              `The relay drops custom events of the app: ${nameList(others.map(({ name }) => name))}.`,
              'To forward one, add it to capi.event_map.',
            ),
            code,
          } as const,
        ]),
  ];
};
