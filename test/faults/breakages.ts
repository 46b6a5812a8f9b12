import type { Dispatcher } from 'undici';
import type { Ran } from '../support/harness.ts';
import { BYSTANDER } from './world.ts';

/**
 * An apply that is broken on purpose, to prove that violations of the laws are detected and that the printed command
 * reproduces them. `FAULTS_BREAK` selects one; without a fault, none has an effect.
 */
export type Breakage = {
  readonly dispatcher: (real: Dispatcher) => Dispatcher;
  readonly report: (ran: Ran) => Ran;
};

const NONE: Breakage = { dispatcher: (real) => real, report: (ran) => ran };

type Options = Dispatcher.DispatchOptions;

/** Changes a write that goes to where this run has written before: a repeat, or the next one. */
function again(change: (options: Options) => Options): Breakage['dispatcher'] {
  return (real) => {
    const seen = new Set<string>();
    return real.compose((dispatch) => (options, handler) => {
      if (options.method === 'GET') return dispatch(options, handler);
      const write = JSON.stringify([options.method, options.path, options.body]);
      const before = seen.has(write);
      seen.add(write);
      return dispatch(before ? change(options) : options, handler);
    });
  };
}

export const BREAKAGES = {
  /** The report lies. */
  'calls failed done': {
    ...NONE,
    report: (ran) => ({ ...ran, out: ran.out.replaceAll('"outcome": "failed"', '"outcome": "done"') }),
  },
  /** A repeat is not the same write. */
  'another amount the second time': {
    ...NONE,
    dispatcher: again((options) => ({
      ...options,
      body: String(options.body).replace(/"monthlyCostCap":\d+/, '"monthlyCostCap":99999'),
    })),
  },
  /** A repeat goes to a project that no document names. */
  'another project the second time': {
    ...NONE,
    dispatcher: again((options) => ({
      ...options,
      path: options.path.replace(/(projects\/)[0-9a-f-]{36}/, `$1${BYSTANDER.project}`),
    })),
  },
} as const satisfies Readonly<Record<string, Breakage>>;

export type BreakageName = keyof typeof BREAKAGES;

/** Throws where nothing is called so: a run with a different fault than the requested one proves nothing. */
export function breakageOf(env: Readonly<Record<string, string | undefined>>): Breakage {
  const name = env.FAULTS_BREAK ?? '';
  if (name === '') return NONE;
  if (!Object.hasOwn(BREAKAGES, name)) throw new RangeError(`FAULTS_BREAK: nothing is called ${name}`);
  // Checked in the line above.
  return BREAKAGES[name as BreakageName];
}

/** What to put before a command that runs the fault tests, so that it repeats the same run. */
export function breakagePrefix(env: Readonly<Record<string, string | undefined>>): string {
  const name = env.FAULTS_BREAK ?? '';
  return name === '' ? '' : `FAULTS_BREAK="${name}" `;
}
