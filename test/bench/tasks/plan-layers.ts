// Plans layers of which one in five has a new cap. Only the planning is measured.
import { inputOf } from '../../support/layers.ts';
import { manyLayers } from '../../support/many-layers.ts';
import { tuneV8 } from '../../../src/io/index.ts';
import { dayIn } from '../../../src/model/index.ts';
import { makePlan } from '../../../src/plan/index.ts';

// As the program does.
tuneV8();
const [count = '1000'] = process.argv.slice(2);
const { desired, live } = manyLayers(Number(count));
const input = inputOf(desired, live);
// As the reading of the spend does: the first use of a time zone loads the data of all.
for (const { account } of live) if (account.state === 'seen') dayIn(account.facts.timezone, input.today);
const begun = performance.now();
const cpuBefore = process.cpuUsage();
const plan = makePlan(input);
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpuBefore);
if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
process.stdout.write(JSON.stringify({ usage: { wallMs, cpuMs: (user + system) / 1000 } }));
