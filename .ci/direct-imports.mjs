// An esbuild plugin: imports of a room's index.ts become imports of the files behind it. Splitting goes by what a module
// can reach, so an index would put everything behind it into the first piece that loads, and every command would start late.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const IMPORT = /^import (type )?\{([^}]*)\} from '(\.[^']*\/index\.ts)';$/gm;
const STATIC = /\bimport \{([^}]*)\} from '(\.[^']*)';/g;
const EXPORT = /^export (type )?\{([^}]*)\} from '([^']+)';$/gm;

/** Exported name → its file and its name there, of one index. What is exported with `*` is not among them. */
function exportsOf(index) {
  const found = new Map();
  for (const [, , names, from] of readFileSync(index, 'utf8').matchAll(EXPORT)) {
    for (const name of listed(names)) found.set(name.as, { file: resolve(dirname(index), from), name: name.name });
  }
  return found;
}

function listed(names) {
  return names
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('type '))
    .map((text) => {
      const [name, as = name] = text.split(/\s+as\s+/);
      return { name, as };
    });
}

/** As a namespace, only the functions in use are bundled, and none of the fifty languages. */
function partsOfZod(text) {
  return text.replace("import { z } from 'zod';", "import * as z from 'zod';");
}

/** The functions of an import, as functions that load it when they are called. */
function onCall(names, piece) {
  return listed(names)
    .map(({ name, as }) => `const ${as} = (...given) => require(${JSON.stringify(piece)}).${name}(...given);`)
    .join(' ');
}

/**
 * @param {string} root folder of the sources
 * @param {Record<string, string>} [pieces] what replaces an `import()`, by its path
 * @param {Record<string, string>} [late] the CommonJS file that an import becomes, by its path: it loads on the first call
 */
export function directImports(root, pieces = {}, late = {}) {
  const indexes = new Map();
  const lookUp = (index) => {
    if (!indexes.has(index)) indexes.set(index, exportsOf(index));
    return indexes.get(index);
  };
  /** Follows an index that passes on what another index has. */
  const found = (index, name) => {
    const target = lookUp(index).get(name);
    return target?.file.endsWith('/index.ts') ? (found(target.file, target.name) ?? target) : target;
  };
  const rewritten = (text, folder) =>
    text.replaceAll(IMPORT, (whole, type, names, from) => {
      if (type !== undefined) return '';
      const index = join(folder, from);
      const lines = listed(names).map(({ name, as }) => {
        const target = found(index, name) ?? { file: index, name };
        const path = relative(folder, target.file);
        return `import { ${target.name} as ${as} } from '${path.startsWith('.') ? path : `./${path}`}';`;
      });
      // On one line, so that the lines of a stack trace stay right.
      return lines.join(' ') + '\n'.repeat(whole.split('\n').length - 1);
    });
  const inPieces = (text) => {
    const dynamic = Object.entries(pieces).reduce(
      (all, [path, piece]) => all.replaceAll(`import('${path}')`, piece),
      text,
    );
    return dynamic.replaceAll(STATIC, (whole, names, path) => (late[path] ? onCall(names, late[path]) : whole));
  };
  return {
    name: 'direct-imports',
    setup(build) {
      // Node's own modules do nothing by being loaded, so one that is not used is not loaded.
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
      build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path.startsWith(root)
          ? { contents: inPieces(partsOfZod(rewritten(readFileSync(path, 'utf8'), dirname(path)))), loader: 'ts' }
          : undefined,
      );
    },
  };
}
