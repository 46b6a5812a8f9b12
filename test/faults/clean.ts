import type { Plan } from '../../src/model/index.ts';
import type { StoryHarness } from '../support/harness.ts';
import { type ActionContext, runHere, outputStart } from './setup.ts';
import { type Clean, planned, reportedIn, truthful, writeOf } from './invariants.ts';
import { ledgersIn } from './ledgers.ts';
import { kindOf } from './requests.ts';
import { type RunOptions, runOn } from './run.ts';
import type { Command } from './scenario.ts';

/** One request of a clean run, by its place in it. */
export type Asked = { readonly index: number; readonly method: string; readonly path: string; readonly kind: string };

/** Runs the command twice while nothing goes wrong. Throws where that already breaks a law. */
export async function runClean(
  setup: ActionContext,
): Promise<{ readonly clean: Clean; readonly asked: readonly Asked[] }> {
  const { harness, scenario, view, plan, places, ours } = setup;
  const before = view.flatten(ours);
  harness.forget();
  const ran = await runHere(setup);
  const requests = harness.log();
  const after = view.flatten(ours);
  harness.forget();
  const twice = await runHere(setup);
  const again = { exit: twice.exit, writes: new Set(harness.writes().map(writeOf)) };
  const writes = new Set(requests.filter(({ method }) => method !== 'GET').map(writeOf));
  const clean = {
    plan,
    places,
    before,
    after,
    writes,
    reported: reportedIn(ran),
    exit: ran.exit,
    again,
    ledgers: ledgersIn(view.world(), ours),
  };
  const broken = [
    ...planned(clean, scenario),
    ...truthful(ran, after, clean, scenario),
    ...[ran, twice]
      .filter(({ exit }) => scenario.exit !== undefined && exit !== scenario.exit)
      .map((wrong) => `it ends with ${wrong.exit}: ${outputStart(wrong)}`),
    // A write that an API refuses, or accepts without effect, is retried; all others are sent once.
    ...(ran.exit !== 1 && ran.exit !== 4 && scenario.kinds?.length !== 0 && again.writes.size > 0
      ? [`a second run writes ${[...again.writes].join(', ')}`]
      : []),
  ];
  if (broken.length > 0) throw new Error(`${scenario.name}: in a clean run ${broken.join('; ')}`);
  return { clean, asked: requests.map((request, index) => ({ index, ...request, kind: kindOf(request, scenario) })) };
}

/** The plan that a command will apply: the given one, or its own. */
export async function planOf(
  harness: StoryHarness,
  { line }: Command,
  options: RunOptions,
): Promise<Pick<Plan, 'layers'>> {
  const saved = /^apply (\S+\.json)\b/.exec(line)?.[1];
  const planning = line.replace(/ --(auto-approve|undo-dir \S+|format \S+)/g, '').replace(/^apply/, 'plan');
  const asked = { line: `${line.startsWith('apply') ? planning : 'plan'} --format json` };
  // A story may name a plan that could not be saved.
  const text =
    saved === undefined ? (await runOn(harness, asked, options)).out : await harness.read(saved).catch(() => '');
  // It may be refused before there is one.
  const nothing = { layers: [] };
  try {
    return { ...nothing, ...(JSON.parse(text) as Plan) };
  } catch {
    return nothing;
  }
}
