import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../src/model/index.ts';
import { layerDigest, planDigest } from '../../../src/plan/digest.ts';
import { parsePlan } from '../../../src/plan/index.ts';
import { planAsJson } from '../../../src/render/index.ts';
import { filesIn } from '../repository.ts';

/** Puts the address of a different sandbox into a repository. Only intact plans are sealed again. */
export function moveTo(folder: string, from: string, to: string): void {
  for (const path of filesIn(folder)) {
    const file = join(folder, path);
    const text = readFileSync(file, 'utf8');
    if (!text.includes(from)) continue;
    const plan = parsePlan(text);
    const moved = text.replaceAll(from, to);
    writeFileSync(file, plan === undefined ? moved : planAsJson(sealed(JSON.parse(moved) as Plan)));
  }
}

function sealed({ checksum: _, ...plan }: Plan & { readonly checksum?: string }): Plan {
  const { origins, transport, costCapUnit } = plan;
  const layers = plan.layers.map((layer) => ({
    ...layer,
    digest: layerDigest({ ...layer, origins, transport, costCapUnit }),
  }));
  return { ...plan, layers, digest: planDigest(layers.map(({ digest }) => digest)) };
}
