import type { CodeText } from './code-text.ts';

/** Problems of plans, git, an apply, GitHub and files. */
export const RUN_CODES = {
  'plan/unreadable': {
    meaning: 'The saved plan could not be read.',
    example: 'reconcile apply notes.json',
    cure: 'Pass a file that reconcile plan --out wrote, without edits.',
  },
  'plan/shard': {
    meaning: 'Saved plans are not the whole plan: one is only a shard, or shards do not belong together.',
    example: 'reconcile apply plan-2.json, which plan --shard 2/4 saved',
    cure: 'Merge all shards of one commit: reconcile show --merge plan-1.json plan-2.json --out plan.json.',
  },
  'base/unknown': {
    meaning: 'The base does not exist in git.',
    example: 'reconcile plan --base main in a clone without main',
    cure: 'Fetch the branch, or name a commit that git log shows. In actions/checkout, set fetch-depth: 0.',
  },
  'base/no-git': {
    meaning: 'git is not installed.',
    example: 'A container image without git',
    cure: 'Install git.',
  },
  'base/no-repository': {
    meaning: 'The folder is not in a git repository.',
    example: 'reconcile plan --base main in a folder without .git',
    cure: 'Run the command in a clone. A plan without --base needs none.',
  },
  'base/other-owner': {
    meaning: 'git does not read the repository, because a different user owns it.',
    example: 'A container that runs as root in a mounted clone',
    cure: 'If you trust the repository, add it to safe.directory of git.',
  },
  'base/unreadable': {
    meaning: 'git could not read the repository.',
    example: 'A damaged .git folder',
    cure: 'Run git fsck. reconcile needs git 2.30 or newer.',
  },
  'base/partial': {
    meaning: 'The clone does not have all files of the base.',
    example: 'git clone --filter=blob:none',
    cure: 'Clone without a filter, or run git fetch --refetch --no-filter.',
  },
  'base/sparse': {
    meaning: 'A sparse checkout leaves out layer documents.',
    example: 'git sparse-checkout set docs',
    cure: 'Run git sparse-checkout disable, or add the folders of all layer documents.',
  },
  'base/submodule': {
    meaning: 'Layer documents are in a submodule, so the base does not have them.',
    example: 'layers/ as a submodule',
    cure: 'Run reconcile in the repository of the submodule, or narrow layers in reconcile.yaml.',
  },
  'base/invalid': {
    meaning: 'The documents at the base are invalid, so they cannot be compared.',
    example: 'main contains a document with a mistake',
    cure: 'Fix it on that branch first, or plan without --base.',
  },
  'record/unreadable': {
    meaning: 'The recording of an earlier run could not be read.',
    example: 'reconcile plan --replay notes.json',
    cure: 'Pass a file that --record wrote, without edits.',
  },
  'plan/mismatch': {
    meaning: 'The saved plan was made for other documents, a different API origin or a different organization.',
    example: 'A plan of the sandbox that is applied to api.layers.com',
    cure: 'Make a new plan in this environment: reconcile plan --out FILE.',
  },
  'apply/stale': {
    meaning: 'A live value changed since it was read.',
    example: 'A person changed the cap in the dashboard after the review',
    cure: 'Run reconcile plan again, and review the new plan.',
  },
  'apply/no-effect': {
    meaning: 'A write was accepted, but the live value did not change.',
    example: 'Layers accepts the CAPI toggle, and capi-status still shows the old value',
    cure: 'Set the value in the dashboard, then run reconcile plan again.',
  },
  'apply/wrong-post': {
    meaning: 'A Spark code authorises a different post than the document names.',
    example: 'SPARK_ACME_1 holds the code of a different post',
    cure: 'Set the variable to the code of the right post, or correct item.',
  },
  'apply/rejected': {
    meaning: 'A person rejected a pause at the write gate, so this plan does not request it again.',
    example: 'The customer rejects the pause of a campaign',
    cure: 'Resolve it with the approver, then make a new plan and have it reviewed.',
  },
  'apply/partial': {
    meaning: 'A part of a failed change succeeded.',
    example: 'The partnership exists, but its ad account is not shared',
    cure: 'Run reconcile apply again; it continues with the rest.',
  },
  'apply/concurrent-run': {
    meaning: 'A different run is writing to the same project.',
    example: 'Two workflows apply to one project',
    cure: 'Run it again after the other run has ended, or wait longer: --wait-claim 10m.',
  },
  'apply/incomplete': {
    meaning: 'Nothing was applied, because no layer could be planned.',
    example: 'The only document of an apply is invalid',
    cure: 'Resolve the problems above, or pass the documents to apply as paths.',
  },
  'apply/interrupted': {
    meaning: 'The apply was interrupted.',
    example: 'Ctrl-C during an apply',
    cure: 'Run it again; it continues from the live state.',
  },
  'import/missing-value': {
    meaning: 'No API shows a value that a document needs, so an import did not write the document.',
    example: 'The mode of an ad account that Layers lists without it',
    cure: 'Copy the config of the layer from "View as JSON", and run reconcile import NAME --json FILE.',
  },
  'import/several-layers': {
    meaning: 'A project has several TikTok layers or ad accounts, and an import cannot tell their values apart.',
    example: 'Two ad accounts in one project without documents',
    cure: 'Write one document for each layer, with layer: ID, and import again.',
  },
  'import/no-place': {
    meaning: 'The settings have no path for the document of a project.',
    example: 'layers: clients/acme.yaml, and a second project',
    cure: 'Widen layers or the match of the credentials in reconcile.yaml.',
  },
  'import/unknown-project': {
    meaning: 'A document cannot be read, so an import does not know its project and creates no documents.',
    example: 'A syntax error in a document, and no project id',
    cure: 'Fix the document or remove it, and import again.',
  },
  'import/not-updated': {
    meaning: 'A document differs from live state, and an import could not edit exactly these values.',
    example: 'Two values that share one YAML anchor',
    cure: 'Edit the values manually; reconcile explain NAME FIELD shows the live value.',
  },
  'confirm/invalid': {
    meaning: 'The pasted text is not a config of this layer.',
    example: 'The JSON of a different layer',
    cure: 'Copy the text of "View as JSON" of this layer again.',
  },
  'confirm/not-ours': {
    meaning: 'A different repository manages the layer.',
    example: 'acme/other manages the layer',
    cure: 'Confirm it there, or take it over with --allow owner=NAME.',
  },
  'confirm/not-adopted': {
    meaning: 'The current config is unknown, so a manual step cannot be confirmed.',
    example: 'reconcile confirm acme-ios, before the layer is adopted',
    cure: 'Copy its config from "View as JSON" and run reconcile confirm NAME --json -.',
  },
  'confirm/not-recorded': {
    meaning: 'A statement could not be recorded.',
    example: 'A statement about a layer of a different repository',
    cure: 'Follow the message, then confirm again.',
  },
  'confirm/contradicted': {
    meaning: 'The pasted config differs from the values that an API shows.',
    example: 'The pasted pixel differs from the one that capi-status shows',
    cure: 'Copy the config again. After a change, wait a few minutes first.',
  },
  'github/not-planned': {
    meaning: 'A pull request changes layers, but its author has no access to credentials.',
    example: 'A pull request from a fork',
    cure: 'Have it reviewed, and push the branch to this repository.',
  },
  'github/not-reviewed': {
    meaning: 'Commits on the branch have no trusted reviewed plan, or a different plan than the named one.',
    example: 'A push to main without a pull request',
    cure: 'Run the apply workflow manually with the digest that it prints.',
  },
  'github/no-pull-request': {
    meaning: 'The pull request of a comment is unknown.',
    example: 'reconcile comment on a push event',
    cure: 'Run it on pull_request, or pass --repo and --pull.',
  },
  'github/refused': {
    meaning: 'GitHub refused a request.',
    example: 'A job without pull-requests: write',
    cure: 'Add the permission that the message names to the workflow.',
  },
  'github/rate-limited': {
    meaning: 'GitHub limits the rate of requests, and the wait would be too long.',
    example: 'Many jobs with one token within an hour',
    cure: 'Run it again after the time in the message.',
  },
  'github/unreachable': {
    meaning: 'GitHub could not be reached, or failed.',
    example: 'An outage of GitHub',
    cure: 'Run it again later.',
  },
  'github/unreadable': {
    meaning: 'GitHub, or the event file, returned an undocumented response.',
    example: 'An event file of a different event',
    cure: 'Use the action for the events that it supports.',
  },
  'disk/unwritable': {
    meaning: 'A file could not be written.',
    example: 'reconcile plan --out /etc/plan.json',
    cure: 'Pass a different path, or make the folder writable.',
  },
  'schema/outdated': {
    meaning: 'A local copy of a schema is not the one of this version, so the editor checks other rules.',
    example: 'schemas/layer.schema.json after an update of reconcile',
    cure: 'Write the copy again: reconcile schema layer > schemas/layer.schema.json.',
  },
  'sandbox/world': {
    meaning: 'The world file is invalid.',
    example: '--sandbox worlds/acme.yml, which does not exist',
    cure: 'Correct the file; schemas/world.schema.json describes it.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
