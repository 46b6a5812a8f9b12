import type { Machine } from '../machine.ts';
import {
  checksumOf,
  type DesiredLayer,
  type InvalidDocument,
  type Shard,
  type Value,
  VERSION,
} from '../model/index.ts';
import { assignShards } from '../plan/index.ts';
import type { ShardScope } from './context.ts';
import type { SharedLimits } from './open-apis.ts';
import type { Scope } from './scope.ts';

/**
 * Leaves the documents of one shard. All of them were loaded, so each shard finds the same problems; an invalid document
 * belongs to one shard as well.
 */
export function narrowToShard(scope: Scope, shard: Shard, env: Machine['env']): Scope & { readonly shard: ShardScope } {
  const { workspace, base, others } = scope;
  const { settings, desired, invalid, unselectedInvalid } = workspace;
  const before = base?.desired ?? [];
  const keys = settings.credentials.map(({ layers }) => layers);
  const { ofProject, ofFile } = assignShards([[...desired, ...others], before], keys, shard.of);
  const isOwn = ({ project }: DesiredLayer): boolean => ofProject(project) === shard.number;
  const isOwnFile = ({ file }: InvalidDocument): boolean => ofFile(file) === shard.number;
  const own = others.filter(isOwn);
  const names = new Set(own.map(({ name }) => name));
  return {
    ...scope,
    workspace: {
      ...workspace,
      desired: desired.filter(isOwn),
      invalid: invalid.filter(isOwnFile),
      unselectedInvalid: [...invalid.filter((one) => !isOwnFile(one)), ...unselectedInvalid],
    },
    skipped: scope.skipped.filter((name) => names.has(name)),
    others: own,
    shard: {
      input: {
        ...shard,
        source: {
          version: VERSION,
          documents: checksumOfPlain([...desired, ...others].map(withoutLocations).sort(byName)),
          settings: checksumOfPlain(settings),
          selection: checksumOf(desired.map(({ name }) => name)),
        },
        base: before.filter(isOwn),
        invalid: [...invalid, ...unselectedInvalid].filter(isOwnFile),
        elsewhere: others.map(({ name }) => name),
      },
      limits: sharedLimits(desired, ofProject, env),
    },
  };
}

function withoutLocations({ location: _, ...layer }: DesiredLayer): Omit<DesiredLayer, 'location'> {
  return layer;
}

function byName({ name: a }: { readonly name: string }, { name: b }: { readonly name: string }): number {
  return a < b ? -1 : 1;
}

function checksumOfPlain(data: unknown): string {
  return checksumOf(JSON.parse(JSON.stringify(data)) as Value);
}

/**
 * A limit is divided between the shards that have layers with its credential; two variables can hold the same one. TikTok
 * limits an app, not a token.
 */
function sharedLimits(
  desired: readonly DesiredLayer[],
  ofProject: (project: string) => number,
  env: Machine['env'],
): SharedLimits {
  const valueOf = (variable: string): string => env[variable] ?? variable;
  const shardsOfKey = new Map<string, Set<number>>();
  const all = new Set<number>();
  for (const { project, credentials } of desired) {
    const number = ofProject(project);
    const key = valueOf(credentials.layers);
    all.add(number);
    shardsOfKey.set(key, (shardsOfKey.get(key) ?? new Set<number>()).add(number));
  }
  return { layers: (variable) => shardsOfKey.get(valueOf(variable))?.size ?? 1, tiktok: Math.max(1, all.size) };
}
