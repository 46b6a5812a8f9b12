import type { ProblemCode } from '../problem.ts';

/** A problem of documents and settings that no editor shows, because JSON Schema cannot express its rule. */
type NotInEditor = {
  readonly code: ProblemCode;
  /** Only for this field and those in it. Absent: for all. */
  readonly field?: string;
  /** Only in documents with `extends`, and in fragments. */
  readonly inherited?: true;
  /** One sentence. */
  readonly reason: string;
};

/** In the order of the problem codes. All other problems of these files also appear in an editor. */
export const NOT_IN_EDITOR: readonly NotInEditor[] = [
  { code: 'document/none', reason: 'An editor checks the file that is open.' },
  { code: 'document/unreadable', reason: 'It depends on the folder of the settings and on permissions.' },
  { code: 'document/too-large', reason: 'JSON Schema has no size of a file.' },
  { code: 'document/encoding', reason: 'The editor decodes the file.' },
  { code: 'document/directive', reason: 'The line is YAML, and the schema sees only values.' },
  { code: 'document/aliases', reason: 'The schema sees only values. For an unknown alias there is a hint.' },
  { code: 'document/several', reason: 'A schema applies to each document in a file.' },
  { code: 'document/missing-field', inherited: true, reason: 'A fragment may contain the field.' },
  { code: 'document/invalid-value', field: 'pin', inherited: true, reason: 'A fragment may contain the facts.' },
  {
    code: 'document/invalid-value',
    field: 'pin.advertiser.timezone',
    reason: 'The known time zones are those of the system, and change.',
  },
  {
    code: 'document/invalid-value',
    field: 'spark',
    reason: 'JSON Schema compares whole entries, not their posts or codes.',
  },
  {
    code: 'document/invalid-value',
    field: 'monthlyCostCap',
    reason: 'JSON Schema cannot count the decimals of a number.',
  },
  { code: 'document/variable-unset', reason: 'It depends on the environment.' },
  { code: 'document/extends', reason: 'It depends on other files.' },
  { code: 'document/duplicate-name', reason: 'It depends on other documents.' },
  { code: 'document/duplicate-account', reason: 'It depends on other documents.' },
  { code: 'document/duplicate-project', reason: 'It depends on other documents.' },
  { code: 'document/two-currencies', reason: 'It depends on the ad accounts of several documents.' },
  { code: 'cap/currency', reason: 'It depends on the ad account.' },
  { code: 'settings/invalid', field: 'layers', reason: 'JSON Schema has no rules for globs.' },
  { code: 'settings/invalid', field: 'credentials', reason: 'JSON Schema has no rules for globs.' },
  {
    code: 'settings/invalid',
    field: 'policies',
    reason: 'JSON Schema cannot compare two days or two amounts, and has no calendar.',
  },
  { code: 'settings/unmatched-rule', reason: 'It depends on the layer documents.' },
  { code: 'settings/origin', reason: 'It depends on RECONCILE_ALLOW_ORIGINS.' },
];
