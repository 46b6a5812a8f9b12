// Checks that a tag has the version of what is built: node .ci/check-version.mjs vX.Y.Z, in a built checkout.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const lock = json('package-lock.json');
const versions = {
  'package.json': json('package.json').version,
  'package-lock.json': lock.version,
  'the root package of package-lock.json': lock.packages?.['']?.version,
  'reconcile --version': execFileSync(process.execPath, ['dist/cli/main.js', '--version'], { encoding: 'utf8' }).trim(),
};
const wrong = Object.entries(versions).filter(([, version]) => `v${version}` !== tag);
for (const [place, version] of wrong) console.error(`${place} has ${version ?? 'no version'}, and the tag is ${tag}.`);
if (wrong.length > 0) {
  console.error('Set the version with: npm version --no-git-tag-version X.Y.Z, and in src/model/version.ts.');
  process.exit(1);
}
console.log(`All versions are ${tag}.`);
