import { type ChangeKind, groupBy, nameList } from '../../model/index.ts';
import { forTerminal } from '../parts/escape.ts';

type Awaited = { readonly layer: string; readonly kind: ChangeKind; readonly waitingOn: string };

/** What an apply waits for, one line for each kind of change and reason: `  partnership of acme-ios: the partner, …`. */
export function awaitedAsText(awaited: readonly Awaited[]): string {
  return [...groupBy(awaited, ({ kind, waitingOn }) => `${kind} ${waitingOn}`).values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const names = nameList([first, ...others].map(({ layer }) => layer));
      return [`  ${forTerminal(`${first.kind} of ${names}: ${first.waitingOn}`)}\n`];
    })
    .join('');
}
