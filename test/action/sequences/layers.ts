import { parse } from 'yaml';
import { acme, client, type Client, endpoint, type Json, settings, worldOf } from '../../support/worlds.ts';
import { WORKFLOW } from '../merging.ts';

/** The world of a sequence: two layers that extend the same defaults, and match their documents at first. */

/** What documents set, as this test understands it; no code of `src` computes it. */
export type Desired = {
  readonly cap: number;
  readonly objectives: readonly string[];
  readonly pixel: string;
  readonly capi: boolean;
  readonly events: Readonly<Record<string, string>>;
};

export type FieldName = keyof Desired;

export const FIELD_NAMES: readonly FieldName[] = ['cap', 'objectives', 'pixel', 'capi', 'events'];

export const TRANSPORTS = ['endpoint', 'documented'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** Pixels of the ad account; a person made the others before. */
const MORE_PIXELS = 3;

export const clients: readonly Client[] = [acme(), client(2)];

const START: Omit<Desired, 'pixel'> = {
  cap: 28_000,
  objectives: ['app_installs', 'video_view'],
  capi: true,
  events: { level_complete: 'CompleteRegistration' },
};

export const DEFAULTS = 'defaults/all.yaml';
export const SETTINGS = 'reconcile.yaml';

export function pathOf({ name }: Client): string {
  return `layers/${name}.yaml`;
}

export function pixelOf({ n }: Client, which: number): string {
  return `C4A9P2Q7R5S8T1U6${String(which).padStart(2, '0')}${String(n).padStart(2, '0')}`;
}

/** Comments keep the fields apart, so that two branches can change two of them. */
export function documentText(one: Client, { cap, pixel, capi, events }: Desired): string {
  return `template: tiktok-ads
name: ${one.name}
project: ${one.project}
extends: ../${DEFAULTS}
mode: byo
tiktokBusinessId: "${one.business}"
adAccountId: "${one.account}"
# Money
monthlyCostCap: ${cap}
# Events
capi:
  # Whether events are sent
  enabled: ${capi}
  # Where to
  pixel_id: ${pixel}
  # With which token
  access_token_vault_id: vault_client_${one.n}
  # As what
  event_map: ${JSON.stringify(events)}
`;
}

export function defaultsText(objectives: readonly string[]): string {
  return `objectives: ${JSON.stringify(objectives)}\n`;
}

export function settingsText(transport: Transport, percent: number): string {
  return settings({
    ...(transport === 'endpoint' && { transport: endpoint() }),
    policies: { 'cap-increase': { percent } },
  });
}

export const FIRST_PERCENT = 25;

export function firstFiles(transport: Transport): Record<string, string> {
  return {
    [SETTINGS]: settingsText(transport, FIRST_PERCENT),
    [WORKFLOW]: 'on: pull_request\n',
    'README.md': 'Ads\n',
    [DEFAULTS]: defaultsText(START.objectives),
    ...Object.fromEntries(clients.map((one) => [pathOf(one), documentText(one, { ...START, pixel: pixelOf(one, 0) })])),
  };
}

/** Text of the world that matches the first files. */
export function firstWorld(): string {
  const living = clients.map((one) => ({
    ...one,
    pixel: pixelOf(one, 0),
    config: configOf(one, { ...START, pixel: pixelOf(one, 0) }),
  }));
  const pixels = clients.flatMap((one) =>
    Array.from({ length: MORE_PIXELS }, (_, index) => ({
      id: `71000000000000000${10 * one.n + index}`,
      code: pixelOf(one, index + 1),
      owner: one.account,
    })),
  );
  return worldOf(living, { pixels });
}

/** The config that the dashboard has for these values. */
export function configOf(one: Client, { cap, objectives, pixel, capi, events }: Desired): Client['config'] {
  return {
    mode: 'byo',
    tiktokBusinessId: one.business,
    adAccountId: one.account,
    objectives: [...objectives],
    monthlyCostCap: cap,
    capi: { enabled: capi, pixel_id: pixel, access_token_vault_id: `vault_client_${one.n}`, event_map: { ...events } },
  };
}

/** The values in a document and its defaults; `undefined` without a document. */
export function desiredIn(read: (path: string) => string | undefined, one: Client): Desired | undefined {
  const text = read(pathOf(one));
  if (text === undefined) return undefined;
  const document = parse(text) as Json & { readonly capi: Json };
  const { objectives } = parse(read(DEFAULTS) ?? '') as { readonly objectives: readonly string[] };
  return valuesOf({ objectives, ...document });
}

/** The values of a config. */
export function valuesOf({ monthlyCostCap, objectives, capi }: Json & { readonly capi: Json }): Desired {
  return {
    // Both come from the texts above, or from a schema that the sandbox checks.
    cap: Number(monthlyCostCap),
    objectives: [...(objectives as readonly string[])].sort(),
    pixel: String(capi.pixel_id),
    capi: capi.enabled === true,
    events: sorted(capi.event_map as Readonly<Record<string, string>>),
  };
}

function sorted(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A value as a key. */
export function keyOf(value: Desired[FieldName]): string {
  return JSON.stringify(value);
}
