import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PIN = /(layers\/reconcile(?:\/[\w./-]+)?)@0{40} # [^\n]*/g;

/**
 * Pins the examples of a packed release to a commit. Throws if they have no pin, or one that it does not recognize.
 *
 * @param {string} folder
 * @param {string} commit
 * @param {string} version `v1.2.3`
 */
export function fillPins(folder, commit, version) {
  const root = join(folder, 'examples/github');
  const files = existsSync(root) ? readdirSync(root, { recursive: true, withFileTypes: true }) : [];
  let pins = 0;
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const text = readFileSync(path, 'utf8');
    pins += text.match(PIN)?.length ?? 0;
    const filled = text
      .replace(PIN, (_, action) => `${action}@${commit} # ${version}`)
      .replace(/^version=v.*$/gm, `version=${version}`);
    if (/@0{40}/.test(filled)) throw new Error(`${path} has a pin of an unknown form.`);
    if (filled !== text) writeFileSync(path, filled);
  }
  if (pins === 0) throw new Error(`${root} has no pin to fill.`);
}
