import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
/** What a run prints while it takes longer than a second. */
const ACTIVITY = /(^| · )\d+s$/;
const shellLines = blocks.flatMap((block) => block.trim().split('\n')).filter((line) => !line.startsWith('npm '));

test('every other command runs and exits with 0, or with the code in its comment, and warns only if its comment says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-readme-'));
  try {
    for (const part of ['examples', 'dist', 'schemas', 'package.json'])
      cpSync(part, join(folder, part), { recursive: true });
    const script = shellLines.map((line) => {
      const expected = /# exit (\d+)$/.exec(line)?.[1] ?? '0';
      const check = `[ $status = ${expected} ] || { echo "exit $status: ${line.replaceAll('"', '')}" >&2; exit 99; }`;
      const [command, comment = ''] = line.split(/ +# /);
      return comment.startsWith('warns')
        ? `${command} 2> warnings; status=$?; [ -s warnings ] || status=silent; ${check}`
        : `${line}\nstatus=$?; ${check}`;
    });
    const ran = spawnSync('bash', ['-c', `shopt -s expand_aliases\n${script.join('\n')}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
    const complaints = ran.stderr.split('\n').filter((line) => !ACTIVITY.test(line));
    expect(complaints.join('\n')).toBe('');
    expect(ran.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
