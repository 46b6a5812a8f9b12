import { loadDocuments } from '../desired/index.ts';
import { identify } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { DEFAULT_CREDENTIALS, ok, type Result } from '../model/index.ts';
import { openPartialBase } from './base-workspace.ts';
import { type DerivedWorld, worldOf } from './world-of-layers.ts';
import { openPartialWorkspace, type WorkspaceOptions } from './workspace.ts';

/** Served if there is no layer document at all. */
const DEMO = `template: tiktok-ads
name: acme-ios
project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39
mode: byo
tiktokBusinessId: "7012345678901234567"
adAccountId: "7098765432109876543"
capi: { enabled: false, pixel_id: C4A9P2Q7R5S8T1U6V2W0, access_token_vault_id: vault_xyz }
monthlyCostCap: 28000
`;

/** A world with one layer. */
export function demoWorld(): DerivedWorld {
  const file = { filePath: 'layers/acme-ios.yaml', bytes: new TextEncoder().encode(DEMO), role: 'document' } as const;
  const { layers } = loadDocuments([file], () => DEFAULT_CREDENTIALS);
  return worldOf(layers, [], { unit: 'major', owner: { repository: null, root: '.' }, commit: null });
}

/** A world without projects. */
export function emptyWorld(): DerivedWorld {
  return worldOf([], [], { unit: undefined, owner: { repository: null, root: '.' }, commit: null });
}

/**
 * A world in which the layer documents of the last commit are live, so that a plan shows what the working tree changes.
 * A document that is not committed has a project without a layer. Needs no credentials.
 *
 * @returns `undefined` if there is no valid layer document
 */
export async function deriveWorld(
  options: Pick<WorkspaceOptions, 'config'>,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'git' | 'gitBlobs' | 'gitSizes' | 'uuid'>,
): Promise<Result<DerivedWorld | undefined>> {
  const opened = await openPartialWorkspace({ ...options, paths: [] }, { ...machine, env: {} });
  // The command reports why there are no documents.
  if (!opened.ok) return ok(undefined);
  const { root, settings, settingsFile, desired } = opened.value;
  const committed = await openPartialBase('HEAD', root, settings, { ...machine, env: {} }, settingsFile);
  if (!committed.ok && !committed.problems.every(({ code }) => NO_COMMIT.has(code))) return committed;
  const live = committed.ok ? committed.value.documents.layers : [];
  if (desired.length + live.length === 0) return ok(undefined);
  const { owner, commit } = await identify(machine, root);
  return ok(worldOf(live, desired, { unit: settings.costCapUnit, owner, commit }));
}

const NO_COMMIT: ReadonlySet<string> = new Set(['base/no-git', 'base/no-repository', 'base/unknown', 'base/invalid']);
