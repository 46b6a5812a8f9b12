// Writes the type declarations that an entry needs, and no others.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const IMPORT = /^(?:import|export)\b[^'";]*? from '([^']+)'|\bimport\("([^"]+)"\)/gm;

/**
 * @param {string} entry below src/
 * @param {string} folder the declarations keep their paths below src/
 */
export function writeTypes(entry, folder) {
  const emitted = mkdtempSync(join(tmpdir(), 'reconcile-types-'));
  try {
    const compiler = resolve('node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '-p', '.ci/tsconfig.types.json', '--outDir', emitted], {
      stdio: 'inherit',
    });
    const seen = new Set();
    const open = [join(emitted, relative('src', entry))];
    for (let source = open.pop(); source !== undefined; source = open.pop()) {
      if (seen.has(source)) continue;
      seen.add(source);
      const text = readFileSync(source.replace(/\.ts$/, '.d.ts'), 'utf8');
      for (const [, named, called] of text.matchAll(IMPORT)) {
        const path = named ?? called;
        // People who install the package have no other package.
        if (!path.startsWith('.')) throw new Error(`${relative(emitted, source)} needs the types of ${path}`);
        open.push(resolve(dirname(source), path));
      }
      const target = join(folder, relative(emitted, source).replace(/\.ts$/, '.d.ts'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(
        target,
        text.replaceAll(IMPORT, (whole) => whole.replace(/\.ts(['"])/, '.js$1')),
      );
    }
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
}
