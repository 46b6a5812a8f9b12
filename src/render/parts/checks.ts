import { type Check, groupBy, nameList } from '../../model/index.ts';
import { codeSpan, forMarkdown } from './escape.ts';
import { sentence } from './page.ts';
import { counted, details, locationText } from './phrases.ts';
import { type Line, line } from './terminal.ts';

export type CheckGroup = Pick<Check, 'code' | 'severity' | 'message' | 'remedy'> & {
  /** Names, each with its location if known. */
  readonly layers: readonly string[];
};

type Layers = readonly { readonly checks: readonly Check[] }[];

const TONES = { error: 'bad', warning: 'warning', note: 'quiet' } as const;

const SEVERITIES: readonly Check['severity'][] = ['error', 'warning', 'note'];

/** Errors first. Equal checks of several layers are one group. */
export function checkGroups(layers: Layers): readonly CheckGroup[] {
  const checks = layers.flatMap((layer) => layer.checks);
  const groups = groupBy(checks, ({ code, severity, message, remedy }) =>
    JSON.stringify([severity, code, message, remedy]),
  );
  const all = [...groups.values()].flatMap(([first, ...others]): readonly CheckGroup[] =>
    first === undefined ? [] : [{ ...first, layers: [first, ...others].map(layerAndLocation) }],
  );
  return SEVERITIES.flatMap((severity) => all.filter((group) => group.severity === severity));
}

/** The layers with their checks of severity `error` only. */
export function onlyErrors(layers: Layers): Layers {
  return layers.map(({ checks }) => ({ checks: checks.filter(({ severity }) => severity === 'error') }));
}

/** `Checks: 1 error, 2 warnings`; empty if there are none. */
export function checkCounts(layers: Layers, severities = SEVERITIES): string {
  const checks = layers.flatMap((layer) => layer.checks);
  const counts = severities.flatMap((severity) => {
    const number = checks.filter((check) => check.severity === severity).length;
    return number === 0 ? [] : [counted(number, severity)];
  });
  return counts.length === 0 ? '' : `Checks: ${counts.join(', ')}`;
}

/** The end of a headline: ` Checks: 1 error, 2 warnings.`; empty without either. */
export function headlineChecks(layers: Layers): string {
  const counts = checkCounts(layers, ['error', 'warning']);
  return counts === '' ? '' : ` ${counts}.`;
}

export function checkLines(layers: Layers): readonly Line[] {
  const groups = checkGroups(layers);
  if (groups.length === 0) return [];
  return [
    line(0, 'Checks', 'strong'),
    ...groups.flatMap((group) => [
      line(1, `${group.severity}  ${group.code}  ${nameList(group.layers)}`, TONES[group.severity]),
      ...details(group).map((text) => line(2, text)),
    ]),
  ];
}

export function checksAsMarkdown(groups: readonly CheckGroup[], hideMoney: boolean): readonly string[] {
  return groups.map((group) => {
    const texts = details(group).map((text) => sentence(text, hideMoney));
    const names = forMarkdown(nameList(group.layers));
    return `- **${group.severity}** ${codeSpan(group.code)} ${names}: ${texts.join('<br>')}`;
  });
}

function layerAndLocation({ layer, location }: Check): string {
  return location === undefined ? layer : `${layer} (${locationText(location)})`;
}
