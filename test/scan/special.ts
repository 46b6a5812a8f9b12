// oxlint-disable-next-line typescript/no-explicit-any -- functions of any kind, read from the sources by name
type Any = (...values: any[]) => any;

/** The call of a function whose arguments cannot be derived from their types, or which returns a function. */
export const SPECIAL: Readonly<Record<string, (found: Any, text: string) => unknown>> = {
  'yaml parse': (found, text) => found('a.yaml', new TextEncoder().encode(text)),
  'desired parsePastedConfig': (found, text) => found(new TextEncoder().encode(text), 'pasted'),
  'desired parsePastedByLayer': (found, text) => found(new TextEncoder().encode(text), [], 'pasted'),
  'settings documentMatcher': (found, text) => [found(text)('a'), found('**/*a*b')(text)],
  'settings globMatcher': (found, text) => [
    found(text)('a'),
    found(text.slice(0, 1000))(text),
    found('**/*a*b')(text),
    found('*/**/a/**/b')(text),
  ],
  'model nearest': (found, text) => [
    found(text, ['monthlyCostCap', `${text}b`, `b${text}`]),
    found('monthlyCostCap', [text]),
  ],
  'sandbox matchesPattern': (found, text) => [
    found(text, text),
    found('*a*b*', text),
    found(`${'*a'.repeat(50)}b`, text),
  ],
  'github commentSteps': (found, text) => found(text, '.', 'me', [{ id: 1, author: 'me', body: text }]),
  'github labelDoubtText': (found, text) => found(text, { reason: 'before', at: text }),
  'github lastPush': (found, text) => found(text, [], []),
  'github pusherOf': (found, text) => found(text, text, [], text),
  'layers undocumented': (found, text) => found(text, ['items', 0]),
  'render markComment': (found, text) => [
    found(text, { state: 'Stale', why: 'why', remedy: 'remedy' }, { hideMoney: true }),
    found('body', { state: 'Refused', why: text, remedy: text }, { hideMoney: true }),
  ],
  'tiktok pathOf': (found, text) => found('/a', { a: text }),
  'model moneyFromMajor': (found, text) => found(text, 'USD'),
  'model moneyRoundedUp': (found, text) => found(text, 'USD'),
  'render sentence': (found, text) => [found(text, true), found(text, false)],
  'desired noteLine': (found, text) => found(text, 'hidden'),
  'desired fragmentText': (found, text) => found('defaults/a.yaml', new Map([['objectives', [text]]])),
  'desired linesOfKey': (found, text) => found('objectives', new Map([['objectives', [text]]]), new Map()),
  'desired updatedText': (found, text) =>
    found(new TextEncoder().encode(text), {
      name: 'a',
      edits: [{ path: ['a'], value: 'b' }],
      open: ['objectives'],
      values: new Map(),
      notes: new Map(),
    }),
  'http proxyHost': (found, text) => found('https://a.test', { HTTPS_PROXY: 'http://b.test', NO_PROXY: text }),
  'operations invalidBase': (found, text) => found(text, []),
  'operations missingProblem': (found, text) => found(text, ['mode']),
  'render titledList': (found, text) => found(text, [text]),
  'render answeredComment': (found, text) =>
    found(
      text,
      { command: 'plan', names: [text], by: text, sentences: [text], listsCommands: false },
      { hideMoney: true },
    ),
  'render screenText': (found, text) => found(text, true),
  'tiktok bucketFor': (found, text) => found(text, 'basic'),
  'yaml editMembers': (found, text) => found(text, [{ path: ['a'], value: text }]),
  'yaml guardSecrets': (found, text) => found('a.yaml', text, undefined),
  'tiktok addDecimals': (found, text) => [found(text, text), found(text, '1')],
};

/** By room and name: functions that are left out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'io askText': 'reads a terminal; a test of its own has the texts',
  'publish markerRoot': 'joins paths of the disk, which are short, with what Node has for it',
  'action touchedLayers': 'reads git through its documents',
  'sandbox readRoute': 'declares a route of ours',
  'sandbox writeRoute': 'declares a route of ours',
  'sandbox shape': 'describes a part of a world in our words',
  'tiktok undocumented': 'has a name of ours in its message',
  'sandbox rowOf': 'puts a row of the world together',
  'apply notRecorded': 'names a project of a plan',
  'operations undoOutputs': 'joins paths of the disk, which are short',
  'sandbox sees': 'compares with a row of the world',
  'sandbox daysBetween': 'lists days, which the routes have checked',
  'operations newPath': 'joins the name of a layer and globs of the settings, which are short',
  'sandbox countDays': 'counts days, which the routes have checked',
};
