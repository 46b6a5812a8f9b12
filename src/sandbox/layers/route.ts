import type { Params, Request } from '../core/route.ts';
import { type EndpointClass, notFound, refused, type Reply } from './envelope.ts';
import { type LayersKey, type Project, type ProjectLayer, type State, tiktokLayers, type World } from './world.ts';

/** An authenticated request. */
export type Call = {
  readonly request: Request;
  readonly params: Params;
  readonly state: State;
  readonly key: LayersKey;
};

/** One scope, or several of which one is enough. */
export type Scope = string | readonly string[];

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly class: EndpointClass | ((world: World) => EndpointClass);
  /** The key must have all of them. */
  readonly scopes: (request: Request, world: World) => readonly Scope[];
  /** Whether it answers a killed key. Absent: no. */
  readonly answersKilled?: (world: World) => boolean;
  readonly reply: (call: Call) => Reply;
};

/** A route. Its class is `read-light` for GET, otherwise `write-light`, unless `more` has one. */
export function route(
  method: Route['method'],
  path: string,
  scopes: readonly Scope[] | Route['scopes'],
  reply: Route['reply'],
  more: Partial<Pick<Route, 'class' | 'answersKilled'>> = {},
): Route {
  return {
    method,
    path,
    class: method === 'GET' ? 'read-light' : 'write-light',
    scopes: typeof scopes === 'function' ? scopes : () => scopes,
    reply,
    ...more,
  };
}

/** The class of a request; unknown paths count as light. */
export function classOf(found: Route | undefined, method: string, world: World): EndpointClass {
  if (found === undefined) return method === 'GET' ? 'read-light' : 'write-light';
  return typeof found.class === 'function' ? found.class(world) : found.class;
}

/**
 * A route in a project. Absent projects and those of other organizations are refused in the same way, before all other
 * checks.
 */
export function inProject(reply: (call: Call, project: Project) => Reply): (call: Call) => Reply {
  return (call) => {
    const id = bareUuid(call.params.projectId ?? '');
    // Source: docs/api/reference/sdk-apps/list-sdk-apps (documented); elsewhere inferred.
    if (id === undefined) return refused('VALIDATION', 'projectId must be a UUID.');
    const { projects } = call.state.world.layers;
    const project = projects.find(
      (candidate) => candidate.id === id && candidate.organization === call.key.organization,
    );
    return project === undefined ? notFound('project') : reply(call, project);
  };
}

/** Platform names in paths, with those in queries and bodies. */
const PLATFORMS = { tiktok: 'tiktok_ads', meta: 'meta_ads', apple: 'apple_ads' } as const;

export type PathPlatform = keyof typeof PLATFORMS;
export type Platform = (typeof PLATFORMS)[PathPlatform];

/** A route on a platform of a project. Its path contains `:platform`. */
export function onPlatform(reply: (call: Call, project: Project, platform: Platform) => Reply): (call: Call) => Reply {
  return inProject((call, project) => {
    const name = call.params.platform ?? '';
    return isPathPlatform(name) ? reply(call, project, PLATFORMS[name]) : notFound('platform');
  });
}

function isPathPlatform(name: string): name is PathPlatform {
  return Object.hasOwn(PLATFORMS, name);
}

/** `tiktok_ads` → `tiktok`, as in paths and answers about one platform. */
export function pathName(platform: Platform): string {
  return platform.replace(/_ads$/, '');
}

/** A UUID in the form of the world, with or without the prefix of the newer documentation. */
function bareUuid(id: string): string | undefined {
  const bare = id.replace(/^(prj|org)_/, '').toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare) ? bare : undefined;
}

/** An id in the form of this generation of the documentation. */
export function shownId(world: World, prefix: 'org' | 'prj' | 'key', id: string): string {
  return world.switches.idStyle === 'prefixed' ? `${prefix}_${id}` : id;
}

/** The TikTok layer that the API of a project refers to. Which of several is unknown, so it is a switch. */
export function addressedLayer(world: World, project: Project): ProjectLayer | undefined {
  const layers = tiktokLayers(project);
  return world.switches.whichLayer === 'first' ? layers[0] : layers.at(-1);
}
