import type {
  Check,
  CheckCode,
  DesiredLayer,
  Finding,
  FindingState,
  LiveLayer,
  LiveSetup,
  PlannedLayer,
  Settings,
  TestEventResults,
  VerifyItem,
} from '../../model/index.ts';

/** One layer as `verify` judges it. */
export type Subject = {
  readonly desired: DesiredLayer;
  readonly live: LiveLayer;
  readonly planned: PlannedLayer;
  readonly setup: LiveSetup;
  readonly sent: TestEventResults;
  readonly settings: Settings;
  readonly today: Date;
};

/** Judges one or a few items. Returns nothing for an item that does not apply to the layer. */
export type VerifyRule = (subject: Subject) => readonly Finding[];

export function finding(item: VerifyItem, state: FindingState, message: string, remedy?: string): Finding {
  return { item, state, message, ...(remedy !== undefined && { remedy }) };
}

/** What the plan's checks found, so that nothing is judged twice. */
export function fromChecks({ planned }: Subject, item: VerifyItem, codes: readonly CheckCode[]): readonly Finding[] {
  return planned.checks.filter(({ code }) => codes.includes(code)).map((check) => fromCheck(item, check));
}

export function fromCheck(item: VerifyItem, check: Check): Finding {
  const { code, message, remedy } = check;
  return { ...finding(item, isUndecided(check) ? 'unknown' : 'red', message, remedy), code };
}

/** Reports what could not be read, or a status that TikTok does not document. */
function isUndecided({ code, severity }: Check): boolean {
  return UNREAD.has(code) || (STATUSES.has(code) && severity === 'warning');
}

const UNREAD: ReadonlySet<CheckCode> = new Set([
  'tiktok/account-unreadable',
  'tiktok/pixel-unreadable',
  'tiktok/spark-status',
  'layers/ambiguous',
  'ledger/edited',
]);

const STATUSES: ReadonlySet<CheckCode> = new Set(['tiktok/account-status']);
