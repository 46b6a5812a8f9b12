// Finds names that the project no longer uses. `node test/old-names.mjs [PATH…]` prints each as `file:line old > new`
// and exits 1 if there are any. With paths, it checks only the files under them, such as `src/apply`.
//
// The list has one section for each room. A section has up to five kinds of names:
//
// - everywhere: a name that is no English word. It is neither a whole word in a file of the source, the tests, the
//   schemas, the examples and the guides, nor the name of a file. `*Seen` is every capitalized identifier with that end.
// - files: a name of a file or a folder of the section, or an extension of a file.
// - code: an English word that is no identifier in the code of the section. Comments and texts may contain it.
// - declared: an English word that names other things as well, such as a parameter. Only a declaration at the beginning
//   of a line (`export const NAME`, `type NAME`, `function NAME`), a member of a type (`readonly NAME`) and, in JSON, a key
//   count. `Type.name` is the member of one type.
// - values: a text in quotes that was a value of a union.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOTS = ['src', 'test', 'schemas', 'examples', '.github', '.ci', 'README.md', 'action.yml', 'package.json'];
/** Two files have the old names; the folder is a copy of GitHub's OpenAPI document. */
const NOT_CHECKED = ['test/old-names.mjs', 'test/old-names.test.ts', 'test/fixtures'];

/** Each name is `old > new`, or `old, old > new`; names are separated by semicolons. */
const SECTIONS = [
  {
    in: [
      'src/model',
      'src/plan',
      'src/render',
      'src/live',
      'src/apply',
      'test/plan',
      'test/render',
      'test/live',
      'test/apply',
    ],
    everywhere: `SeenFields > LiveFields; *Seen > Live…; SparkWish > DesiredSparkPost; BESIDE_PATHS > EXTRA_PATHS;
      WRITTEN_PATHS > DOCUMENT_PATHS`,
    files: 'where > location',
    code: 'Seen > LiveValue; Where > Location; strangers > unknownKeys',
    declared: 'where > location',
  },
  { in: ['src/model'], code: 'settled > canonicalValue', declared: 'Entry.on > waitingOn' },
  { in: ['src/layers'], code: 'LiveConfig > FetchedConfig' },
  {
    in: ['src/model', 'src/plan', 'src/render', 'schemas'],
    everywhere: 'notLookedAt > skipped; toCome > forecast',
    declared: 'gone > removed; todo > instructions; doing > tasks; Change.after > dependsOn; where > location',
    values: `asked > requested`,
  },
  { in: ['src/model/change.ts', 'schemas'], declared: 'seen > live' },
  { in: ['src/model', 'src/plan', 'schemas'], values: 'nobody > none; some > partly' },
  {
    in: ['src'],
    everywhere: `layers/strangers > layers/unknown-keys; apply/rival > apply/concurrent-run; apply/in-part > apply/partial;
      apply/without-effect > apply/no-effect; apply/other-post > apply/wrong-post; plan/elsewhere > plan/mismatch`,
  },
  {
    in: ['src/plan', 'test/plan'],
    everywhere: 'seenAt > liveAt; wished > desired',
    code: `wanted > desiredWire; wish > desired; yours > changedByDiff; Rule > ChangeRule; Examine > CheckRule;
      Whole > PolicyInput; judge > evaluatePolicies; isHeld > isEnforced`,
  },
  {
    in: ['src/yaml', 'src/text'],
    everywhere: `PlacedMap > MapNode; PlacedList > ListNode; PlacedScalar > ScalarNode; pastedUnderHead > splitPastedJson`,
    files: 'text > yaml; placed > nodes; halves > pasted-json; glob > settings/glob; nearest > model/nearest',
    code: 'placed > nodes; Placed > DocumentNode; halves > pasted-json',
  },
  {
    in: ['src/desired', 'test/desired'],
    files: 'beside > extras-shape; whole > cross-field; rivals > duplicates; places > locations; address > filePath',
    code: 'beside > extrasShape; whole > crossField; rivals > duplicates; places > locations; address > filePath',
  },
  {
    in: ['src/live', 'test/live'],
    everywhere: 'ask-once > concurrency; side-by-side > concurrency; askOnce > memoize; sideBySide > mapConcurrently',
    files: 'looked > first-pass; further > second-pass',
    code: 'looked > firstPass; Looked > FirstPass; further > secondPass; Further > SecondPass',
  },
  {
    in: ['src/apply', 'test/apply'],
    everywhere: `handsOf > writersFor; HANDS > EXECUTORS; lookUntil > readUntil; PATIENCE > READ_BACK_DELAYS_MS;
      inPart > partlyApplied; afterFailure > resolveFailedWrite; ledgerFits > checkLedgerSize; journalled > withJournal`,
    files: `hands > executor; share > partnership; link > pixel-link; hold > cap-enforcement; authorise, authorise-spark >
      spark-authorise; patience > read-until; rivals > concurrent-runs`,
    code: `Hand > Executor; Hands > Writers; hands > executors; share > partnership; link > pixelLink; hold > capEnforcement;
      authorise > sparkAuthorise; Carried > WriteOutcome; Stand > CampaignState; Became > CampaignOutcome; Held > HeldClaim;
      holds > isActive; rivals > concurrentRuns; fits > checkLedgerSize`,
    values: 'held > queued; unseen > unconfirmed; rival > taken',
  },
  {
    in: ['src/http', 'src/tiktok', 'src/layers', 'test/http', 'test/tiktok', 'test/layers'],
    everywhere:
      'sayWithout > sanitizerFor; explainLost > transportProblem; nextWait > nextDelayMs; longestWait > maxDelayMs',
    files: 'judge > interpret; say > sanitize; lost > transport-problem; lanes, pace > rate-limit',
    code: `judge > interpret; Say > Sanitize; say > sanitize; Said > ErrorBody; words > rawMessage; Trouble > RetryReason;
      trouble > retryReason; lanes > rateLimits; Lane > RateBucket; pace > rateState; Pace > RateState;
      Allowance > RateLimit; slower > backOff; tried > attempt; tries > maxAttempts; Call > ApiRequest; Reply > ApiResponse;
      Answer > SendResult; Refused > ApiFailure`,
    values: 'trouble > retry',
  },
  {
    in: ['src/github', 'test/github'],
    everywhere: 'isUntrusted > isCertificateError; issueHands > issueMethods; peopleReads > permissionReads',
    files: `judge > errors; facts > shapes; untrusted > certificate-error; place > ref; people > permissions;
      trust > review-trust`,
    code: `judge > errors; Untrusted > CertificateError; place > ref; Place > RepositoryRef; Answer > GitHubResult;
      Refused > GitHubFailure; Distrust > UntrustedReason`,
  },
  {
    in: ['src/render', 'test/render'],
    everywhere: 'verdictText > headlineText; seenSide > valueSide',
    files: `base > sections; hidden > public-redaction; people > manual-steps; fitting > fit-to-limit; verdict > headline;
      not-planned > problems-page`,
    code: 'verdict > headline; apart > joinSections; said > details; Delivery, Told > UpdateOutcome; LeftOut > NotApplied',
  },
  {
    in: ['src/model', 'src/render', 'src/action', 'src/publish', 'test/render', 'test/action'],
    everywhere: 'DeliveryResult > UpdateResult',
    code: 'Delivery > UpdateOutcome; Told > UpdateOutcome; LeftOut > NotApplied',
    values: 'carried out > applied; held > blocked',
  },
  {
    in: ['src/io', 'src/machine.ts'],
    everywhere: 'real-machine > node-machine; Taped > RecordedResponse',
    files: 'documents > find-documents; cleaned > redact-deep; tape > recording',
    code: `cleaned > redactDeep; tape > recording; Tape > Recorder; play > replay; keep > record; Asked > RecordedRequest`,
    declared: 'Record > Recording',
    values: 'blank > missing',
  },
  {
    in: ['src/operations'],
    everywhere: `WritingBench > WriteContext; openBench > openReadContext; BenchOptions > ContextOptions; reachApis > openApis;
      checkAfresh > replan; CarriedOut > ApplyResult; lookAgain > closingPlan;
      openBase > openBaseWorkspace; ownRules > useCheckoutSettings`,
    files: 'planning > run-context; ports > open-apis; applying > apply-reviewed; base > base-workspace',
    code: `Bench > ReadContext; bench > context; Ready > ReadyPlan; against > scopeOf; carryOut > applyAndReplan; Checked > Replanned;
      mends > allowInvalidBase; beside > unselected`,
  },
  {
    in: ['src/publish'],
    everywhere: `placeOf > pullRequestTarget; markOf > markerRoot; sayToRunner > writeWorkflowCommands;
      tellRunner > publishToRunner; reach-github > open-github; reachGitHub > openGitHub;
      reachRepository > openRepository; WayToGitHub > GitHubAccess`,
    files: 'audience > visibility; place > pull-request-target; runner > runner-files',
    code: 'audience > visibility; place > pullRequestTarget',
  },
  {
    in: ['src/action', 'test/action'],
    everywhere: `ROADS > ACTION_COMMANDS; planRoad > planCommand; openGround > openActionContext; what-came > branch-updates;
      WhatCame > PendingUpdates; whoReviewed > assignLayers; takenOver > superseded; leftBehind > unappliedFields;
      checkParts > replanSlices; carryOutParts > applySlices; planWhole > planRemaining; wayOn > nextSteps;
      shareOf > outcomeForUpdate; allowancesOf > labelAllowances; liftedBy > labelAllowances; reviewOf > findReviewedPlan;
      untouchedRules > checkControlFiles; validateStranger > validateUntrusted; strangerBehind > untrustedActor;
      markNotPlanned > markPlanFailed; tell-outcome > publish-outcome; tell-findings > publish-findings;
      tellProblems > publishProblems; tellOutcome > publishOutcome; tellFindings > publishFindings;
      audienceOf > publishOptions; readArrivals > readBranchUpdates`,
    files: `road > run; ground > context; arrivals > branch-updates; reviewed > assign-layers; parts > reviewed-slices;
      rest > remaining-plan; merged > apply-merged; by-digest > apply-by-digest; labels > label-allowances;
      trust > reviewed-plan; offline > validate-untrusted; not-planned > mark-plan-failed; tell > publish-problems`,
    code: `road > command; Road > ActionCommand; roads > commands; ground > context; Ground > ActionContext; arrivals > branchUpdates;
      Arrival > BranchUpdate; Part > PlanSlice; parts > slices; worst > worstExitCode; rest > remaining; Whole > RemainingPlan;
      Distrust > UntrustedReason; Audience > PublishOptions; tell > publish`,
  },
  {
    in: ['src/cli', 'test/cli'],
    everywhere: 'sayProblems > printProblems',
    files: 'say > print-problems',
    code: 'say > print',
  },
  {
    in: ['src/sandbox', 'test/sandbox'],
    everywhere: `tellStatus > mirrorStatus; tellBudget > mirrorBudget; book-world > records-world;
      spokenLayer > addressedLayer; letHappen > runDueActions; Happening > ScheduledAction`,
    files: `control > admin; desk > admin-routes; twin > campaign-mirror; portal > oauth-page; settle > apply-elapsed-time;
      chance > seeded-random`,
    code: `desk > adminRoutes; twin > campaignMirror; portal > oauthPage; settle > applyElapsedTime; chance > seededRandom;
      happenings > scheduledActions`,
  },
  {
    in: ['test'],
    everywhere: `torture > faults; run schemas > run generate; paper-layers > fake-layers; still-machine > fake-machine; Affliction > InjectedFault;
      hiccups > transientFaults; leavesOf > flattenWorld; test:full > test:all`,
    files: `torture > faults; full > slow; then > golden; stage > harness; slips > mutations; bed > harness; errands > commands;
      leaves > flat-world; ground > setup; laws > invariants; some > run-selection; chosen > select; rivals > concurrent-runs`,
    code: `stage > harness; paper > fake; slips > mutations; walls > persistentFaults; bed > harness; errands > commands;
      Errand > CommandCase; leaves > flatWorld; ground > setup; laws > invariants; chosen > selected; rivals > concurrentRuns`,
  },
];

/** One name of a section, and how to find it. */
const NAMES = SECTIONS.flatMap(({ in: folders, ...kinds }) =>
  Object.entries(kinds).flatMap(([kind, text]) =>
    text.split(';').flatMap((entry) => {
      const [olds = '', now = ''] = entry.split('>').map((side) => side.replaceAll(/\s+/g, ' ').trim());
      return olds.split(', ').map((old) => ({ kind, old, now, folders: kind === 'everywhere' ? ROOTS : folders }));
    }),
  ),
);

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A name as a whole word. Hyphens and slashes belong to words, so `plan-labels` does not contain `labels`. */
function wholeWord(name) {
  const pattern = name.startsWith('*') ? `[A-Z]\\w*${name.slice(1)}` : escaped(name);
  return new RegExp(`(?<![\\w$/-])${pattern}(?![\\w$-])`);
}

/** A declaration at the beginning of a line, a member of a type, or a key of JSON. */
function declaration(name) {
  const keyword = '(?:const|let|function\\*?|type|class|interface|enum)';
  return new RegExp(`^(?:export )?(?:async )?${keyword} ${name}\\b|\\breadonly ${name}\\??:|^\\s*"${name}":`);
}

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/;
const TEMPLATE = /`(?:[^`\\]|\\.)*`/;
const PATTERN = /(?<=[(,=:[!&|?{};\n] *)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;
const NO_CODE = new RegExp([COMMENT, STRING, TEMPLATE, PATTERN].map(({ source }) => source).join('|'), 'g');

/** The code of a file, line by line: spaces replace comments and texts, but not the code inside of templates. */
function codeOf(text) {
  return text
    .replaceAll(NO_CODE, (found) =>
      found.replaceAll(found.startsWith('`') ? /\$\{[^}]*\}|[^\n]/g : /[^\n]/g, (part) =>
        part.length > 1 ? part : ' ',
      ),
    )
    .split('\n');
}

/** Lines (counted from 1) of `text` on which the type has the member. */
function memberLines(lines, [type, member]) {
  const start = lines.findIndex((line) => new RegExp(`^(?:export )?type ${type} = `).test(line));
  const length = start < 0 ? 0 : lines.slice(start + 1).findIndex((line) => /^\}|^$/.test(line));
  return lines
    .slice(start + 1, start + 1 + length)
    .flatMap((line, index) => (new RegExp(`^ {2}readonly ${member}\\??:`).test(line) ? [start + 2 + index] : []));
}

/** Line 1, if the file or one of its folders has the name. */
function filesNamed(path, name) {
  return path.split('/').some((part) => part.split('.').includes(name)) ? [1] : [];
}

/** Line numbers, counted from 1, on which a file has an old name. */
function linesWith({ kind, old }, { path, text }) {
  if (kind !== 'files' && !text.includes(old.replace(/^\*|^\w+\./, '')))
    return kind === 'everywhere' ? filesNamed(path, old) : [];
  const matching = (lines, pattern) => lines.flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
  const lines = text.split('\n');
  switch (kind) {
    case 'everywhere':
      return [...filesNamed(path, old), ...matching(lines, wholeWord(old))];
    case 'files':
      return filesNamed(path, old);
    case 'code':
      return /\.m?ts$|\.mjs$/.test(path) ? matching(codeOf(text), wholeWord(old)) : [];
    case 'declared':
      return old.includes('.') ? memberLines(lines, old.split('.')) : matching(lines, declaration(old));
    case 'values':
      return matching(lines, new RegExp(`(["'])${escaped(old)}\\1(?!:)`));
    default:
      throw new Error(`"${kind}" is not a kind of names`);
  }
}

const isUnder = (path, folder) => path === folder || path.startsWith(`${folder}/`);

function readFiles() {
  const paths = ROOTS.flatMap((root) =>
    statSync(root).isFile()
      ? [root]
      : readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name)),
  );
  return paths
    .filter((path) => !NOT_CHECKED.some((folder) => isUnder(path, folder)) && !path.includes('/.reconcile/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The old names in one file, as `file:line old > new`. */
export function oldNamesIn(path, text) {
  const names = NAMES.filter(({ folders }) => folders.some((folder) => isUnder(path, folder)));
  const found = names.flatMap((name) =>
    linesWith(name, { path, text }).map((line) => `${path}:${line} ${name.old} > ${name.now}`),
  );
  return [...new Set(found)];
}

/** The old names in every file under one of `folders`. */
export function findOldNames(folders = ROOTS) {
  return readFiles()
    .filter(({ path }) => folders.some((folder) => isUnder(path, folder)))
    .flatMap(({ path, text }) => oldNamesIn(path, text));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2).map((path) => path.replace(/\/$/, ''));
  const found = findOldNames(given.length > 0 ? given : ROOTS);
  process.stdout.write(found.map((line) => `${line}\n`).join(''));
  process.exitCode = found.length > 0 ? 1 : 0;
}
