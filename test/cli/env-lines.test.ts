import { expect, test } from 'vitest';
import { envLines } from '../../src/cli/env-lines.ts';

const HOSTILE = { LAYERS_API_KEY: `it's $(id) \`id\` "a"\\ ;\n&`, PATH: '/tmp/evil', NODE_OPTIONS: '--import evil' };

test.each([
  { shell: 'sh', line: `export LAYERS_API_KEY='it'\\''s $(id) \`id\` "a"\\ ;\n&'\n` },
  { shell: 'fish', line: `set -gx LAYERS_API_KEY 'it\\'s $(id) \`id\` "a"\\\\ ;\n&'\n` },
  { shell: 'powershell', line: `$Env:LAYERS_API_KEY = 'it''s $(id) \`id\` "a"\\ ;\n&'\n` },
] as const)('$shell: a value is literal, and only origins and credentials are set', ({ shell, line }) => {
  expect(envLines(HOSTILE, shell)).toBe(line);
});

test('PowerShell ends a string at typographic quotes too', () => {
  expect(envLines({ TIKTOK_ACCESS_TOKEN: 'a\u2019b' }, 'powershell')).toBe(
    "$Env:TIKTOK_ACCESS_TOKEN = 'a\u2019\u2019b'\n",
  );
});
