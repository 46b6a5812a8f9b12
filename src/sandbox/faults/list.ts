import { fits } from '../pattern.ts';
import type { Request } from '../route.ts';
import type { World } from '../world.ts';
import type { Fault, FaultKind } from './shape.ts';

/** A scripted fault and its progress. */
export type Scripted = Fault & {
  /** Number of matching requests that passed. */
  passed: number;
  /** Number of requests that it affected. */
  played: number;
};

export type FaultList = {
  entries: Scripted[];
  /** The world before the last write. Only kept if a stale read will need it, because copying a large world is slow. */
  before: World | undefined;
};

export function faultList(faults: readonly Fault[]): FaultList {
  return { entries: faults.map(script), before: undefined };
}

export function script(fault: Fault): Scripted {
  return { ...fault, passed: 0, played: 0 };
}

/** The fault for this request, if one is due. Counts the request. */
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

/** Saves the world before a write if a stale read is still due. */
export function rememberBefore(list: FaultList, request: Pick<Request, 'method'>, world: World): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const wanted = list.entries.some(({ fault, played, times }) => fault.kind === 'stale-read' && played < times);
  if (wanted) list.before = structuredClone(world);
}
