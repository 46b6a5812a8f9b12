import type { CodeText } from './code-text.ts';

/** Problems of the command line, documents, settings and credentials. */
export const DOCUMENT_CODES = {
  'cli/usage': {
    meaning: 'The command line is invalid.',
    example: 'reconcile plan --bse main',
    cure: 'Run the command with --help for its options and examples.',
  },
  'cli/not-interactive': {
    meaning: 'A question could not be asked: there is no terminal.',
    example: 'reconcile apply < /dev/null',
    cure: 'Pass --auto-approve, or run the command in a terminal.',
  },
  'cli/interrupted': {
    meaning: 'A command with --format json was interrupted.',
    example: 'Ctrl-C during reconcile plan --format json',
    cure: 'Run the command again.',
  },
  'cli/bug': {
    meaning: 'A bug in reconcile ended a command with --format json.',
    example: 'Exit code 70',
    cure: 'Report it with the trace on standard error.',
  },
  'document/none': {
    meaning: 'No layer document was found.',
    example: 'layers: clients/**/*.yaml in reconcile.yaml, and no folder clients',
    cure: 'Pass a file, or correct layers in reconcile.yaml.',
  },
  'document/unreadable': {
    meaning: 'A file could not be read, or is outside the allowed folders.',
    example: 'reconcile plan ../other/acme.yaml',
    cure: 'Pass files below the folder of reconcile.yaml, and check their permissions.',
  },
  'document/too-large': {
    meaning: 'A file exceeds the limit: 1 MiB, or 256 MiB for plans, recordings and worlds.',
    example: 'A layer document of 2 MiB',
    cure: 'Keep one layer per file, without pasted exports.',
  },
  'document/encoding': {
    meaning: 'A file is not valid UTF-8.',
    example: 'A file saved as UTF-16 or Latin-1',
    cure: 'Save the file as UTF-8.',
  },
  'document/syntax': {
    meaning: 'A file is not valid YAML or JSON.',
    example: 'capi: { enabled: true',
    cure: 'Correct the line that the problem names; reconcile validate shows it.',
  },
  'document/duplicate-key': {
    meaning: 'A map contains the same key twice.',
    example: 'mode: byo, and mode: agency ten lines below',
    cure: 'Keep one of the keys.',
  },
  'document/directive': {
    meaning: 'A %YAML 1.1 line, which would change the meaning of plain words.',
    example: '%YAML 1.1',
    cure: 'Remove the line. Documents are YAML 1.2.',
  },
  'document/aliases': {
    meaning: 'Aliases multiply beyond the limit, or refer to no anchor.',
    example: 'objectives: *shared, without &shared',
    cure: 'Write the anchor before the alias, or put the text in quotes.',
  },
  'document/several': {
    meaning: 'A file contains more than one YAML document.',
    example: '--- between two layers',
    cure: 'Move each document into its own file.',
  },
  'document/unknown-field': {
    meaning: 'An unknown key.',
    example: 'pixle_id: C4A9P2Q7R5S8T1U6V2W0',
    cure: 'Correct the key, or remove it.',
  },
  'document/missing-field': {
    meaning: 'A required key is missing.',
    example: 'A document without project',
    cure: 'Add the key; the JSON Schema of layer documents lists those required.',
  },
  'document/invalid-value': {
    meaning: 'A value has the wrong type or is not allowed.',
    example: 'mode: self-service',
    cure: 'Write one of the values that the problem names.',
  },
  'document/unquoted-id': {
    meaning: 'A long id without quotes, which YAML would round.',
    example: 'adAccountId: 7098765432109876543',
    cure: 'Copy the id again, and put it in quotes.',
  },
  'document/secret': {
    meaning: 'A file contains a value that looks like a secret.',
    example: 'code: "#xY3…" instead of code: ${SPARK_ACME_1}',
    cure: 'Remove the value, and replace it where it was issued: git keeps the old one.',
  },
  'document/more-problems': {
    meaning: 'A file has more than 100 problems; the rest is only counted.',
    example: 'An indentation mistake in a long file',
    cure: 'Fix the problems above first; one mistake often causes many.',
  },
  'document/variable': {
    meaning: 'A ${NAME} is not allowed here, or its name is not allowed.',
    example: 'name: ${NAME}',
    cure: 'Use ${NAME} only as the whole value of spark[].code, with a name that starts with SPARK_.',
  },
  'document/variable-unset': {
    meaning: 'The environment variable of a ${NAME} is not set.',
    example: 'code: ${SPARK_ACME_1}, while SPARK_ACME_1 is not set',
    cure: 'Set the variable to the Spark code, or remove the entry.',
  },
  'document/placeholder': {
    meaning: 'An id of reconcile init that was not replaced. validate warns; outside of a sandbox, it stops the layer.',
    example: 'project: 00000000-0000-4000-8000-000000000000',
    cure: 'Write the real id. Until then, plan with --sandbox.',
  },
  'document/extends': {
    meaning: 'An extends that refers to no file, leaves the repository, or is a cycle.',
    example: 'extends: ../defaults/ois.yaml',
    cure: 'Correct the path; it is relative to the document and stays inside the repository.',
  },
  'document/duplicate-name': {
    meaning: 'Two documents have the same name.',
    example: 'name: acme-ios in two files',
    cure: 'Rename one of them.',
  },
  'document/duplicate-account': {
    meaning: 'Two documents have the same ad account.',
    example: 'One adAccountId in two documents',
    cure: 'Keep one document per ad account.',
  },
  'document/duplicate-project': {
    meaning: 'Two documents have the same project, and do not both name their layer.',
    example: 'One project in two documents, without layer',
    cure: 'Keep one document per project, or add layer: ID to each of them.',
  },
  'document/two-currencies': {
    meaning: 'A bare cap is inherited by ad accounts of two currencies.',
    example: 'monthlyCostCap: 30000 in a fragment of clients in USD and in EUR',
    cure: 'Write the cap with its currency ("30000 USD"), or use one fragment per currency.',
  },
  'document/others-invalid': {
    meaning: 'A warning: documents that the command does not cover are invalid.',
    example: 'reconcile plan layers/acme.yaml, while layers/beta.yaml has a mistake',
    cure: 'Run reconcile validate to see the problems.',
  },
  'cap/currency': {
    meaning: 'The cap has a different currency than the ad account.',
    example: 'monthlyCostCap: 30000 EUR for an ad account in USD',
    cure: 'Write the cap in the currency of the account; money is not converted.',
  },
  'cap/amount': {
    meaning: 'The cap is not a valid amount of its currency.',
    example: 'monthlyCostCap: 30.000 USD',
    cure: 'Write it with its currency and without thousands separators: "30000 USD".',
  },
  'settings/invalid': {
    meaning: 'The settings file is invalid.',
    example: 'costCapUnit: cents',
    cure: 'Correct the line that the problem names; the JSON Schema of the settings describes every key.',
  },
  'settings/unmatched-rule': {
    meaning: 'A warning: a rule under credentials matches no layer document.',
    example: 'match: layer/acme/**, while the folder is layers',
    cure: 'Correct the pattern, or remove the rule.',
  },
  'settings/origin': {
    meaning: 'Credentials cannot be sent to this API origin.',
    example: 'LAYERS_API_URL=https://api.layers.com.example',
    cure: 'Use the origin of the API, or add the host to RECONCILE_ALLOW_ORIGINS if you trust it.',
  },
  'credentials/missing': {
    meaning: 'An environment variable with a credential is not set.',
    example: 'reconcile plan without LAYERS_API_KEY',
    cure: 'Set the variable, name another one under credentials, or try without credentials: --sandbox.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
