// Speed as ratios, which are comparable between machines: how many empty Node starts a command costs, and how the work
// grows with the number of layers.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const main = resolve('dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
try {
  writeFileSync(join(folder, 'empty.mjs'), '');
  const empty = median(() => time([join(folder, 'empty.mjs')]));
  const version = median(() => time([main, '--version']));
  const one = repository('one', 1);
  const thousand = repository('thousand', 1000);
  const validateOne = median(() => time([main, 'validate', '--config', join(one, 'reconcile.yaml')]));
  const validateThousand = median(() => time([main, 'validate', '--config', join(thousand, 'reconcile.yaml')]), 3);
  row('an empty Node program', 1);
  row('reconcile --version', version / empty);
  row('reconcile validate, 1 document', validateOne / empty);
  row('reconcile validate, 1,000 documents', validateThousand / empty);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function row(what, ratio) {
  console.log(`${ratio.toFixed(1).padStart(6)} ×  ${what}`);
}

function median(measure, times = 7) {
  const all = Array.from({ length: times }, measure).sort((a, b) => a - b);
  return all[Math.floor(times / 2)];
}

function time(args) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begun;
}

function repository(name, size) {
  const root = join(folder, name);
  mkdirSync(join(root, 'layers'), { recursive: true });
  writeFileSync(join(root, 'reconcile.yaml'), 'costCapUnit: major\n');
  for (let n = 0; n < size; n += 1) {
    const hex = n.toString(16).padStart(12, '0');
    const text = `template: tiktok-ads\nname: layer-${n}\nproject: 254a4ce1-f4ca-42b1-9e36-${hex}\nmode: byo\nadAccountId: "${7000000000000000000n + BigInt(n)}"\nobjectives: [app_installs]\nmonthlyCostCap: ${1000 + n}\n`;
    writeFileSync(join(root, 'layers', `layer-${n}.yaml`), text);
  }
  return root;
}
