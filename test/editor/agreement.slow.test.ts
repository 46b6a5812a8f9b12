import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import { type Location, NOT_IN_EDITOR, type Problem } from '../../src/model/index.ts';
import { below, memoryFiles } from '../faults/memory-files.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { SERVERS, type ServerVersion } from '../support/language-server.ts';
import { filesAround, GENERATED, type GeneratedDocument } from './generated.ts';
import { withEditor } from './harness.ts';

const VERSIONS = Object.keys(SERVERS) as ServerVersion[];

const DOCUMENTS = fc.sample(GENERATED, { numRuns: 2000, seed: 14 });

type Verdict = { readonly document: GeneratedDocument; readonly problems: readonly Problem[] };

/** `reconcile validate` in a repository around each document. */
async function validateAll(documents: readonly GeneratedDocument[]): Promise<readonly Verdict[]> {
  const { machine, out, clear, close } = fakeMachine({ cwd: '/repository' });
  const verdicts: Verdict[] = [];
  for (const document of documents) {
    const { files } = memoryFiles(below('/repository', filesAround(document)));
    const bare = { ...machine, files };
    const exit = await run(['validate', '--format', 'json'], { bare, full: async () => bare });
    verdicts.push({ document, problems: exit === 0 ? [] : JSON.parse(out()).problems });
    clear();
  }
  await close();
  return verdicts;
}

/** Whether the table names the problem, and for this field. */
function isNotInEditor({ code, location }: Problem, { path, text }: GeneratedDocument): boolean {
  const field = location?.file === path ? fieldAt(text, location) : undefined;
  const canInherit = path === 'defaults/shared.yaml' || /^\s*"?extends/m.test(text);
  return NOT_IN_EDITOR.some(
    (entry) =>
      entry.code === code &&
      (entry.inherited === undefined || canInherit) &&
      (entry.field === undefined || `${field}.`.startsWith(`${entry.field}.`)),
  );
}

/** The keys that lead to a place in a text. */
function fieldAt(text: string, { line, column }: Location): string {
  const lines = new LineCounter();
  const document = parseDocument(text.replace('\ufeff', ''), { lineCounter: lines });
  const offset = (lines.lineStarts[line - 1] ?? 0) + column - 1;
  let found = '';
  visit(document, {
    Pair: (_, { key, value }, ancestors) => {
      const [start, end] = [isNode(key) ? key.range?.[0] : 0, isNode(value) ? value.range?.[2] : Infinity];
      if ((start ?? 0) > offset || (end ?? 0) <= offset) return visit.SKIP;
      const above = ancestors.flatMap((node) => (isPair(node) ? [String(node.key)] : []));
      found = [...above, String(key)].join('.');
      return undefined;
    },
  });
  return found;
}

describe('an editor and reconcile agree', () => {
  let verdicts: readonly Verdict[] = [];

  beforeAll(async () => {
    verdicts = await validateAll(DOCUMENTS);
  }, 600_000);

  test('on documents of which enough are valid', () => {
    const valid = verdicts.filter(({ problems }) => problems.length === 0).length;
    expect(verdicts.length).toBeGreaterThanOrEqual(2000);
    expect(valid).toBeGreaterThan(400);
  });

  test.each(VERSIONS)('yaml-language-server %s', async (version) => {
    await withEditor(version, async (server) => {
      const shown = await Promise.all(verdicts.map(({ document: { path, text } }) => server.diagnose(path, text)));
      const differences = verdicts.flatMap(({ document, problems }, index) => {
        const diagnostics = shown[index]?.filter(({ severity }) => severity === 1).map(({ message }) => message) ?? [];
        const both = problems.length > 0 === diagnostics.length > 0;
        const known =
          diagnostics.length === 0 &&
          problems.length > 0 &&
          problems.every((problem) => isNotInEditor(problem, document));
        return both || known
          ? []
          : [{ document, diagnostics, problems: problems.map(({ code, message }) => `${code} ${message}`) }];
      });
      expect(differences).toEqual([]);
    });
  });
});
