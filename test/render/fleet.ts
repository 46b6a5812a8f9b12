import type { Change, Plan, PlannedLayer } from '../../src/model/index.ts';
import { planAsComment, type ReviewFacts } from '../../src/render/index.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  api,
  aPlan,
  aRefusal,
  aRemovedDocument,
  aRenamedDocument,
  recorded,
  unknown,
} from '../support/plan.ts';

/** Plans of many layers, with everything that a page can show. */

const SHARED = { file: 'defaults/usd.yaml', line: 3, column: 17 };

/** One edit in shared defaults for all, and changes of their own for some. */
export function fleetPlan(count: number): Plan {
  const layers = Array.from({ length: count }, (_, index) => layerOf(index));
  const isRaised = ({ name }: PlannedLayer) => name.endsWith('7');
  const refused = layers.filter(isRaised).slice(0, Math.ceil(count / 50));
  const some = count > 1;
  return aPlan({
    costCapUnit: 'major',
    layers,
    money: [aMoneyLine(), ...(some ? [aMoneyLine({ currency: 'EUR' })] : [])],
    refusals: refused.map(({ name, file }) =>
      aRefusal({
        subject: name,
        location: { file, line: 9, column: 1 },
        message: 'The cap rises from 8,000.00 to 30,000.00 USD, by more than 25 %.',
      }),
    ),
    allowed: layers.slice(0, some ? 12 : 0).map(({ name }) => ({ policy: 'share', subject: name, by: 'maya' })),
    removed: some
      ? [aRemovedDocument('gone', { fields: { monthlyCostCap: '8000 USD' }, cap: { minor: 800_000, currency: 'USD' } })]
      : [],
    renamed: some ? [aRenamedDocument('before', 'after')] : [],
  });
}

function layerOf(index: number): PlannedLayer {
  const name = `client-${String(index).padStart(4, '0')}`;
  const file = `layers/${name}.yaml`;
  return aLayer({
    name,
    file,
    accountName: `Client ${index}`,
    desired: { adAccountId: String(7_000_000_000_000_000_000n + BigInt(index)) },
    changes: changesOf(name, file, index),
    checks: index % 3 === 0 ? [aCheck({ layer: name, location: SHARED })] : [],
    unknown: index % 40 === 11 ? ['objectives'] : [],
  });
}

function changesOf(layer: string, file: string, index: number): readonly Change[] {
  const adopt = aHumanChange('adopt', [], {}, { layer });
  if (index % 40 === 11) {
    const field = aField('objectives', unknown, ['app_installs']);
    return [adopt, aHumanChange('objectives', [field], {}, { layer, dependsOn: [adopt.id] })];
  }
  const own = { file, line: 9, column: 1 };
  const cap =
    index % 10 === 7
      ? { ...aField('monthlyCostCap', api(8000), 20_000 + index), source: own }
      : { ...aField('monthlyCostCap', api(8000), 8800), source: SHARED };
  const pixel = [{ ...aField('capi.pixel_id', api('C4A'), `C4B${index}`), source: own }];
  const goals = [aField('objectives', recorded(['traffic']), ['app_installs'])];
  const screen = `https://app.layers.com/project/p-${index}/layers`;
  return [
    aChange('cost-cap', [cap], { layer }),
    ...(index % 25 === 5 ? [aChange('pixel', pixel, { layer })] : []),
    ...(index % 25 === 3
      ? [aHumanChange('objectives', goals, { screen, paste: { objectives: ['app_installs'] } }, { layer })]
      : []),
  ];
}

export function fleetComment(count: number): string {
  const review: ReviewFacts = {
    planned: { head: 'abc1234'.padEnd(40, '0'), branch: 'main', base: 'def5678'.padEnd(40, '0') },
    merging:
      count === 1
        ? { does: 'apply' }
        : { does: 'not apply', why: 'it is refused', remedy: 'Resolve the refusals before the merge.' },
    files: `https://github.com/acme/ads/blob/${'abc1234'.padEnd(40, '0')}`,
    labels: ['The label "reconcile: allow cap-increase" does not count: maya is the author of the pull request.'],
  };
  const runUrl = 'https://github.com/acme/ads/actions/runs/1';
  return planAsComment(fleetPlan(count), { marker: { root: '.' }, hideMoney: false, review, runUrl });
}
