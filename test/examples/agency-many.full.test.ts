import { expect, test } from 'vitest';
import { onStage, type StoryStage } from '../support/stage.ts';

const LAYERS = 26;
/** The documents and the fragments in defaults/. */
const FILES = 31;

test('a morning at the agency: what drifted, what was asked for, what is wrong', async () => {
  await onStage({ from: 'examples/agency-many' }, async (stage) => {
    expect((await stage.run('validate')).out).toBe(`${LAYERS} layer documents are valid (${FILES} files).\n`);
    expect((await stage.run('drift')).exit).toBe(2);
    expect((await stage.run('plan')).exit).toBe(0);
    expect((await stage.run('plan layers/kitsune --detailed-exitcode')).exit).toBe(2);
    expect((await stage.run('apply --auto-approve')).exit).toBe(3);

    stage.tell('Two account managers set their caps in the dashboard.');
    await setCap(stage, 'Anvil iOS', 9500);
    await setCap(stage, 'Hanabi iOS', 900000);
    expect((await stage.run('confirm anvil-ios')).exit).toBe(0);
    expect((await stage.run('confirm hanabi-ios')).exit).toBe(0);
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await stage.run('drift')).exit).toBe(0);
    stage.forget();
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
    expect(stage.writes(), 'a second apply writes nothing').toEqual([]);
    // How far it was after a second depends on this machine.
    const text = stage.transcript().replace(/^(Reading layers|Applying, projects): \d+ of \d+\n/gm, '');
    await expect(text).toMatchFileSnapshot('then/agency-many.txt');
  });
});

async function setCap(stage: StoryStage, name: string, monthlyCostCap: number): Promise<void> {
  const project = stage.world().layers.projects.find((each) => each.name === name);
  const json = { ...project?.layers[0]?.config, monthlyCostCap };
  const { status } = await stage.call('POST', '/__sandbox/people/paste', { project: project?.id, json });
  expect(status).toBe(200);
}
