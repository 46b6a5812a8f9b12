import { type Finding, type FindingState, groupBy, nameList, type VerifyReport } from '../../model/index.ts';
import { incompleteHead, sandboxHead, unreadLines } from '../parts/coverage.ts';
import { counted, countedParts, details } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions, type Tone } from '../parts/terminal.ts';

type VerifyTextOptions = TextOptions & {
  /** Also lists what is green, and all names of a group. */
  readonly verbose?: boolean;
};

const SHOWN: readonly FindingState[] = ['red', 'unknown', 'stated', 'green'];

const TITLES: Readonly<Record<FindingState, string>> = {
  red: 'Red: something to do',
  unknown: 'Unknown: no API shows it, or it could not be read',
  stated: 'Stated: a person confirmed it',
  green: 'Green',
};

const TONES: Readonly<Record<FindingState, Tone>> = { red: 'bad', unknown: 'warning', stated: 'quiet', green: 'good' };

export function verifyAsText(report: VerifyReport, { verbose = false, ...options }: VerifyTextOptions): string {
  return asTerminal(
    joinSections([
      [line(0, headline(report), toneOf(report)), ...unreadLines(report.unread)],
      ...SHOWN.map((state) => section(report, state, verbose)),
      [...sentLines(report), line(0, `${counted(report.calls, 'API call')} used.`, 'quiet')],
    ]),
    options,
  );
}

/** Which token was tested, and by whom. */
function sentLines({ sent }: VerifyReport): readonly Line[] {
  return [
    ...(sent.layers === 0
      ? []
      : [line(0, `${counted(sent.layers, 'test event')} sent by Layers, with the token in the vault.`, 'quiet')]),
    ...(sent.tiktok === 0
      ? []
      : [line(0, `${counted(sent.tiktok, 'test event')} sent to TikTok, with TIKTOK_EVENTS_TOKEN.`, 'quiet')]),
  ];
}

function headline({ sandbox, layers, unread }: VerifyReport): string {
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, layers.length + unread.length)}`;
  if (layers.length === 0) return `${head}${unread.length > 0 ? '' : 'No layer documents yet.'}`.trim();
  const states = layers.flatMap(({ findings }) => findings.map(({ state }) => state));
  const count = (state: FindingState) => states.filter((each) => each === state).length;
  const counts = countedParts([
    [count('red'), 'red'],
    [count('unknown'), 'unknown'],
    [count('stated'), 'stated'],
    [count('green'), 'green'],
  ]);
  const isDone = count('red') + count('unknown') === 0;
  return `${head}${isDone ? 'Verified' : 'Not verified'}: ${counts} in ${counted(layers.length, 'layer')}.`;
}

function toneOf({ layers, unread }: VerifyReport): Tone {
  const states = new Set(layers.flatMap(({ findings }) => findings.map(({ state }) => state)));
  if (unread.length > 0 || states.has('red')) return 'bad';
  return states.has('unknown') ? 'warning' : 'strong';
}

/** Equal findings of several layers are printed once. */
function section({ layers, sent }: VerifyReport, state: FindingState, verbose: boolean): readonly Line[] {
  const found = layers.flatMap(({ name, findings }) =>
    findings
      .filter((each) => each.state === state && (state !== 'green' || verbose || isTested(each, sent)))
      .map((each) => ({ ...each, name })),
  );
  if (found.length === 0) return [];
  const groups = groupBy(found, ({ item, message, remedy }) => JSON.stringify([item, message, remedy]));
  return [
    line(0, TITLES[state], 'strong'),
    ...[...groups.values()].flatMap((group) => groupLines(group, state, verbose)),
  ];
}

/** The result of a test event is shown, also if it is green. */
function isTested({ item }: Finding, { layers, tiktok }: VerifyReport['sent']): boolean {
  return (item === 'events' && layers > 0) || (item === 'test-event' && tiktok > 0);
}

function groupLines(
  group: readonly (Finding & { readonly name: string })[],
  state: FindingState,
  verbose: boolean,
): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const names = nameList(
    group.map(({ name }) => name),
    verbose ? group.length : undefined,
  );
  return [line(1, `${first.item}  ${names}`, TONES[state]), ...details(first).map((text) => line(2, text))];
}
