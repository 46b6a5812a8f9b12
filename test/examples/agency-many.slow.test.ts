import { expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';

const LAYERS = 26;
/** The documents and the fragments in defaults/. */
const FILES = 31;

test('a morning at the agency: drift, requests, errors', async () => {
  await withHarness({ from: 'examples/agency-many' }, async (harness) => {
    expect((await harness.run('validate')).out).toBe(`${LAYERS} layer documents are valid (${FILES} files).\n`);
    expect((await harness.run('drift')).exit).toBe(2);
    expect((await harness.run('plan')).exit).toBe(0);
    expect((await harness.run('plan layers/kitsune --detailed-exitcode')).exit).toBe(2);
    expect((await harness.run('apply --auto-approve')).exit).toBe(3);

    harness.note('Two account managers set their caps in the dashboard.');
    await setCap(harness, 'Anvil iOS', 9500);
    await setCap(harness, 'Hanabi iOS', 900000);
    expect((await harness.run('confirm anvil-ios')).exit).toBe(0);
    expect((await harness.run('confirm hanabi-ios')).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await harness.run('drift')).exit).toBe(0);
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(harness.writes(), 'a second apply writes nothing').toEqual([]);
    // How far it was after a second depends on this machine.
    const text = harness.transcript().replace(/^(Reading layers|Applying, projects): \d+ of \d+\n/gm, '');
    await expect(text).toMatchFileSnapshot('golden/agency-many.txt');
  });
});

async function setCap(harness: StoryHarness, name: string, monthlyCostCap: number): Promise<void> {
  const project = harness.world().layers.projects.find((each) => each.name === name);
  const json = { ...project?.layers[0]?.config, monthlyCostCap };
  const { status } = await harness.call('POST', '/__sandbox/people/paste', { project: project?.id, json });
  expect(status).toBe(200);
}
