import type { Check, PlannedLayer } from '../model/index.ts';
import { groupedBy } from './counting.ts';
import { whereText } from './where.ts';

export type CheckGroup = Pick<Check, 'code' | 'severity' | 'message' | 'remedy'> & {
  /** Names, each with its location if known. */
  readonly layers: readonly string[];
};

const SEVERITIES: readonly Check['severity'][] = ['error', 'warning', 'note'];

/** Errors first. Equal checks of several layers are one group. */
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

/** The layers with their checks of severity `error` only. */
export function onlyErrors(layers: readonly Pick<PlannedLayer, 'checks'>[]): readonly Pick<PlannedLayer, 'checks'>[] {
  return layers.map(({ checks }) => ({ checks: checks.filter(({ severity }) => severity === 'error') }));
}

function layerAndPlace({ layer, location }: Check): string {
  return location === undefined ? layer : `${layer} (${whereText(location)})`;
}
