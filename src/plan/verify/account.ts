import type { Finding } from '../../model/index.ts';
import { finding, fromChecks, type Subject, type VerifyRule } from './subject.ts';

/** An account that is not bound, without a valid token, or not enabled runs no ads. */
export const account: VerifyRule = (subject) => {
  const { adAccountId: id } = subject.desired.fields;
  if (id === undefined) {
    return [finding('account', 'unknown', 'The document has no ad account.', 'Add adAccountId to the document.')];
  }
  const found = [
    ...fromChecks(subject, 'account', [
      'tiktok/account-unreadable',
      'tiktok/account-status',
      'tiktok/partnership-pending',
    ]),
    ...token(subject),
    ...binding(subject, id),
  ];
  if (found.length > 0) return found;
  return [finding('account', 'green', `Ad account ${id} is bound, its token is valid, and TikTok has it enabled.`)];
};

/** In BYO mode the terminal can connect it again. */
function token(subject: Subject): readonly Finding[] {
  const found = fromChecks(subject, 'account', ['layers/token-status']);
  if (subject.desired.fields.mode === 'agency') return found;
  return found.map((one) => ({
    ...one,
    remedy: `Connect the account again: reconcile connect ${subject.desired.name}.`,
  }));
}

/** `tokenStatus` is not in every generation of the API, so it can be missing. */
function binding({ desired, live, planned }: Subject, id: string): readonly Finding[] {
  const bound = live.accounts.find(({ advertiserId }) => advertiserId === id);
  if (bound === undefined) {
    // The check of the plan has the same cause.
    if (planned.checks.some(({ code }) => code === 'tiktok/partnership-pending')) return [];
    const others = live.accounts.map(({ advertiserId }) => advertiserId);
    const listed = others.length === 0 ? 'no ad account' : others.join(', ');
    const message = `Layers does not list ad account ${id} in this project (it lists ${listed}).`;
    const remedy =
      desired.fields.mode === 'agency'
        ? 'Bind it in the setup wizard of the layer.'
        : `Connect it: reconcile connect ${desired.name}.`;
    return [finding('account', 'red', message, remedy)];
  }
  if (bound.tokenStatus !== undefined) return [];
  return [
    finding(
      'account',
      'unknown',
      `Layers does not show whether its token for ad account ${id} is valid.`,
      'Look at the account in the settings of the layer.',
    ),
  ];
}
