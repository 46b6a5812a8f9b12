// Runs validate, plan, apply, a manual step, confirm and a last plan on a sandbox, in a copy of examples/byo. Nothing
// leaves this machine.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve('dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'reconcile-demo-'));
cpSync('examples/byo', folder, { recursive: true });

const sandbox = spawn(process.execPath, [main, 'sandbox'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const { origins, env } = JSON.parse(await firstLine(sandbox.stdout));
  print('The sandbox emulates Layers and TikTok. Maya set up a layer manually; the document in git has two changes.');
  reconcile(env, ['validate'], 0);
  reconcile(env, ['plan'], 0);
  reconcile(env, ['apply', '--auto-approve'], 3);
  print('No API of Layers sets the cap. Maya opens the layer, chooses "View as JSON", sets it, and saves.');
  await pasteAsMaya(origins.layers);
  reconcile(env, ['confirm', 'acme-ios'], 0);
  reconcile(env, ['plan', '--detailed-exitcode'], 0);
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs one command and fails the demo if the exit code is not the expected one. */
function reconcile(env, args, expected) {
  console.log(`\n$ reconcile ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  console.log(`[exit ${status}]`);
  if (status !== expected) throw new Error(`reconcile ${args[0]} exited with ${status} instead of ${expected}`);
}

/** The manual step of a person in the dashboard. */
async function pasteAsMaya(origin) {
  const world = await (await fetch(`${origin}/__sandbox/world`)).json();
  const [project] = world.layers.projects;
  const answer = await fetch(`${origin}/__sandbox/people/paste`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ project: project.id, json: { ...project.layers[0].config, monthlyCostCap: 30000 } }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused the paste: ${await answer.text()}`);
}

function print(text) {
  console.log(`\n# ${text}`);
}

function firstLine(stream) {
  return new Promise((resolve, reject) => {
    createInterface({ input: stream })
      .once('line', resolve)
      .once('close', () => reject(new Error('the sandbox did not start')));
  });
}
