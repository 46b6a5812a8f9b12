import { once } from 'node:events';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startReconcile } from '../support/process.ts';
import { NO_PTY, type Pty, startInPty } from '../support/pty.ts';
import { acme, documentsOf, settings, worldOf } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

const one = acme();
/** No layer is installed, and no ad account is connected. */
const empty = worldOf([acme({ inProject: { layers: [], adAccounts: [] } })]);
const DONE = 'Enter = done, s = skip, q = stop: ';
const PASTE = 'then Enter (s = skip, q = stop):';

type Setting = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A person acts in a dashboard. */
  readonly act: (name: string, body?: object) => Promise<void>;
};

/** A repository, and a sandbox in a process of its own. */
async function withSandbox(play: (setting: Setting) => Promise<void>): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'reconcile-pty-'));
  const files = { ...documentsOf([one]), 'reconcile.yaml': settings(), 'empty.json': empty };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  const sandbox = startReconcile(['sandbox', 'empty.json'], { cwd, env: {} });
  try {
    const [line]: Buffer[] = await once(sandbox.child.stdout ?? sandbox.child, 'data');
    const { origins, env } = JSON.parse(String(line));
    const act = async (name: string, body: object = {}): Promise<void> => {
      const done = await fetch(`${origins.layers}/__sandbox/people/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ project: one.project, ...body }),
      });
      expect(done.status, name).toBe(200);
    };
    await play({ cwd, env, act });
  } finally {
    sandbox.child.kill('SIGTERM');
    await sandbox.ended;
    await rm(cwd, { recursive: true, force: true });
  }
}

async function inPty(args: readonly string[], setting: Setting, play: (pty: Pty) => Promise<void>): Promise<number> {
  const pty = startInPty(args, setting);
  try {
    await play(pty);
    return await pty.exit;
  } finally {
    pty.kill();
  }
}

/** The JSON that the program put on the clipboard last. */
function clipboard(pty: Pty): unknown {
  const [, text = ''] = [...pty.screen().matchAll(/\u001B\]52;c;([\w+/=]+)\u0007/g)].at(-1) ?? [];
  return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}

const exitOf = async (args: readonly string[], { cwd, env }: Setting) =>
  (await startReconcile(args, { cwd, env }).ended).exit;

describe.skipIf(NO_PTY !== undefined)(`todo in a pseudo-terminal${NO_PTY === undefined ? '' : `: ${NO_PTY}`}`, () => {
  test('one onboarding, from an empty project to an empty plan', () =>
    withSandbox(async (setting) => {
      const exit = await inPty(['todo'], setting, async (pty) => {
        await pty.shows('from the catalog');
        await pty.shows(DONE);
        await setting.act('install');
        pty.type('\r');
        await pty.shows('acme-ios: done, an API shows it.');
        await pty.shows('sent to the clipboard');
        await pty.shows(DONE);
        await setting.act('connect-account', { adAccount: one.account });
        await setting.act('edit', { config: clipboard(pty) });
        await setting.act('edit', { config: { capi: { enabled: true } } });
        pty.type('\r');
        await pty.shows(PASTE);
        // One line that a terminal's driver would cut, then as the editor formats it, marked as a paste.
        pty.type(`${JSON.stringify({ ...one.config, adAccountId: '7', note: 'x'.repeat(6000) })}\r`);
        await pty.shows('confirm/contradicted');
        await pty.shows(PASTE);
        const text = JSON.stringify({ ...one.config, note: 'x'.repeat(6000) }, null, 2).replaceAll('\n', '\r');
        pty.type(`\u001B[200~${text}\r\r\u001B[201~`);
        await pty.shows('Recorded for acme-ios.');
        await pty.shows('No manual steps');
      });
      expect(exit).toBe(0);
      expect(await exitOf(['plan', '--detailed-exitcode'], setting)).toBe(0);
    }));

  test('Ctrl-C ends it with 130 at any question, and the next run goes on', () =>
    withSandbox(async (setting) => {
      const first = await inPty(['todo'], setting, async (pty) => {
        await pty.shows(DONE);
        await setting.act('install');
        pty.type('\u0003');
        await pty.exit;
      });
      expect(first).toBe(130);
      const second = await inPty(['todo', 'acme-ios'], setting, async (pty) => {
        await pty.shows('Choose "Connect via OAuth"');
        expect(pty.screen()).not.toContain('from the catalog');
        await pty.shows(DONE);
        await setting.act('connect-account', { adAccount: one.account });
        await setting.act('paste', { json: one.config });
        pty.type('\r');
        await pty.shows(PASTE);
        pty.type('{ "mode": \u0003');
        await pty.exit;
        expect(pty.screen()).toContain('\u001B[?2004l');
      });
      expect(second).toBe(130);
      const third = await inPty(['todo'], setting, async (pty) => {
        await pty.shows(DONE);
        pty.type('\r');
        await pty.shows(PASTE);
        pty.type(`${JSON.stringify(one.config, null, 2).replaceAll('\n', '\r')}\r`);
        await pty.shows('Recorded for acme-ios.');
      });
      expect(third).toBe(0);
    }));
});
