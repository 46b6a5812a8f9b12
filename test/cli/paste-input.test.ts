import { describe, expect, test } from 'vitest';
import { pasteCompletion } from '../../src/cli/pasted-text.ts';
import { NO_INPUT, type PasteInput, readKeys } from '../../src/io/paste-input.ts';

const JSON_TEXT = '{\n  "a": "}\\"{",\n  "b": [1]\n}';
const [START, END] = ['\u001B[200~', '\u001B[201~'];

/** The chunks as bytes of a terminal in raw mode, where Enter is a carriage return. */
function typed(...chunks: readonly (string | Uint8Array)[]): PasteInput {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk.replaceAll('\n', '\r')) : chunk));
  const isComplete = pasteCompletion();
  return bytes.reduce((seen, chunk) => readKeys(seen, chunk, isComplete, 100), NO_INPUT);
}

describe('a text pasted into a terminal', () => {
  test.each([
    { name: 'with the value', why: 'no key is needed after it', chunks: [`${JSON_TEXT}\n`], text: `${JSON_TEXT}\n` },
    { name: 'without Enter', why: 'a value can end the paste', chunks: [JSON_TEXT], state: 'open' },
    {
      name: 'byte by byte',
      why: 'terminals cut where they like',
      chunks: [...`${JSON_TEXT}\n`],
      text: `${JSON_TEXT}\n`,
    },
    { name: 'in a bracketed paste', why: 'its end is marked', chunks: [START, JSON_TEXT, END], text: JSON_TEXT },
    {
      name: 'with marks cut in two',
      why: 'chunks end anywhere',
      chunks: ['\u001B[2', `00~${JSON_TEXT}\u001B`, '[201~'],
      text: JSON_TEXT,
    },
    {
      name: 'with empty lines in the marks',
      why: 'only the mark ends it',
      chunks: [`${START}{\n\n"a": 1\n\n}\n\n${END}`],
      text: '{\n\n"a": 1\n\n}\n\n',
    },
    {
      name: 'with more after the value',
      why: 'it must not answer the next question',
      chunks: ['{}\n\n\ns\n'],
      text: '{}\n',
    },
    { name: 'with an empty line', why: 'half a paste must end as well', chunks: ['{ "a": \n\n'], text: '{ "a": \n\n' },
    { name: 'without JSON', why: 'it gets a problem after an empty line', chunks: ['hello\n\n'], text: 'hello\n\n' },
    { name: 'one line without JSON', why: 'more may come', chunks: ['hello\n'], state: 'open' },
    { name: 'a letter to skip', why: 'it is an answer', chunks: ['s\n'], text: 's\n' },
    { name: 'nothing but Enter', why: 'it ends at once', chunks: ['\n'], text: '\n' },
    { name: 'with arrow keys', why: 'they are no text', chunks: ['\u001B[A\u001BOB{}\n'], text: '{}\n' },
    { name: 'with a deleted character', why: 'people type, too', chunks: ['é\u007Fx\u007F{}\n'], text: '{}\n' },
    { name: 'with a deleted bracket', why: 'it is counted again', chunks: ['{ {\u007F}\n'], text: '{ }\n' },
    { name: 'with Ctrl-C', why: 'raw mode has no signal', chunks: ['{\u0003'], state: 'interrupted' },
    { name: 'with Ctrl-D', why: 'it is the end of input', chunks: ['\u0004'], state: 'ended' },
    { name: 'that is too large', why: 'memory is limited', chunks: ['x'.repeat(101)], state: 'too large' },
    {
      name: 'too large, in marks',
      why: 'its rest must not answer the next question',
      chunks: [START, 'x\n'.repeat(200), END],
      state: 'too large',
    },
  ])('$name: $why', ({ chunks, text, state = 'complete' }) => {
    const read = typed(...chunks);
    expect(read.state).toBe(state);
    if (text !== undefined) expect(read.text).toBe(text);
  });

  test('keeps every byte, and its echo has no control character', () => {
    const bytes = Buffer.from('{ "café": "\u009B31m" }\r', 'utf8');
    const read = typed(bytes);
    expect(Buffer.from(read.text, 'latin1').toString('utf8')).toBe('{ "café": "\u009B31m" }\n');
    expect(read.echo).toBe('{ "caf·": "·31m" }\r\n');
    expect(Buffer.from(typed(Buffer.from('{"é":1}\r', 'latin1')).text, 'latin1')).toEqual(
      Buffer.from('{"é":1}\n', 'latin1'),
    );
  });
});
