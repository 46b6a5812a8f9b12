import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoggedRequest } from '../../src/sandbox/index.ts';
import type { Ran } from '../support/harness.ts';
import { type Claimed, claimsIn } from './claims.ts';
import { type ActionContext, runHere, outputStart } from './setup.ts';
import { ledgersIn } from './ledgers.ts';
import { type Clean, writeOf } from './invariants.ts';
import type { FlatWorld } from './flat-world.ts';
import { clearAllBut, filesIn } from './repository.ts';
import { ANOTHER_RUN, nextAttempt } from './run.ts';

/** The run after a failed one: a retry of the same CI run, or a different machine, which must wait for the claim. */
export type Successor = 'the same run' | 'another machine';

/** The runs after a first run. */
export type Afterwards = {
  readonly broken: readonly string[];
  readonly log: readonly LoggedRequest[];
  /** The world after each write, and at the end. */
  readonly seen: readonly FlatWorld[];
};

/** Two more runs: the second finishes the work of the first, the third finds nothing to do. */
export async function comesAfterwards(setup: ActionContext, clean: Clean, successor: Successor): Promise<Afterwards> {
  const { harness, scenario, view, ours } = setup;
  const broken: string[] = [];
  const seen = view.watch(ours);
  const second = await comeAfter(setup, clean, successor, broken);
  if (second.exit !== clean.exit && second.exit !== clean.again.exit)
    broken.push(`a plain second run ends with ${second.exit}: ${outputStart(second)}`);
  const log = harness.log();
  harness.forget();
  const third = await again(setup, successor);
  if (third.exit !== clean.again.exit) broken.push(`a third run ends with ${third.exit}: ${outputStart(third)}`);
  // A statement is recorded each time.
  const writes = harness
    .writes()
    .map(writeOf)
    .filter((write) => scenario.kinds?.length !== 0 && !clean.again.writes.has(write));
  if (writes.length > 0) broken.push(`a third run writes: ${writes.join(', ')}`);
  const end = view.flatten(ours);
  if (!same(end, clean.after)) broken.push('it does not converge');
  const ledgers = ledgersIn(view.world(), ours);
  if (ledgers !== clean.ledgers) broken.push(`the ledger holds ${ledgers}, and without a fault ${clean.ledgers}`);
  return { broken, log: [...log, ...harness.log()], seen: [...seen, end] };
}

/**
 * Everything that the next run can read: if it is equal, so are the results. The journal is for people: no code reads
 * it.
 */
export function stateAfter({ harness, repository }: ActionContext, successor: Successor): string {
  const texts = filesIn(harness.folder)
    .filter((path) => !repository.has(path) && !/^\.reconcile|journal-\d+\.jsonl$/.test(path))
    .map((path) => [path, readFileSync(join(harness.folder, path), 'utf8')]);
  const state = JSON.stringify([successor, harness.sandbox.fingerprint(), texts]);
  return createHash('sha256').update(state).digest('hex');
}

function again(setup: ActionContext, successor: Successor): Promise<Ran> {
  return runHere(setup, successor === 'the same run' ? nextAttempt(setup.options.env) : ANOTHER_RUN);
}

/** A different machine waits while the claim is valid, however the first run ended; then it continues. */
async function comeAfter(setup: ActionContext, clean: Clean, successor: Successor, broken: string[]): Promise<Ran> {
  if (successor === 'the same run') return again(setup, successor);
  const { harness, view, ours, repository } = setup;
  clearAllBut(harness.folder, repository);
  const claims = claimsIn(view.world(), ours);
  const begun = harness.sandbox.now();
  if (claims.some(({ until }) => until > begun)) {
    const written = harness.writes().length;
    const early = await again(setup, successor);
    broken.push(...isKeptOut(early, harness.writes().slice(written), claims, clean));
  }
  const last = Math.max(begun.getTime(), ...claims.map(({ until }) => until.getTime()));
  harness.sandbox.advance(last - begun.getTime() + 1_000);
  return again(setup, successor);
}

/** It writes to no claimed project, and prints the holder, unless there is nothing left to write. */
function isKeptOut(
  { exit, out, err }: Ran,
  writes: readonly LoggedRequest[],
  claims: readonly Claimed[],
  clean: Clean,
): readonly string[] {
  const intruding = writes.filter(({ path }) => claims.some(({ project }) => path.includes(project)));
  if (intruding.length > 0)
    return [`another machine writes ${intruding.map(writeOf).join(', ')} while the claim is active`];
  if (exit === clean.exit || exit === clean.again.exit) return [];
  if (exit !== 4) return [`another machine ends with ${exit} while the claim is active`];
  return claims.some(({ run }) => `${out}${err}`.includes(run))
    ? []
    : ['another machine does not print the run that it waits for'];
}

function same(one: FlatWorld, other: FlatWorld): boolean {
  return one.size === other.size && [...one].every(([path, value]) => other.get(path) === value);
}
