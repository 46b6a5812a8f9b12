import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Result } from '../../src/model/index.ts';
import { openReadContext, openWriteContext, type ReadContext } from '../../src/operations/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const env = { LAYERS_API_KEY: 'lp_live_abcdefgh', TIKTOK_ACCESS_TOKEN: 'tt_0123456789' };
const { machine } = fakeMachine({ cwd: resolve('examples/byo'), env });
const WRITES = /^(write|set(?!up)|share|link|authorise|send|connect)/;

/** Names of all methods of a context's APIs, and of the clients of its first layer, that write. */
async function writeMethods<Context extends ReadContext>(opened: Promise<Result<Context>>): Promise<readonly string[]> {
  const context = await opened;
  if (!context.ok) throw new Error(JSON.stringify(context.problems));
  const { apis, workspace } = context.value;
  const [layer] = workspace.desired;
  if (layer === undefined) throw new Error('The example has no layer.');
  const { layers, tiktok } = apis.portsOf(layer);
  const writers = 'writersFor' in apis && typeof apis.writersFor === 'function' ? apis.writersFor(layer) : {};
  const all: readonly unknown[] = [apis, layers, tiktok, ...Object.values(writers)];
  const methods = all.flatMap((api) => (typeof api === 'object' && api !== null ? Object.keys(api) : []));
  return methods.filter((name) => WRITES.test(name));
}

test('a read context has no writer', async () => {
  expect(await writeMethods(openReadContext({ paths: [] }, machine))).toEqual([]);
});

test('a write context adds writers to the readers', async () => {
  const methods = await writeMethods(openWriteContext({ paths: [] }, machine));
  expect(methods).toEqual(expect.arrayContaining(['writersFor', 'writeConfig', 'writeLedger', 'linkPixel']));
});
