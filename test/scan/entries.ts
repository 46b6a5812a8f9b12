import { loadDesired } from '../../src/desired/index.ts';
import { maskerOf } from '../../src/model/index.ts';
import { sanitizerFor } from '../../src/http/sanitize.ts';
import { excerptLines } from '../../src/render/problems/excerpt.ts';
import { fenced } from '../../src/render/parts/escape.ts';
import { problemsAsText } from '../../src/render/index.ts';
import { credentialsBy, loadSettings } from '../../src/settings/index.ts';
import { withoutCodes } from '../../src/tiktok/redact-spark-codes.ts';
import { settings, WHOLE } from '../desired/harness.ts';
import type { Call } from './calls.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const mask = maskerOf(Array.from({ length: 100 }, (_, at) => `lp_live_01HX9Y6K${at}_${'a'.repeat(40)}`));

/** Entry points of external texts that are not the first argument of a function. */
export const ENTRIES: Readonly<Record<string, Call>> = {
  'a layer document': (text) =>
    loadDesired([{ filePath: 'layers/a.yaml', bytes: bytes(text), role: 'document' }], credentialsBy(settings())),
  'a layer document with the text as a value': (text) =>
    loadDesired(
      [{ filePath: 'layers/a.yaml', bytes: bytes(WHOLE.replace('vault_xyz', JSON.stringify(text))), role: 'document' }],
      credentialsBy(settings()),
    ),
  'a layer document with the text in a list': (text) =>
    loadDesired(
      [{ filePath: 'layers/a.yaml', bytes: bytes(WHOLE.replace('app_installs', text)), role: 'document' }],
      credentialsBy(settings()),
    ),
  'the settings': (text) => loadSettings({ filePath: 'reconcile.yaml', bytes: bytes(text) }, {}),
  'a glob of the settings': (text) =>
    loadSettings({ filePath: 'reconcile.yaml', bytes: bytes(`layers: ${JSON.stringify(text)}\n`) }, {}),
  'what an API said': (text) => sanitizerFor(mask)(text),
  'a masked text': mask,
  'a Spark code in a problem': (text) =>
    withoutCodes({ ok: false, problems: [{ code: 'api/refused', message: text.slice(0, 4096) }] }, ['#AbCdEfGh+/12']),
  'a block of code': (text) => fenced(text.split('\n'), 'text'),
  'an excerpt': (text) => excerptLines({ lines: [{ number: 1, text }], underline: { line: 1, column: 9, length: 9 } }),
  'a problem': (text) => problemsAsText([{ code: 'api/refused', message: text, remedy: text }], { colour: false }),
};
