import type { Check, PlannedLayer } from '../model/index.ts';
import { groupedBy } from './counting.ts';
import { whereText } from './where.ts';

/** One observation and all the layers it was made in. */
export type CheckGroup = Pick<Check, 'code' | 'severity' | 'message' | 'remedy'> & {
  /** Names, each with its place where there is one. */
  readonly layers: readonly string[];
};

const SEVERITIES: readonly Check['severity'][] = ['error', 'warning', 'note'];

/** Errors first. Checks that say the same of several layers are said once. */
export function checkGroups(layers: readonly Pick<PlannedLayer, 'checks'>[]): readonly CheckGroup[] {
  const checks = layers.flatMap((layer) => layer.checks);
  const groups = groupedBy(checks, ({ code, severity, message, remedy }) =>
    JSON.stringify([severity, code, message, remedy]),
  );
  const said = [...groups.values()].flatMap(([first, ...others]): readonly CheckGroup[] =>
    first === undefined ? [] : [{ ...first, layers: [first, ...others].map(layerAndPlace) }],
  );
  return SEVERITIES.flatMap((severity) => said.filter((group) => group.severity === severity));
}

/** The layers with what does not work, of all that was found. */
export function onlyErrors(layers: readonly Pick<PlannedLayer, 'checks'>[]): readonly Pick<PlannedLayer, 'checks'>[] {
  return layers.map(({ checks }) => ({ checks: checks.filter(({ severity }) => severity === 'error') }));
}

function layerAndPlace({ layer, location }: Check): string {
  return location === undefined ? layer : `${layer} (${whereText(location)})`;
}
