import type { Machine } from '../machine.ts';
import { forTerminal } from '../render/index.ts';
import { durationText } from './duration.ts';

/** Prints on standard error which run is waited for. */
export function saysWaiting(
  ms: number,
  { terminal }: Pick<Machine, 'terminal'>,
): (project: string, rival: string) => void {
  return (project, rival) =>
    terminal.warn(
      `Waiting up to ${durationText(ms)} for project ${project}, which ${forTerminal(rival)} is writing to.\n`,
    );
}
