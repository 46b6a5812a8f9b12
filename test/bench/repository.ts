import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `work` with a folder that has settings and `size` layer documents, and removes the folder. */
export async function withRepository<T>(size: number, work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  try {
    mkdirSync(join(root, 'layers'));
    writeFileSync(join(root, 'reconcile.yaml'), 'costCapUnit: major\n');
    for (let n = 0; n < size; n += 1) writeFileSync(join(root, 'layers', `layer-${n}.yaml`), documentText(n));
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** As in the README: every field that most layers write. */
function documentText(n: number): string {
  return `# yaml-language-server: $schema=../schemas/layer.schema.json
template: tiktok-ads
name: layer-${n}
project: 254a4ce1-f4ca-42b1-9e36-${n.toString(16).padStart(12, '0')}
mode: byo
tiktokBusinessId: "7012345678901234567"
adAccountId: "${7_000_000_000_000_000_000n + BigInt(n)}"
capi:
  enabled: true
  pixel_id: C4A9P2Q7R5S8T1U${String(n).padStart(5, '0')}
  access_token_vault_id: vault_${n}
  event_map:
    level_complete: CompleteRegistration
objectives: [app_installs, video_view]
monthlyCostCap: ${1000 + n}
`;
}
