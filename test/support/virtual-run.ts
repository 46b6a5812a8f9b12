import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import { observed } from '../../src/http/index.ts';
import { loadWorld, type LoggedRequest, type Sandbox, startSandbox, virtualTime } from '../../src/sandbox/index.ts';
import { fakeMachine } from './fake-machine.ts';
import { realSleep } from './real-sleep.ts';

type VirtualRun = {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** On the clock of the sandbox, which waits move. */
  readonly elapsedMs: number;
  /** Of both APIs, in order. */
  readonly log: readonly LoggedRequest[];
};

type VirtualSetup = {
  readonly files: Readonly<Record<string, string>>;
  /** Text of a world file. */
  readonly world: string;
  readonly faults?: Parameters<Sandbox['faults']>[0];
  /** Another client of the same key: reads a second, at Layers. */
  readonly rivalReadsPerSecond?: number;
  /** Waits for rate limits do not move the clock: only answers take time. */
  readonly skipsWaits?: true;
};

/** Runs one command in virtual time: its waits and the latency of the sandbox move one clock, and take no time. */
export async function runVirtually(argv: readonly string[], setup: VirtualSetup): Promise<VirtualRun> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-virtual-'));
  const loaded = loadWorld(setup.world, 'world.json');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const real = { sleep: (ms: number) => realSleep(ms), deadline: (ms: number) => AbortSignal.timeout(ms) };
  const time = virtualTime(() => sandbox, real);
  const sandbox: Sandbox = await startSandbox({ world: loaded.world, sleep: time.sleepInRequest });
  const over = new AbortController();
  try {
    for (const [path, text] of Object.entries(setup.files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    if (setup.faults !== undefined) sandbox.faults(setup.faults);
    if (setup.rivalReadsPerSecond !== undefined) void rival(setup.rivalReadsPerSecond, sandbox, time, over.signal);
    const harness = fakeMachine({ cwd: folder, env: sandbox.env });
    const machine = {
      ...harness.machine,
      dispatcher: observed(harness.machine.dispatcher, time.begin, time.end),
      now: sandbox.now,
      sleep: setup.skipsWaits ? async () => {} : time.sleep,
      deadline: time.deadline,
    };
    const startedAt = sandbox.now().getTime();
    const exit = await run(argv, { bare: machine, full: async () => machine });
    const elapsedMs = sandbox.now().getTime() - startedAt;
    await harness.close();
    const log = sandbox.log().filter(({ path }) => path !== RIVAL_PATH);
    return { exit, out: harness.out(), err: harness.err(), elapsedMs, log };
  } finally {
    over.abort();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** No command reads this page. */
const RIVAL_PATH = '/v1/projects?search=rival';

async function rival(
  perSecond: number,
  { origin, env }: Sandbox,
  time: ReturnType<typeof virtualTime>,
  over: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${env.LAYERS_API_KEY}` };
  while (!over.aborted) {
    await time.sleep(1000 / perSecond, over).catch(() => {});
    if (over.aborted) return;
    time.begin();
    await fetch(`${origin}${RIVAL_PATH}`, { headers }).then(
      (response) => response.text(),
      () => '',
    );
    time.end();
  }
}
