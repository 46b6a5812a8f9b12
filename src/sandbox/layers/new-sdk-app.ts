import { z } from 'zod';
import { created, type Reply, refused } from './envelope.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, type Route } from './route.ts';
import { ingestKey, row } from './sdk-apps.ts';
import type { Project, SdkApp } from './world.ts';

/** Source: developers.layers.com docs/api/reference/sdk-apps/create-sdk-app (documented). */
export const newSdkApp: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/projects/:projectId/sdk-apps',
    class: 'write-light',
    scopes: () => ['projects:write'],
    reply: inProject(create),
  },
];

const Body = z.strictObject({
  name: z.string().min(1).max(128),
  platform: z.enum(['ios', 'android', 'web', 'react-native', 'flutter', 'expo', 'nextjs', 'vite', 'react-router']),
  bundleId: z.string().min(1).optional(),
  androidPackage: z.string().min(1).optional(),
  webDomain: z.string().min(1).optional(),
});

/** Required field per platform (documented). The web frameworks of the newer pages are stored as `web`. */
const NEEDED = {
  ios: 'bundleId',
  android: 'androidPackage',
  web: 'webDomain',
  nextjs: 'webDomain',
  vite: 'webDomain',
  'react-router': 'webDomain',
} as const;

/** The ingest key is only returned once (documented). Whether Idempotency-Key is required is a switch. */
function create({ request, state }: Call, project: Project): Reply {
  const { world } = state;
  if (world.switches.idempotencyKeyRequired && request.headers['idempotency-key'] === undefined) {
    return refused('VALIDATION', 'Idempotency-Key: is required.');
  }
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { name, platform, bundleId, androidPackage, webDomain } = input.value;
  const newer = platform === 'nextjs' || platform === 'vite' || platform === 'react-router';
  if (newer && world.switches.generation !== 'newer') return refused('VALIDATION', `platform: ${platform} is unknown.`);
  const needed = Object.entries(NEEDED).find(([one]) => one === platform)?.[1];
  if (needed !== undefined && input.value[needed] === undefined) {
    return refused('VALIDATION', `${needed}: is required on ${platform}.`);
  }
  const app: SdkApp = {
    appId: freshAppId(world.layers.projects),
    name,
    platform: newer ? 'web' : platform,
    ...(bundleId === undefined ? {} : { bundleId }),
    ...(androidPackage === undefined ? {} : { androidPackage }),
    ...(webDomain === undefined ? {} : { webDomain }),
    capi: {},
    createdAt: state.now().toISOString(),
  };
  project.apps.unshift(app);
  return created({ ...row(world, project, app), apiKey: ingestKey(state) });
}

function freshAppId(projects: readonly Project[]): string {
  const taken = new Set(projects.flatMap(({ apps }) => apps.map(({ appId }) => appId)));
  let n = taken.size + 1;
  const make = () => `app_${n.toString(16).padStart(24, '0')}`;
  while (taken.has(make())) n += 1;
  return make();
}
