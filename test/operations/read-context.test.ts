import { resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import * as layersClient from '../../src/layers/index.ts';
import { openReadContext, openWriteContext } from '../../src/operations/index.ts';
import * as tiktokClient from '../../src/tiktok/index.ts';
import { aDesired } from '../support/layers.ts';
import { fakeMachine } from '../support/fake-machine.ts';

vi.mock('../../src/layers/index.ts', { spy: true });
vi.mock('../../src/tiktok/index.ts', { spy: true });

afterEach(() => vi.clearAllMocks());

const env = { LAYERS_API_KEY: 'lp_live_abcdefgh', TIKTOK_ACCESS_TOKEN: 'tt_0123456789' };
const { machine } = fakeMachine({ cwd: resolve('examples/byo'), env });

/** Opens a context and creates the clients of its first layer. */
async function open<Context extends Awaited<ReturnType<typeof openReadContext>>>(opened: Promise<Context>) {
  const context = await opened;
  if (!context.ok) throw new Error(JSON.stringify(context.problems));
  const layer = context.value.workspace.desired[0] ?? aDesired();
  return { apis: context.value.apis, layer, ports: context.value.apis.portsOf(layer) };
}

test('a read context creates no writer', async () => {
  const { apis, ports } = await open(openReadContext({ paths: [] }, machine));
  expect(layersClient.createLayersReader).toHaveBeenCalledOnce();
  expect(tiktokClient.createTikTokReader).toHaveBeenCalledOnce();
  expect(layersClient.createLayers).not.toHaveBeenCalled();
  expect(tiktokClient.createTikTok).not.toHaveBeenCalled();
  expect(Object.keys(apis)).not.toContain('writersFor');
  const methods = [...Object.keys(ports.layers), ...Object.keys(ports.tiktok)];
  expect(methods.filter((name) => /^(write|set|share|link|authorise)/.test(name))).toEqual([]);
});

test('a write context has a writer for each layer, on top of its readers', async () => {
  const { apis, layer, ports } = await open(openWriteContext({ paths: [] }, machine));
  if (!('writersFor' in apis) || typeof apis.writersFor !== 'function') throw new Error('The context has no writers.');
  const writers = apis.writersFor(layer);
  expect(Object.keys(writers.layers)).toContain('writeConfig');
  expect(Object.keys(writers.tiktok)).toContain('linkPixel');
  expect(Object.keys(ports.layers)).not.toContain('writeConfig');
});
