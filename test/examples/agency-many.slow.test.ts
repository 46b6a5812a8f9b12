import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { planSchema } from '../../src/plan/index.ts';
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
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency-many.txt');
  });
});

test('a mistake in shared defaults is refused for every layer', async () => {
  await withHarness({ from: 'examples/agency-many' }, async (harness) => {
    await harness.edit('defaults/usd.yaml', '8000 USD', '80000 USD');
    const { exit, out } = await harness.run('plan --format json');
    expect(exit).toBe(4);
    const refusals: readonly { policy: string; subject: string }[] = JSON.parse(out).refusals;
    const subjects = (policy: string) => refusals.filter((each) => each.policy === policy).map((each) => each.subject);
    expect(subjects('cap-max'), 'all 14 in USD but the one that has a cap of its own').toHaveLength(13);
    expect(subjects('cap-total')).toEqual(['USD']);
    expect(subjects('share')).toEqual(['all']);
  });
});

test('the plan as JSON matches its schema', async () => {
  await withHarness({ from: 'examples/agency-many' }, async (harness) => {
    const { out } = await harness.run('plan --format json');
    const validate = addFormats.default(new Ajv({ strict: false, allErrors: true })).compile(planSchema());
    const plan = JSON.parse(out);
    expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
    expect(plan.layers).toHaveLength(LAYERS);
    const { layers: _, ...without } = plan;
    expect(validate(without), 'a plan without layers is none').toBe(false);
  });
});

test('each organization is read with its own key, and each account with its own token', async () => {
  const wrong = { KITSUNE_LAYERS_API_KEY: 'lp_test_sandboxbluebird0001_many' };
  await withHarness({ from: 'examples/agency-many' }, async (harness) => {
    const { exit, err } = await harness.run('plan', { env: wrong });
    expect(exit, "with the other agency's key nothing of Kitsune is found").toBe(1);
    expect(err).toContain('layers/kitsune/aozora-ios.yaml');
    expect(err).not.toContain('layers/bluebird/');
  });
});

async function setCap(harness: StoryHarness, name: string, monthlyCostCap: number): Promise<void> {
  const project = harness.world().layers.projects.find((each) => each.name === name);
  const json = { ...project?.layers[0]?.config, monthlyCostCap };
  const { status } = await harness.call('POST', '/__sandbox/people/paste', { project: project?.id, json });
  expect(status).toBe(200);
}
