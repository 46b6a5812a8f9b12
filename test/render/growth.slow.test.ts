import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { planAsComment, planAsMarkdown, planAsSummary, planAsText } from '../../src/render/index.ts';
import { aChange, aField, aLayer, aMoneyLine, aPlan, aRefusal, recorded } from '../support/plan.ts';

const pages: Readonly<Record<string, (plan: Plan) => unknown>> = {
  text: (plan) => planAsText(plan, { colour: false }),
  Markdown: planAsMarkdown,
  comment: (plan) => planAsComment(plan, { marker: { root: '.' }, hideMoney: false }),
  summary: (plan) => planAsSummary(plan, { hideMoney: false }),
};

function planOf(count: number): Plan {
  const changes = [aChange('cost-cap', [aField('monthlyCostCap', recorded(28_000), 30_000)])];
  return aPlan({
    layers: Array.from({ length: count }, (_, index) => aLayer({ name: `acme-${index}`, changes })),
    refusals: [aRefusal()],
    money: [aMoneyLine()],
  });
}

/** Milliseconds of CPU time, which other processes do not lengthen. */
function cost(make: (plan: Plan) => unknown, plan: Plan): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    make(plan);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

test.each(Object.entries(pages))('%s: ten times the layers take about ten times as long', (_, make) => {
  const [few, many] = [planOf(200), planOf(2_000)];
  cost(make, few);
  // Quadratic work would take a hundred times as long.
  expect(cost(make, many)).toBeLessThan(Math.max(cost(make, few), 5) * 40);
});
