// Puts a packed release on its tags: node .ci/release.mjs FOLDER vX.Y.Z, in a clone of the commit that it was made from.
// The build commit is a child of that commit, which shows what it was built from; main never contains a bundle. A commit
// cannot contain its own id, so the tag is on a child of the build commit, whose examples are pinned to the build commit.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fillPins } from './fill-pins.mjs';

const [folder = '', version = ''] = process.argv.slice(2);
const numbers = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
if (!numbers.test(version)) fail(`${JSON.stringify(version)} is not of the form v1.2.3.`);
const packed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
if (version !== `v${packed}`) fail(`package.json says ${packed}, and the release is to be ${version}.`);

const major = version.split('.')[0];
const source = git('rev-parse', 'HEAD');
const tags = new Map(
  git('ls-remote', '--tags', 'origin')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\trefs/tags/').reverse()),
);
// An annotated tag is listed twice: as itself, and as the commit that it names.
const there = tags.get(`${version}^{}`) ?? tags.get(version);
if (there !== undefined && there !== source) fail(`${version} is released already, and a release does not change.`);

const build = commitOf(folder, source, `Build ${version}`);
const commit = pinnedCommit();
const newest = [...tags.keys()].filter((tag) => numbers.test(tag) && tag.startsWith(`${major}.`)).every(isBefore);
const moved = newest ? [version, major] : [version];
push(
  // What is there is what was looked at a moment ago, or nothing is pushed.
  ...moved.map((tag) => `--force-with-lease=refs/tags/${tag}:${tags.get(tag) ?? ''}`),
  'origin',
  ...moved.map((tag) => `${commit}:refs/tags/${tag}`),
);
console.log(`${moved.join(' and ')}: ${commit}, pinned to the build ${build}`);

/** The files of the build, with examples that name it. */
function pinnedCommit() {
  const pinned = mkdtempSync(join(tmpdir(), 'reconcile-pinned-'));
  try {
    cpSync(folder, pinned, { recursive: true });
    fillPins(pinned, build, version);
    return commitOf(pinned, build, `Release ${version}`);
  } finally {
    rmSync(pinned, { recursive: true, force: true });
  }
}

/** A commit that holds a folder's files alone. Its clock is the source's: the same again is the same commit. */
function commitOf(path, parent, message) {
  const scratch = mkdtempSync(join(tmpdir(), 'reconcile-release-'));
  try {
    const date = git('show', '--no-patch', '--format=%cI', source);
    const who = { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' };
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_WORK_TREE: resolve(path),
      GIT_DIR: git('rev-parse', '--absolute-git-dir'),
      GIT_AUTHOR_NAME: who.name,
      GIT_AUTHOR_EMAIL: who.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: who.name,
      GIT_COMMITTER_EMAIL: who.email,
      GIT_COMMITTER_DATE: date,
    };
    // .gitignore keeps dist/ out of main; a release is made to hold it.
    run(['add', '--all', '--force', '.'], { env, cwd: path });
    const tree = run(['write-tree'], { env });
    return run(['commit-tree', tree, '-p', parent, '-m', message], { env });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether a tag's version is not above the one to release. */
function isBefore(tag) {
  const [theirs, ours] = [tag, version].map((text) => numbers.exec(text).slice(1).map(Number));
  const at = theirs.findIndex((number, index) => number !== ours[index]);
  return at === -1 || theirs[at] < ours[at];
}

/** A credential helper gives the token to git from the environment, so it is in no command line and no file. */
function push(...args) {
  const helper = '!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f';
  run(['-c', 'credential.helper=', '-c', `credential.helper=${helper}`, 'push', '--atomic', ...args]);
}

function git(...args) {
  return run(args);
}

function run(args, { env = {}, cwd } = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, ...(cwd !== undefined && { cwd }) };
  return execFileSync('git', args, options).trim();
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
