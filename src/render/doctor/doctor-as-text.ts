import {
  type ApiHealth,
  type CredentialRow,
  type CredentialState,
  type DoctorReport,
  isHealthy,
  type LiveAccount,
  MAX_SKEW_MS,
  type MayWrite,
  type Problem,
} from '../../model/index.ts';
import { sandboxHead } from '../parts/coverage.ts';
import { counted, details, namesText } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, maxNamesOf, type TextOptions } from '../parts/terminal.ts';

const MAX_SHOWN_NAMES = 5;

/** Versions, APIs and one row per credential rule, with a remedy for each fault. */
export function doctorAsText(report: DoctorReport, options: TextOptions): string {
  const { versions, settings, apis, credentials, sandbox } = report;
  const healthy = isHealthy(report);
  const head = healthy ? 'Everything is in order.' : 'Something needs a remedy.';
  return asTerminal(
    joinSections([
      [line(0, `${sandboxHead(sandbox)}${head}`, healthy ? 'good' : 'bad')],
      [
        line(0, `Versions: reconcile ${versions.reconcile}, Node ${versions.node}, git ${versions.git ?? 'not found'}`),
        ...(versions.git === null ? [line(1, 'Only --base and explain NAME FIELD need git.', 'quiet')] : []),
        line(0, `Settings: ${settings ?? 'none (defaults)'}`),
      ],
      [line(0, 'APIs', 'strong'), ...apis.flatMap(apiLines)],
      [
        line(0, 'Credentials', 'strong'),
        ...credentials.flatMap((row) => rowLines(row, maxNamesOf(options, MAX_SHOWN_NAMES))),
      ],
    ]),
    options,
  );
}

function apiLines(health: ApiHealth): readonly Line[] {
  const { api, origin, proxy, reachable, skewMs, problem } = health;
  const through = proxy === null ? '' : ` through the proxy ${proxy}`;
  const state = reachable === null ? 'not tried' : reachable ? 'reachable' : 'not reachable';
  return [
    line(1, `${api}: ${origin}${through}, ${state}${skewText(skewMs)}`, reachable === false ? 'bad' : undefined),
    ...(Math.abs(skewMs ?? 0) > MAX_SKEW_MS ? [line(2, 'Set the clock of this machine (NTP).')] : []),
    ...problemLines(problem),
  ];
}

/** The header has whole seconds. */
function skewText(skewMs: number | null): string {
  if (skewMs === null) return '';
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (seconds < 2) return ', same time';
  return `, this clock is ${counted(seconds, 'second')} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}

function rowLines({ match, serves, layers, tiktok }: CredentialRow, maxNames: number): readonly Line[] {
  const used = serves.length === 0 ? 'no layer' : namesText(serves, maxNames);
  return [
    line(1, `${match ?? 'without a rule'}: ${used}`),
    ...credentialLines(layers, ({ organization, organizationName, tier, scopes, mayWrite }) => [
      `organization ${organization}${organizationName === '' ? '' : ` (${organizationName})`}, tier ${tier}`,
      `scopes: ${scopes === undefined || scopes.length === 0 ? 'none shown' : scopes.join(', ')}`,
      `may write: ${writesText(mayWrite)}`,
    ]),
    ...credentialLines(tiktok, ({ account }) => [
      ...accountLines(account),
      'scopes: no API shows them',
      'may write: unknown',
    ]),
  ];
}

function accountLines(account: LiveAccount): readonly string[] {
  if (account.state === 'seen') return [`reads ad account ${account.facts.advertiserId} (${account.facts.name})`];
  if (account.state === 'unnamed') return [];
  const remedy = 'Use a token of a user with access to the account, or correct adAccountId.';
  return [`cannot read the ad account: ${account.reason}`, remedy];
}

type Credential<F> = { readonly variable: string } & CredentialState<F>;

function credentialLines<F>(credential: Credential<F>, factsOf: (facts: F) => readonly string[]): readonly Line[] {
  const { variable } = credential;
  switch (credential.state) {
    case 'accepted':
      return [line(2, `${variable}: accepted`, 'good'), ...factsOf(credential.facts).map((text) => line(3, text))];
    case 'failed':
      return [line(2, `${variable}: ${failure(credential.problem)}`, 'bad'), ...problemLines(credential.problem, 3)];
    case 'not set':
      return [line(2, `${variable}: not set`, 'bad'), line(3, credential.remedy)];
    case 'not tried':
      return [line(2, `${variable}: set, not tried`, 'warning'), line(3, credential.reason)];
    default:
      return credential satisfies never;
  }
}

function failure({ code }: Problem): string {
  return code === 'api/unauthenticated' ? 'rejected' : code === 'api/suspended' ? 'suspended' : 'not verified';
}

function problemLines(problem: Problem | undefined, indent = 2): readonly Line[] {
  return problem === undefined ? [] : details(problem).map((text) => line(indent, text));
}

function writesText({ ledger, capi, campaigns }: MayWrite): string {
  const word = (value: boolean | null): string => (value === null ? 'unknown' : value ? 'yes' : 'no');
  return `ledger ${word(ledger)}, CAPI toggle ${word(capi)}, campaigns ${word(campaigns)}`;
}
