import type { FieldDifference, FieldReport, LineOrigin } from '../../model/index.ts';
import { sandboxHead } from '../parts/coverage.ts';
import { liveSide, type Reading, readingOf, readValue } from '../parts/fields.ts';
import { locationText } from '../parts/phrases.ts';
import { STEP_WORDS } from '../parts/step.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { sideText, valueText } from '../parts/value.ts';

/** A field in the document and live, why they differ, and what an apply would send. */
export function fieldAsText(report: FieldReport, options: TextOptions): string {
  const { layer, path, sandbox, difference } = report;
  const reading = readingOf(report, { currency: report.currency }, false);
  return asTerminal(
    joinSections([
      [line(0, `${sandboxHead(sandbox)}${layer}  ${path}`, 'strong'), line(0, DIFFERENCES[difference])],
      documentLines(report, reading),
      liveLines(report, reading),
      applyLines(report),
    ]),
    options,
  );
}

const DIFFERENCES: Readonly<Record<FieldDifference, string>> = {
  equal: 'The document and live state are equal.',
  'not in the document': 'The document does not set this field, so reconcile leaves it alone.',
  'live unknown': 'No API shows the live value, and no person stated it.',
  open: 'They differ: a reviewed change is still open.',
  unreached: 'They differ: no apply or confirmation has recorded this field.',
  'document changed': 'They differ: the document changed since the last apply or confirmation.',
  'live changed': 'They differ: the live value changed since the last apply or confirmation (drift).',
  'both changed': 'They differ: both changed since the last apply or confirmation.',
};

function documentLines({ desired, source, origin, path }: FieldReport, reading: Reading): readonly Line[] {
  if (desired === null) return [];
  return [
    line(0, `Document: ${readValue(path, desired, reading)}`),
    ...(source === null ? [] : [line(1, `${locationText(source)}${source.inherited ? ' (inherited)' : ''}`)]),
    ...(origin === null ? [] : [line(1, originText(origin))]),
  ];
}

function originText(origin: LineOrigin): string {
  switch (origin.state) {
    case 'committed': {
      const { commit, author, time, summary, orEarlier } = origin;
      const earlier = orEarlier ? ' (or an earlier commit: the clone is shallow)' : '';
      return `${commit.slice(0, 12)} on ${time.slice(0, 10)} by ${author}: ${summary}${earlier}`;
    }
    case 'uncommitted':
      return 'not committed yet';
    case 'unknown':
      return `commit and author are unknown: ${origin.reason}`;
    default:
      return origin satisfies never;
  }
}

function liveLines({ live, path, recorded }: FieldReport, reading: Reading): readonly Line[] {
  const from = live.provenance === 'api' ? ' (shown by an API)' : '';
  return [
    line(0, `Live: ${sideText(liveSide(path, live, reading))}${from}`),
    ...(recorded === null
      ? []
      : [
          line(
            1,
            `recorded on ${recorded.time.slice(0, 10)}${recorded.repository === null ? '' : ` by ${recorded.repository}`}${recorded.commit === null ? '' : ` at ${recorded.commit.slice(0, 12)}`}`,
          ),
        ]),
  ];
}

function applyLines({ apply }: FieldReport): readonly Line[] {
  if (apply === null) return [line(0, 'An apply sends nothing for it.')];
  const { kind, step, sends, screen, after, refusals } = apply;
  return [
    line(0, `An apply: ${kind} (${STEP_WORDS[step]}), value ${valueText(sends)}`),
    ...(screen === undefined ? [] : [line(1, screen)]),
    ...(after.length === 0 ? [] : [line(1, `after ${after.join(', ')}`)]),
    ...refusals.map(({ policy, message }) => line(1, `refused by ${policy}: ${message}`, 'bad')),
  ];
}
