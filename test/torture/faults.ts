import type { FaultInput } from '../../src/sandbox/index.ts';

type Kind = FaultInput['fault'];

/** What may befall one request. `times` 1 is a hiccup; more is a wall that all tries of the request run into. */
export type Affliction = { readonly name: string; readonly fault: Kind; readonly times: number };

/** Longer than a request may take in these runs. */
const TOO_LATE = 400;
export const PATIENCE = { RECONCILE_TIMEOUT_MS: '150' };

const kinds: readonly { readonly name: string; readonly fault: Kind }[] = [
  { name: 'reset before', fault: { kind: 'reset-before' } },
  { name: 'lost after commit', fault: { kind: 'reset-after' } },
  { name: '500 before commit', fault: { kind: 'status', status: 500 } },
  { name: '500 after commit', fault: { kind: 'status', status: 500, commits: true } },
  { name: '429 with Retry-After', fault: { kind: 'throttle', retryAfter: 1 } },
  { name: '429 without Retry-After', fault: { kind: 'status', status: 429 } },
  { name: 'timeout', fault: { kind: 'latency', ms: TOO_LATE } },
  { name: 'truncated body', fault: { kind: 'truncate' } },
  { name: 'a page of HTML', fault: { kind: 'not-json', status: 502 } },
];

export const hiccups: readonly Affliction[] = kinds.map((kind) => ({ ...kind, times: 1 }));
export const walls: readonly Affliction[] = kinds
  .filter(({ name }) => name !== 'timeout')
  .map(({ name, fault }) => ({ name: `${name}, again and again`, fault, times: 5 }));
