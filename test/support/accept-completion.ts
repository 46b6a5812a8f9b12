import type { CompletionItem, Position } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** A text and the place of the cursor in it, which is written as ¦. */
export function cursorIn(marked: string): { readonly text: string; readonly at: Position } {
  const offset = marked.indexOf('¦');
  if (offset === -1) throw new Error(`No ¦ in ${marked}`);
  const text = marked.replace('¦', '');
  return { text, at: TextDocument.create('file:///x', 'yaml', 1, text).positionAt(offset) };
}

/** The text after a person accepts a completion and leaves all placeholders as they are. */
export function accept(text: string, at: Position, item: CompletionItem): string {
  const document = TextDocument.create('file:///x', 'yaml', 1, text);
  const written = item.textEdit?.newText ?? item.insertText ?? item.label;
  const range = item.textEdit !== undefined && 'range' in item.textEdit ? item.textEdit.range : { start: at, end: at };
  const inserted = item.insertTextFormat === 2 ? expanded(written) : written;
  // Editors indent the lines that follow like the first one, unless the server asks not to.
  const line = document.getText({ start: { line: range.start.line, character: 0 }, end: range.start });
  const indent = /^ */.exec(line)?.[0] ?? '';
  const newText = item.insertTextMode === 1 ? inserted : inserted.replaceAll('\n', `\n${indent}`);
  return TextDocument.applyEdits(document, [{ range, newText }]);
}

/** `${1:name}` → name, `${1|a,b|}` → a, `$1` → nothing, `\$` → $. */
function expanded(snippet: string): string {
  return snippet.replace(
    /\\([$}\\])|\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\{\d+\|((?:[^,|\\]|\\.)*)(?:,(?:[^|\\]|\\.)*)?\|\}|\$\{\d+\}|\$\d+/g,
    (_, escaped?: string, value?: string, choice?: string) =>
      escaped ?? (value ?? choice ?? '').replace(/\\(.)/g, '$1'),
  );
}
