import { fits } from '../pattern.ts';
import type { Request } from '../route.ts';
import type { World } from '../world.ts';
import type { Fault, FaultKind } from './shape.ts';

/** A fault that is scripted, and how far it has come. */
export type Scripted = Fault & {
  /** Matching requests that it let pass. */
  passed: number;
  /** Requests that it happened to. */
  played: number;
};

export type FaultList = {
  entries: Scripted[];
  /** The world before the last write. Kept only where somebody will ask for it: a large world is long in copying. */
  before: World | undefined;
};

export function faultList(faults: readonly Fault[]): FaultList {
  return { entries: faults.map(script), before: undefined };
}

export function script(fault: Fault): Scripted {
  return { ...fault, passed: 0, played: 0 };
}

/** The fault that this request meets, which is then one nearer to its end. */
export function takeFault(list: FaultList, request: Pick<Request, 'method' | 'path'>): FaultKind | undefined {
  for (const entry of list.entries) {
    if (entry.played >= entry.times || !matches(entry, request)) continue;
    if (entry.passed < entry.after) {
      entry.passed += 1;
      continue;
    }
    entry.played += 1;
    return entry.fault;
  }
  return undefined;
}

function matches(fault: Fault, request: Pick<Request, 'method' | 'path'>): boolean {
  return (fault.method === undefined || fault.method === request.method) && fits(fault.path, request.path);
}

/** Remembers the world before a write, where a stale read is still to come. */
export function rememberBefore(list: FaultList, request: Pick<Request, 'method'>, world: World): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const wanted = list.entries.some(({ fault, played, times }) => fault.kind === 'stale-read' && played < times);
  if (wanted) list.before = structuredClone(world);
}
