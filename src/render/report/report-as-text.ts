import { amountText, MAX_NAMES, nameList, type Report, type ReportLayer } from '../../model/index.ts';
import { incompleteHead, sandboxHead, unreadLines } from '../parts/coverage.ts';
import { counted, details } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions, type Tone } from '../parts/terminal.ts';
import { manualSteps } from '../plan/manual-steps.ts';
import { reportCounts, resultText } from './headline.ts';
import { endingDate, endingText, ENDING_TONES, moneyNotes, paceText, spentText, ABOVE } from './words.ts';

export type ReportTextOptions = TextOptions & {
  /** All layers and names, instead of the first ten. */
  readonly verbose?: boolean;
};

/** The report for a terminal: what needs attention, and only the names of the other layers. */
export function reportAsText(report: Report, { verbose = false, ...options }: ReportTextOptions): string {
  const max = verbose ? Number.POSITIVE_INFINITY : MAX_NAMES;
  const fine = report.layers.filter(({ attention }) => attention === 'none').map(({ name }) => name);
  return asTerminal(
    joinSections([
      [line(0, headline(report), toneOf(report)), ...unreadLines(report.unread), ...moneyLines(report)],
      section('Action', 'act', report.layers, max),
      section('To watch', 'watch', report.layers, max),
      fine.length === 0 ? [] : [line(0, `Fine: ${nameList(fine, max)}`)],
      [
        line(
          0,
          `${counted(report.calls, 'API call')} used. reconcile report --out FILE saves the whole page.`,
          'quiet',
        ),
      ],
    ]),
    options,
  );
}

function headline(report: Report): string {
  const { sandbox, layers, unread } = report;
  const counts = reportCounts(report)
    .map(({ text }) => text)
    .join(', ');
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, layers.length + unread.length)}${resultText(report)}`;
  return `${head}${counts === '' ? '' : ` ${counts}.`}`.trim();
}

function toneOf({ layers, unread }: Report): Tone {
  const all = new Set(layers.map(({ attention }) => attention));
  if (unread.length > 0 || all.has('act')) return 'bad';
  return all.has('watch') ? 'warning' : 'strong';
}

function moneyLines({ money }: Report): readonly Line[] {
  return money.map((one) => {
    const least = one.unknownSpend === 0 ? '' : 'at least ';
    const spent = `spent this month ${least}${amountText(one.spent)} of ${amountText(one.caps)} in caps, on pace for ${least}${amountText(one.pace)}`;
    return line(0, [`${one.currency}: ${spent}`, ...moneyNotes(one)].join(' · '));
  });
}

function section(
  title: string,
  attention: ReportLayer['attention'],
  layers: readonly ReportLayer[],
  max: number,
): readonly Line[] {
  const found = layers.filter((layer) => layer.attention === attention);
  if (found.length === 0) return [];
  const rest = found.length - max;
  return [
    line(0, title, 'strong'),
    ...found.slice(0, max).flatMap(layerLines),
    ...(rest > 0 ? [line(1, `and ${counted(rest, 'more layer')} (--verbose lists them)`)] : []),
  ];
}

function layerLines(layer: ReportLayer): readonly Line[] {
  const { name, file, mode, state, spend, checks, endings } = layer;
  const steps = manualSteps([layer]).flatMap((one) => one.steps).length;
  const standing = [spentText(spend), ...(spend.standing === 'above' ? [ABOVE] : []), paceText(spend)].filter(
    (text) => text !== '',
  );
  return [
    line(1, `${name}  ${file}  ${[mode ?? 'mode unknown', state].join(', ')}`),
    line(2, standing.join(', ')),
    ...checks
      .filter(({ severity }) => severity !== 'note')
      .flatMap((check) => [
        line(2, `${check.severity}  ${check.code}`, check.severity === 'error' ? 'bad' : 'warning'),
        ...details(check).map((text) => line(3, text)),
      ]),
    ...(steps === 0 ? [] : [line(2, `${counted(steps, 'manual step')}: reconcile todo ${name}`)]),
    ...endings
      .filter(({ state: word }) => word !== 'no date')
      .map((ending) => line(2, `${endingText(ending)}: ${endingDate(ending)}`, ENDING_TONES[ending.state])),
  ];
}
