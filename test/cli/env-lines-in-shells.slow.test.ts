import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type EnvShell, envLines } from '../../src/cli/env-lines.ts';

const HOSTILE = {
  LAYERS_API_KEY: `it's $(touch evil) \`touch evil\` "a"\\ ;\n& $HOME %PATH% !x *`,
  TIKTOK_ACCESS_TOKEN: `\u2018a\u2019 \\' \\\\ '; touch evil; '`,
  SPARK_A_1: '',
  LAYERS_API_URL: 'http://127.0.0.1:4010',
  PATH: '/tmp/evil',
  NODE_OPTIONS: '--import evil',
};

const { PATH: _, NODE_OPTIONS: __, ...EXPECTED } = HOSTILE;

type Case = { readonly program: string; readonly syntax: EnvShell; readonly line: string };

/** As the help tells people to evaluate the lines, here from a file. */
const SHELLS: readonly Case[] = [
  { program: 'sh', syntax: 'sh', line: 'eval "$(cat lines)"' },
  { program: 'bash', syntax: 'sh', line: 'eval "$(cat lines)"' },
  { program: 'zsh', syntax: 'sh', line: 'eval "$(cat lines)"' },
  { program: 'fish', syntax: 'fish', line: 'cat lines | source' },
  { program: 'pwsh', syntax: 'powershell', line: 'Get-Content lines | Out-String | Invoke-Expression' },
];

const isInstalled = ({ program }: Case): boolean => spawnSync(program, ['-c', 'exit']).error === undefined;

for (const shell of SHELLS) {
  const { program, syntax, line } = shell;
  test(`${program} sets every value exactly, and runs nothing in it`, ({ skip }) => {
    if (!isInstalled(shell)) skip(`${program} is not installed`);
    const folder = mkdtempSync(join(tmpdir(), 'reconcile-shell-'));
    try {
      writeFileSync(join(folder, 'lines'), envLines(HOSTILE, syntax));
      writeFileSync(join(folder, 'show.mjs'), 'console.log(JSON.stringify(process.env))');
      const node = `${program === 'pwsh' ? '& ' : ''}'${process.execPath}' show.mjs`;
      const { stdout, stderr } = spawnSync(program, ['-c', `${line}\n${node}`], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder },
      });
      expect(stderr).toBe('');
      const env = JSON.parse(stdout);
      expect(env).toMatchObject(EXPECTED);
      expect(env.PATH).toBe(process.env.PATH);
      expect(env).not.toHaveProperty('NODE_OPTIONS');
      expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toContain('evil');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
