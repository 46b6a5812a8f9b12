import type { Successor } from './afterwards.ts';
import { withFaultHarness } from './harness.ts';
import { breakagePrefix } from './breakages.ts';
import { transientFaults, persistentFaults } from './injected-faults.ts';
import { INSTANTS, killed } from './kill.ts';
import { select } from './select.ts';

/** The selected runs; absent: all. */
export type Choice = {
  readonly scenario?: string;
  /** Folder with recorded stories, which are run as well. */
  readonly stories?: string;
  readonly index?: number;
  readonly injected?: string;
  /** One of `of` parts, counted from 0. Parts can run concurrently. */
  readonly part?: number;
  readonly of?: number;
  /** On standard error. */
  readonly showProgress?: boolean;
};

/** Counters and violations. */
export type Tally = {
  /** Number of faults by kind of request. */
  readonly triples: Readonly<Record<string, number>>;
  readonly kills: number;
  /** Number of second runs on a different machine. */
  readonly elsewhere: number;
  readonly violations: readonly Violation[];
};

export type Violation = {
  readonly broken: readonly string[];
  /** A shell command that reproduces it. */
  readonly line: string;
};

export async function runSelection(choice: Choice): Promise<Tally> {
  const { part = 0, of = 1 } = choice;
  const triples: Record<string, number> = {};
  const violations: Violation[] = [];
  let [kills, elsewhere] = [0, 0];
  const all = select(choice.scenario, choice.stories);
  for (const [turn, scenario] of all.entries()) {
    // All parts progress at about the same rate.
    if (choice.showProgress === true) console.error(`${turn + 1} of ${all.length}  ${scenario.name}`);
    await withFaultHarness(scenario, async (faultHarness) => {
      for (const { index, kind } of faultHarness.asked) {
        if (!isSelected(choice.index, index) || index % of !== part) continue;
        const note = (name: string, successor: Successor, broken: readonly string[]): void => {
          triples[kind] = (triples[kind] ?? 0) + 1;
          if (successor === 'another machine') elsewhere += 1;
          if (broken.length > 0) violations.push({ broken, line: lineOf(scenario.name, index, name) });
        };
        for (const [turn, injected] of [...transientFaults, ...persistentFaults].entries()) {
          if (!isSelected(choice.injected, injected.name)) continue;
          // Any persistent fault ends the run at a read, so each read has some of them, and each fault some reads.
          const isPersistent = injected.times > 1;
          const every = scenario.kinds === undefined ? persistentFaults.length : 3;
          if (kind === 'read' && isPersistent && choice.injected === undefined && (index + turn) % every !== 0)
            continue;
          const successor = successorOf(index + 2 * turn);
          note(injected.name, successor, await faultHarness.runWithFault(index, injected, successor));
        }
        for (const [turn, instant] of INSTANTS.entries()) {
          const name = `killed ${instant}`;
          // A read has no effect: before and after are the same.
          if (!isSelected(choice.injected, name) || (kind === 'read' && turn === 0)) continue;
          const successor = successorOf(index + 2 * turn);
          kills += 1;
          note(name, successor, await killed(faultHarness, index, instant, successor));
        }
      }
    });
  }
  return { triples, kills, elsewhere, violations };
}

/** Derived from the index, so that the command that reproduces it does not need it. */
function successorOf(turn: number): Successor {
  return turn % 4 === 0 ? 'another machine' : 'the same run';
}

function isSelected<T>(selected: T | undefined, one: T): boolean {
  return selected === undefined || selected === one;
}

function lineOf(scenario: string, index: number, injected: string): string {
  return `${breakagePrefix(process.env)}npm run test:faults -- ${quoted(scenario)} ${index} ${quoted(injected)}`;
}

/** For a shell. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
