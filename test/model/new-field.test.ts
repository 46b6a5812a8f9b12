import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * Files in the program that name a field in their code. Without the sandbox, which shares no code with the clients: it
 * keeps config keys that it does not know, so a simple field needs nothing there.
 */
function filesThatName(path: string): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox') && !ABOUT_OBJECTIVES.test(file))
    .filter((file) => new RegExp(`\\b${path}\\b`).test(codeOf(`src/${file}`)))
    .sort();
}

/** Checks of this field, what they need, texts, and that clients may share it: a new field has none. */
const ABOUT_OBJECTIVES =
  /^(plan\/(checks|verify)\/|model\/(codes\/|objectives\.ts|index\.ts)|live\/setup\.ts|desired\/(editor-help|share-values)\.ts|operations\/initial-files\.ts)/;

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
}

test('a simple config field with a change of its own is in four files', () => {
  expect(filesThatName('objectives')).toEqual([
    // What a document may contain.
    'desired/shape.ts',
    // Its type, and every fact about it.
    'model/field.ts',
    // Its rule, and the list of rules. A field that joins the change of other fields needs neither.
    'plan/changes/index.ts',
    'plan/changes/objectives.ts',
  ]);
});
