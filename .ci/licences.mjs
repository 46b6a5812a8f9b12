// The licence texts of the packages in a bundle.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} bundle what contains the packages, as the first line names it
 * @param {import('esbuild').Metafile} metafile
 */
export function licencesOf(bundle, metafile) {
  const parts = packagesIn(Object.keys(metafile.inputs)).map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    if (files.length === 0) throw new Error(`${name} has no licence text, so it cannot be bundled`);
    const texts = files
      .sort(byBytes)
      .map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `${bundle} contains these packages.${line}${[...new Set(parts)].sort(byBytes).join(line)}\n`;
}

/** The folders of the packages that files come from, each once. */
function packagesIn(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)];
}

/** The same order on every machine, whatever its language. */
function byBytes(a, b) {
  return a < b ? -1 : 1;
}
