// oxlint-disable-next-line typescript/no-explicit-any -- functions of any kind, read from the sources by name
type Any = (...values: any[]) => any;

/** The call of a function whose arguments cannot be derived from their types, or which returns a function. */
export const SPECIAL: Readonly<Record<string, (found: Any, text: string) => unknown>> = {
  'yaml/parse.ts parse': (found, text) => found('a.yaml', new TextEncoder().encode(text)),
  'desired/pasted.ts parsePastedConfig': (found, text) => found(new TextEncoder().encode(text), 'pasted'),
  'settings/layer-files.ts documentMatcher': (found, text) => [found(text)('a'), found('**/*a*b')(text)],
  'settings/glob.ts globMatcher': (found, text) => [
    found(text)('a'),
    found(text.slice(0, 1000))(text),
    found('**/*a*b')(text),
    found('*/**/a/**/b')(text),
  ],
  'model/nearest.ts nearest': (found, text) => [
    found(text, ['monthlyCostCap', `${text}b`, `b${text}`]),
    found('monthlyCostCap', [text]),
  ],
  'sandbox/pattern.ts fits': (found, text) => [
    found(text, text),
    found('*a*b*', text),
    found(`${'*a'.repeat(50)}b`, text),
  ],
  'github/comment.ts commentSteps': (found, text) => found(text, '.', 'me', [{ id: 1, author: 'me', body: text }]),
  'github/comment.ts ourComments': (found, text) => found('.', 'me', [{ id: 1, author: 'me', body: text }]),
  'github/labels.ts labelDoubtText': (found, text) => found(text, { reason: 'before', at: text }),
  'github/labels.ts lastPush': (found, text) => found(text, [], []),
  'github/trust.ts pusherOf': (found, text) => found(text, text, [], text),
  'render/json.ts confirmedAsJson': (found, text) => found(text, undefined),
  'render/outcome-stale.ts staleComment': (found, text) => [
    found(text, 'why', { hideMoney: true }),
    found('body', text, { hideMoney: true }),
  ],
  'tiktok/query.ts pathOf': (found, text) => found('/a', { a: text }),
  'model/money.ts moneyFromMajor': (found, text) => found(text, 'USD'),
  'model/money.ts moneyRoundedUp': (found, text) => found(text, 'USD'),
  'tiktok/decimal.ts addDecimals': (found, text) => [found(text, text), found(text, '1')],
};

/** Functions that are left out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'publish/pull-request-target.ts markerRoot': 'joins paths of the disk, which are short, with what Node has for it',
  'action/apply/branch-updates.ts touchedBy': 'reads git through its documents',
  'sandbox/tiktok/route.ts readRoute': 'declares a route of ours',
  'sandbox/tiktok/route.ts writeRoute': 'declares a route of ours',
  'sandbox/tiktok/account-budgets.ts rowOf': 'puts a row of the world together',
  'apply/project-record.ts unrecorded': 'names a project of a plan',
  'io/undo-folder.ts undoOutputs': 'joins paths of the disk, which are short',
  'sandbox/tiktok/access.ts sees': 'compares with a row of the world',
  'sandbox/clock.ts daysBetween': 'lists days, which the routes have checked',
  'sandbox/clock.ts countDays': 'counts days, which the routes have checked',
};
