import type { CompletionItem, Diagnostic } from 'vscode-languageserver-protocol/node';
import { describe, expect, test } from 'vitest';
import { accept, cursorIn } from '../support/accept-completion.ts';
import { type LanguageServer, SERVERS, type ServerVersion } from '../support/language-server.ts';
import { EDITOR_DOCUMENTS, type EditorDocument, HEAD } from './documents.ts';
import { withEditor } from './harness.ts';

/** What an editor shows for one document. */
type Shown = {
  readonly document: EditorDocument;
  readonly diagnostics: readonly string[];
  readonly completions: readonly CompletionItem[];
  readonly hover: string;
};

const VERSIONS = Object.keys(SERVERS) as ServerVersion[];

async function show(server: LanguageServer, document: EditorDocument): Promise<Shown> {
  const { path, text } = document;
  const plain = text.replace(/[¦°]/, '');
  const diagnostics = await server.diagnose(path, plain);
  const completed = text.includes('¦') ? cursorIn(text) : undefined;
  const hovered = text.includes('°') ? cursorIn(text.replace('°', '¦')) : undefined;
  return {
    document,
    diagnostics: diagnostics.map(diagnosticText),
    completions: completed === undefined ? [] : await server.complete(path, completed.text, completed.at),
    hover: hovered === undefined ? '' : await server.hover(path, hovered.text, hovered.at),
  };
}

function diagnosticText({ range, message }: Diagnostic): string {
  return `${range.start.line + 1}:${range.start.character + 1} ${message}`;
}

function pageOf({ document, diagnostics, completions, hover }: Shown): string {
  const labels = completions.map(({ label }) => label);
  return [
    `## ${document.name}`,
    document.text.replace(HEAD, '…\n').trimEnd(),
    ...diagnostics.map((line) => `✗ ${line}`),
    ...(document.text.includes('¦') ? [`completes: ${labels.join(' · ')}`] : []),
    // The address of the schema is that of a folder that changes.
    ...(hover === '' ? [] : [hover.replace(/\n\nSource: .*/, '').replaceAll(/^/gm, '│ ')]),
  ].join('\n');
}

/** Only the parser reports under this name; schemas have one of their own. */
function isSyntaxError({ source }: Diagnostic): boolean {
  return source === 'YAML';
}

describe.each(VERSIONS)('yaml-language-server %s', (version) => {
  test('shows what is wrong, what fits and what it means, and completes to valid YAML', async () => {
    expect(EDITOR_DOCUMENTS.length).toBeGreaterThanOrEqual(64);
    await withEditor(version, async (server) => {
      const shown = await Promise.all(EDITOR_DOCUMENTS.map((document) => show(server, document)));
      await expect(`${shown.map(pageOf).join('\n\n')}\n`).toMatchFileSnapshot('golden/editor.txt');

      const accepted = shown.flatMap(({ document, completions }) =>
        completions.map((item) => {
          const { text, at } = cursorIn(document.text);
          return { document, item: item.label, text: accept(text, at, item) };
        }),
      );
      const broken = await Promise.all(
        accepted.map(async ({ document, item, text }) => {
          const errors = (await server.diagnose(document.path, text)).filter(isSyntaxError);
          return errors.length === 0
            ? []
            : [{ document: document.name, item, text, errors: errors.map(diagnosticText) }];
        }),
      );
      expect(broken.flat()).toEqual([]);
      expect(accepted.length).toBeGreaterThan(200);
    });
  });
});
