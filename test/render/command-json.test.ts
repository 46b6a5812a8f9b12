import { expect, test } from 'vitest';
import { commandJsonParts, commandJsonText } from '../../src/render/index.ts';

const json = {
  format: 'reconcile-plan',
  version: 1,
  layers: [{ name: 'b', fields: { z: [], a: ['line\nbreak', { y: 1, x: undefined }] } }, null, []],
  empty: [],
  absent: undefined,
  counts: { layers: 3, changes: {} },
} as const;

/** As JSON.stringify writes it. */
const whole = {
  format: 'reconcile-plan',
  version: 1,
  exitCode: 2,
  counts: { changes: {}, layers: 3 },
  empty: [],
  layers: [{ fields: { a: ['line\nbreak', { y: 1 }], z: [] }, name: 'b' }, null, []],
};

test.each([0, 2])('the text of its parts is that of the whole, with an indentation of %i', (indent) => {
  expect(commandJsonText(json, { exitCode: 2, indent })).toBe(`${JSON.stringify(whole, undefined, indent)}\n`);
});

test('no part grows with the number of layers', () => {
  const layers = Array.from({ length: 5000 }, (_, n) => ({ name: `layer-${n}`, file: `layers/layer-${n}.yaml` }));
  const lengths = [...commandJsonParts({ format: 'reconcile-plan', version: 1, layers })].map(({ length }) => length);
  expect(Math.max(...lengths)).toBeLessThan(65_000);
});
