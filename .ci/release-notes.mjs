// Prints the notes of a release: node .ci/release-notes.mjs vX.Y.Z, in a clone with all tags, at the commit to release.
// One line per commit since the release before. The tag of a release is two commits above the one it was made from.
import { execFileSync } from 'node:child_process';

const [version = ''] = process.argv.slice(2);
const numbers = /^v(\d+)\.(\d+)\.(\d+)$/;
if (!numbers.test(version)) throw new Error(`${JSON.stringify(version)} is not of the form v1.2.3.`);

const before = git('tag', '--list', 'v*.*.*')
  .split('\n')
  .filter((tag) => numbers.test(tag) && compare(tag, version) < 0)
  .sort(compare)
  .at(-1);
const range = before === undefined ? 'HEAD' : `${before}~2..HEAD`;
const commits = git('log', '--no-merges', '--format=%h %s', range).split('\n').filter(Boolean);
const title = before === undefined ? 'The first release.' : `Changes since ${before}:`;
const lines = commits.map((line) => `- ${escaped(line.slice(line.indexOf(' ') + 1))} (${line.split(' ')[0]})`);
console.log([title, '', ...lines].join('\n'));

function compare(a, b) {
  const [left, right] = [a, b].map((tag) => numbers.exec(tag).slice(1).map(Number));
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** A subject is text: no link, no mention, no HTML. */
function escaped(text) {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&').replaceAll('@', '@\u200b');
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}
