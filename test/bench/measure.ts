import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Quantity, Usage } from './row.ts';

/** The built program. */
export const RECONCILE = resolve('dist/cli/main.js');

const RECORDER = resolve('test/bench/record-usage.cjs');

export type NodeRun = {
  /** As after `node`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Other exit codes are errors. */
  readonly exitCode?: number;
};

/** A file of `tasks/`: work that needs a process of its own. */
export function task(name: string, ...args: readonly string[]): NodeRun {
  return { args: [fileURLToPath(new URL(`tasks/${name}.mjs`, import.meta.url)), ...args] };
}

/**
 * The median usage of each program. They take turns, so that what else the machine does meets all of them alike. What a
 * task prints as JSON replaces what was measured from outside.
 */
export async function measureInTurns(runs: readonly NodeRun[], times: number): Promise<readonly Usage[]> {
  const usages: Usage[][] = runs.map(() => []);
  for (let turn = 0; turn < times; turn += 1) {
    for (const [index, run] of runs.entries()) usages[index]?.push(await measureOnce(run));
  }
  return usages.map(medianUsage);
}

export async function measureOnce({ args, env = {}, exitCode = 0 }: NodeRun): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-usage-'));
  const record = join(folder, 'usage.json');
  try {
    const begun = performance.now();
    const ended = await runNode(['--require', RECORDER, ...args], { ...env, BENCH_RECORD: record });
    const wallMs = performance.now() - begun;
    if (ended.code !== exitCode) throw new Error(`node ${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
    return { wallMs, ...JSON.parse(readFileSync(record, 'utf8')), ...printedUsage(ended.stdout) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Not synchronous: a row may serve the APIs in this process. */
function runNode(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

function printedUsage(stdout: string): Usage {
  return stdout.startsWith('{"usage":') ? (JSON.parse(stdout) as { usage: Usage }).usage : {};
}

function medianUsage(usages: readonly Usage[]): Usage {
  const quantities: readonly Quantity[] = ['wallMs', 'cpuMs', 'peakMb', 'calls', 'refused'];
  return Object.fromEntries(
    quantities.flatMap((quantity) => {
      const sorted = usages.flatMap((usage) => usage[quantity] ?? []).sort((a, b) => a - b);
      const middle = sorted[Math.floor(sorted.length / 2)];
      return middle === undefined ? [] : [[quantity, middle]];
    }),
  );
}
