import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startReconcile } from '../support/process.ts';
import { withHarness } from '../support/harness.ts';
import { acme, CREDENTIALS, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const setting = {
  files: {
    [fileOf(live)]: documentOf(live, { objectives: ['app_installs'], monthlyCostCap: 29000 }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  },
  world: worldOf([live]),
};

test.each(['plan', 'plan --format json', 'drift', 'apply --auto-approve', `confirm ${live.name}`])(
  '%s ends with 130 if it is interrupted at any request, and running apply again converges',
  async (line) => {
    const stoppedAt = (at: number): Promise<boolean> =>
      withHarness(setting, async (harness) => {
        const stop = new AbortController();
        let seen = 0;
        harness.intervene((_, moment) => {
          if (moment === 'before') seen += 1;
          if (seen === at) stop.abort();
        });
        const { exit, err } = await harness.run(line, { stop: stop.signal });
        if (!stop.signal.aborted) return false;
        expect(exit, `asked to stop at request ${at}`).toBe(130);
        expect(err).not.toContain('a bug in reconcile');
        harness.intervene(undefined);
        expect((await harness.run('apply --auto-approve')).exit, `again after request ${at}`).toBe(0);
        expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
          objectives: ['app_installs'],
          monthlyCostCap: 29000,
        });
        return true;
      });
    let at = 1;
    while (await stoppedAt(at)) at += 1;
    expect(at).toBeGreaterThan(4);
  },
  120_000,
);

/** An API that accepts every request and never responds, and the time of its first request. */
async function silence(): Promise<{ readonly server: Server; readonly origin: string; readonly asked: Promise<void> }> {
  let heard: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = createServer(() => heard());
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test.each(
  ['plan', 'drift', 'apply --auto-approve', `confirm ${live.name} --json -`].flatMap((line) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ line, signal })),
  ),
)('$line of an API that does not respond ends with 130 at $signal', async ({ line, signal }) => {
  const { server, origin, asked } = await silence();
  try {
    await withHarness(setting, async ({ folder }) => {
      const env = { ...CREDENTIALS, LAYERS_API_URL: origin, TIKTOK_API_URL: origin, RECONCILE_TIMEOUT_MS: '600000' };
      const { child, ended } = startReconcile(line.split(' '), { cwd: folder, env, isOpen: true });
      // Pasted text is read before any request is sent. More than a pipe holds can be written only if it is read.
      const pasting = new Promise<void>((read) => child.stdin?.write(' '.repeat(900_000), () => read()));
      await (line.endsWith('-') ? pasting : asked);
      child.kill(signal);
      expect((await ended).exit).toBe(130);
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
