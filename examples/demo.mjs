// The whole road in one command: validate, plan, apply, what a person does, plan again. On the sandbox, in a copy of
// examples/byo; nothing leaves this machine.
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
  say('A sandbox stands in for Layers and TikTok. Maya set a layer up by hand; the document in git wants a bit more.');
  reconcile(env, ['validate'], 0);
  reconcile(env, ['plan'], 0);
  reconcile(env, ['apply', '--auto-approve'], 3);
  say('The cap is Maya’s: no API of Layers sets it. She opens the layer, chooses "View as JSON", sets it, and saves.');
  await maya(origins.layers);
  reconcile(env, ['confirm', 'acme-ios'], 0);
  reconcile(env, ['plan', '--detailed-exitcode'], 0);
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs one command as a user would, and fails the demo where it ends otherwise than it should. */
function reconcile(env, args, expected) {
  console.log(`\n$ reconcile ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  console.log(`[exit ${status}]`);
  if (status !== expected) throw new Error(`reconcile ${args[0]} ended with ${status}, not with ${expected}`);
}

/** What a person does in the dashboard. */
async function maya(origin) {
  const world = await (await fetch(`${origin}/__sandbox/world`)).json();
  const [project] = world.layers.projects;
  const answer = await fetch(`${origin}/__sandbox/people/paste`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ project: project.id, json: { ...project.layers[0].config, monthlyCostCap: 30000 } }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused the paste: ${await answer.text()}`);
}

function say(text) {
  console.log(`\n# ${text}`);
}

function firstLine(stream) {
  return new Promise((resolve, reject) => {
    createInterface({ input: stream })
      .once('line', resolve)
      .once('close', () => reject(new Error('the sandbox did not start')));
  });
}
