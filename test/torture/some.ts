import type { Successor } from './afterwards.ts';
import { onBed } from './bed.ts';
import { breakagePrefix } from './breakages.ts';
import { hiccups, walls } from './faults.ts';
import { INSTANTS, killed } from './kill.ts';
import { chosen } from './chosen.ts';

/** Which of all tortures; absent: all. */
export type Choice = {
  readonly scenario?: string;
  /** Where stories were written down, to be tortured as well. */
  readonly stories?: string;
  readonly index?: number;
  readonly affliction?: string;
  /** Of so many parts the one of this number, from 0: they can be done side by side. */
  readonly part?: number;
  readonly of?: number;
  /** Says on standard error how far it is. */
  readonly tells?: boolean;
};

/** What was done, and what was broken. */
export type Tally = {
  /** How often each kind of request was met. */
  readonly triples: Readonly<Record<string, number>>;
  readonly kills: number;
  /** How many of all second runs were another machine's. */
  readonly elsewhere: number;
  readonly violations: readonly Violation[];
};

export type Violation = {
  readonly broken: readonly string[];
  /** A line for a shell that breaks it again. */
  readonly line: string;
};

export async function tortureSome(choice: Choice): Promise<Tally> {
  const { part = 0, of = 1 } = choice;
  const triples: Record<string, number> = {};
  const violations: Violation[] = [];
  let [kills, elsewhere] = [0, 0];
  const all = chosen(choice.scenario, choice.stories);
  for (const [turn, scenario] of all.entries()) {
    // All parts are about as far.
    if (choice.tells === true) console.error(`${turn + 1} of ${all.length}  ${scenario.name}`);
    await onBed(scenario, async (bed) => {
      for (const { index, kind } of bed.asked) {
        if (!isChosen(choice.index, index) || index % of !== part) continue;
        const note = (name: string, successor: Successor, broken: readonly string[]): void => {
          triples[kind] = (triples[kind] ?? 0) + 1;
          if (successor === 'another machine') elsewhere += 1;
          if (broken.length > 0) violations.push({ broken, line: lineOf(scenario.name, index, name) });
        };
        for (const [turn, affliction] of [...hiccups, ...walls].entries()) {
          if (!isChosen(choice.affliction, affliction.name)) continue;
          // A wall ends the run at a read, whichever it is made of: each read has some, and each wall some reads.
          const isWall = affliction.times > 1;
          const every = scenario.kinds === undefined ? walls.length : 3;
          if (kind === 'read' && isWall && choice.affliction === undefined && (index + turn) % every !== 0) continue;
          const successor = successorOf(index + 2 * turn);
          note(affliction.name, successor, await bed.torture(index, affliction, successor));
        }
        for (const [turn, instant] of INSTANTS.entries()) {
          const name = `killed ${instant}`;
          // A read takes no effect: before and after are the same.
          if (!isChosen(choice.affliction, name) || (kind === 'read' && turn === 0)) continue;
          const successor = successorOf(index + 2 * turn);
          kills += 1;
          note(name, successor, await killed(bed, index, instant, successor));
        }
      }
    });
  }
  return { triples, kills, elsewhere, violations };
}

/** Decided by the torture itself, so that the line which reproduces it need not say so. */
function successorOf(turn: number): Successor {
  return turn % 4 === 0 ? 'another machine' : 'the same run';
}

function isChosen<T>(chosen: T | undefined, one: T): boolean {
  return chosen === undefined || chosen === one;
}

function lineOf(scenario: string, index: number, affliction: string): string {
  return `${breakagePrefix(process.env)}npm run torture -- ${quoted(scenario)} ${index} ${quoted(affliction)}`;
}

/** For a shell. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
