import { acme, type Client, client, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** A plan to torture: a repository, a world, and the command that carries it out. */
export type Scenario = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly world: string;
  readonly clients: readonly Client[];
  /** Written before each run. `apply` unless it says otherwise. */
  readonly line: string;
  /** Standard input of the command. */
  readonly input?: string;
  /** How it ends when nothing goes wrong. */
  readonly exit: number;
  /** Whether a person's word is all that is written: then no config may change. */
  readonly statesOnly: boolean;
};

/** What other tools keep in the project's metadata: it must be there afterwards as it was. */
const OTHERS = { crm: { id: 'c-1', tags: ['gold', '☂'] }, note: 'do not touch' };

const many = acme({
  config: {
    capi: { enabled: false, event_map: { level_complete: 'Subscribe', old_event: 'Lead' } },
    objectives: ['app_installs'],
    legacy: { keep: [1, null] },
  },
  inProject: { metadata: OTHERS },
});
const wish = {
  capi: { enabled: true, event_map: { level_complete: 'CompleteRegistration' } },
  objectives: ['app_installs', 'video_view'],
  monthlyCostCap: 30000,
};

function wanting(one: Client, given: Record<string, unknown>): Readonly<Record<string, string>> {
  const { legacy: _, ...config } = one.config as Record<string, unknown>;
  return { [fileOf(one)]: documentOf({ ...one, config: config as Client['config'] }, given) };
}

const lower = acme({ config: { monthlyCostCap: 28000 }, inProject: { metadata: OTHERS } });
const toggled = acme({ config: { capi: { enabled: false } }, inProject: { metadata: OTHERS } });
const pair = [
  client(1, { name: 'acme-ios', config: { capi: { enabled: false } } }),
  client(2, { config: { capi: { enabled: false } } }),
] as const;

export const scenarios: readonly Scenario[] = [
  {
    name: 'four fields by a merging endpoint',
    files: { ...wanting(many, wish), 'reconcile.yaml': settings({ transport: endpoint('merge') }) },
    world: worldOf([many]),
    clients: [many],
    line: 'apply --auto-approve --format json',
    exit: 0,
    statesOnly: false,
  },
  {
    name: 'four fields by a replacing endpoint',
    files: { ...wanting(many, wish), 'reconcile.yaml': settings({ transport: endpoint('replace') }) },
    world: worldOf([many]),
    clients: [many],
    line: 'apply --auto-approve --format json',
    exit: 0,
    statesOnly: false,
  },
  {
    name: 'a cap lowered and the relay off',
    files: {
      ...wanting(lower, { monthlyCostCap: 20000, capi: { enabled: false } }),
      'reconcile.yaml': settings({ transport: endpoint('merge') }),
    },
    world: worldOf([lower]),
    clients: [lower],
    line: 'apply --auto-approve --format json',
    exit: 0,
    statesOnly: false,
  },
  {
    name: 'the documented toggle, and nothing else',
    files: {
      [fileOf(toggled)]:
        `template: tiktok-ads\nname: ${toggled.name}\nproject: ${toggled.project}\nmode: byo\nadAccountId: "${toggled.account}"\ncapi:\n  enabled: true\n  pixel_id: ${toggled.pixel}\n  access_token_vault_id: ${toggled.config.capi.access_token_vault_id}\n`,
      'reconcile.yaml': settings(),
    },
    world: worldOf([toggled]),
    clients: [toggled],
    // The vault id is unknown at first, so a person states it: the story begins after that.
    line: 'apply --auto-approve --format json',
    exit: 0,
    statesOnly: false,
  },
  {
    name: 'two layers of two projects',
    files: {
      ...wanting(pair[0], { capi: { enabled: true } }),
      ...wanting(pair[1], { monthlyCostCap: 21000, capi: { enabled: true } }),
      'reconcile.yaml': settings({ transport: endpoint('merge') }),
    },
    world: worldOf(pair),
    clients: pair,
    line: 'apply --auto-approve --format json',
    exit: 0,
    statesOnly: false,
  },
  {
    name: 'a person states what is live',
    files: { ...wanting(lower, {}), 'reconcile.yaml': settings() },
    world: worldOf([lower]),
    clients: [lower],
    line: `confirm ${lower.name} --json - --format json`,
    input: JSON.stringify(lower.config),
    exit: 0,
    statesOnly: true,
  },
];
