import { type Check, groupBy, MAX_NAMES, nameList } from '../../model/index.ts';
import { codeSpan, forMarkdown } from './escape.ts';
import { foldedNames, sentence } from './page.ts';
import { counted, details, locationText } from './phrases.ts';
import { type Line, line } from './terminal.ts';

export type CheckGroup = Pick<Check, 'code' | 'severity' | 'message' | 'remedy'> & {
  /** Names, each with its location if they have several. */
  readonly layers: readonly string[];
  /** That of all layers: one line of a shared fragment. */
  readonly location?: string;
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
    first === undefined ? [] : [groupOf(first, others)],
  );
  return SEVERITIES.flatMap((severity) => all.filter((group) => group.severity === severity));
}

function groupOf(first: Check, others: readonly Check[]): CheckGroup {
  const { code, severity, message, remedy } = first;
  return { code, severity, message, ...(remedy !== undefined && { remedy }), ...placed([first, ...others]) };
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

/** @param maxNames names shown per check, by default ten */
export function checkLines(layers: Layers, maxNames?: number): readonly Line[] {
  const groups = checkGroups(layers);
  if (groups.length === 0) return [];
  return [
    line(0, 'Checks', 'strong'),
    ...groups.flatMap((group) => [
      line(1, `${group.severity}  ${group.code}  ${checkNames(group, maxNames)}`, TONES[group.severity]),
      ...details(group).map((text) => line(2, text)),
    ]),
  ];
}

/** @param maxNames names shown per check; of more than ten, they are folded */
export function checksAsMarkdown(
  groups: readonly CheckGroup[],
  hideMoney: boolean,
  maxNames = MAX_NAMES,
): readonly string[] {
  return groups.map((group) => {
    const texts = details(group).map((text) => sentence(text, hideMoney));
    const check = `- **${group.severity}** ${codeSpan(group.code)}`;
    if (group.layers.length <= MAX_NAMES || maxNames <= MAX_NAMES)
      return `${check} ${forMarkdown(checkNames(group, maxNames))}: ${texts.join('<br>')}`;
    const at = group.location === undefined ? '' : ` (${forMarkdown(group.location)})`;
    const names = foldedNames(group.layers, maxNames);
    return `${check} ${counted(group.layers.length, 'layer')}${at}: ${texts.join('<br>')}${names}`;
  });
}

/** `40 layers (defaults/usd.yaml:3:5): north-01, north-02 and 38 more`; of few layers only the names. */
function checkNames({ layers, location }: CheckGroup, maxNames = MAX_NAMES): string {
  const at = location === undefined ? '' : ` (${location})`;
  if (layers.length === 1 || (layers.length <= MAX_NAMES && at === '')) return `${nameList(layers, maxNames)}${at}`;
  return `${counted(layers.length, 'layer')}${at}: ${nameList(layers, maxNames)}`;
}

/** Names with their locations, unless all have the same one. */
function placed(checks: readonly Check[]): Pick<CheckGroup, 'layers' | 'location'> {
  const locations = checks.map(({ location }) => (location === undefined ? '' : locationText(location)));
  const [first = ''] = locations;
  const isShared = locations.every((location) => location === first);
  return {
    layers: checks.map(({ layer }, index) =>
      isShared || locations[index] === '' ? layer : `${layer} (${locations[index]})`,
    ),
    ...(isShared && first !== '' && { location: first }),
  };
}
