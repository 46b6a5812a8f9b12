import { layersOf, readNow } from './read-live.ts';
import { type NamedFiles, openNamedOutputs } from './named-outputs.ts';
import { join } from 'node:path';
import type { LiveRead } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import {
  type Allowance,
  type DesiredLayer,
  isLoopback,
  type LiveLayer,
  type Plan,
  type Problem,
  type Result,
} from '../model/index.ts';
import { type Base, makePlan, type PlanInput } from '../plan/index.ts';
import {
  codeInRecord,
  identify,
  type Identity,
  type Outputs,
  readRecord,
  type Recording,
  recording,
  recordText,
  redactDeep,
  replaying,
} from '../io/index.ts';
import { affected, linkedSettings, openBaseWorkspace, openBaseRules } from './base-workspace.ts';
import { type ApiAccess, openApis, type WriteAccess } from './open-apis.ts';
import { unmatchedRules } from './unmatched-rules.ts';
import { openWorkspace, openWorkspaceBy, unsetVariables, type Workspace, type WorkspaceOptions } from './workspace.ts';

/** An open repository with its APIs: everything that a plan needs except live state. */
export type ReadContext = {
  readonly workspace: Workspace;
  readonly apis: ApiAccess;
  readonly identity: Identity;
  readonly base?: Base;
  /** Settings of the checkout that the base does not allow, one sentence each. */
  readonly ignored: readonly string[];
  /** Names of layers that the diff cannot affect; they are not in `workspace.desired`. */
  readonly skipped: readonly string[];
  /** All documents that are not in `workspace.desired`. */
  readonly others: readonly DesiredLayer[];
  /** Unset environment variables, each with the layers that need it. Those layers are not read. */
  readonly absent: readonly Problem[];
  /** The machine to continue with: in a replay, it has the recorded time. */
  readonly machine: Machine;
  /** Writes the files that the command line names. */
  readonly outputs: Outputs;
  /** Saves the record if `--record` is set. */
  readonly close: () => Promise<readonly Problem[]>;
};

export type ContextOptions = WorkspaceOptions &
  NamedFiles & {
    /** A commit to compare the documents with: only differences from it are changes. */
    readonly base?: string;
    readonly fixDrift?: boolean;
    /** Called with warnings about the settings. They do not affect the outcome. */
    readonly warn?: (problems: readonly Problem[]) => void;
    /** A commit: only layers that the diff from it can affect are included. */
    readonly changed?: string;
    /** Names of layers. Others are excluded, and their credentials are not required. */
    readonly only?: readonly string[];
    /** If set, the checkout's own settings apply instead of the base's: the checkout has been reviewed and merged. */
    readonly useCheckoutSettings?: boolean;
    /**
     * If set, the documents at the base may be invalid. There is then nothing to compare with, so every difference is a
     * change; the rules of the base still apply. Otherwise invalid documents could never be fixed.
     */
    readonly allowInvalidBase?: boolean;
  };

/** A context with write access, for `apply` and `confirm`. */
export type WriteContext = ReadContext & { readonly apis: WriteAccess };

/** Opens a context that can only read: it has no writer, neither in its type nor at run time. */
export async function openReadContext(options: ContextOptions, machine: Machine): Promise<Result<ReadContext>> {
  const opened = await openWriteContext(options, machine);
  if (!opened.ok) return opened;
  const { writersFor: _, ...apis } = opened.value.apis;
  return { ok: true, value: { ...opened.value, apis } };
}

export async function openWriteContext(options: ContextOptions, outside: Machine): Promise<Result<WriteContext>> {
  const replayed = options.replay === undefined ? undefined : await readRecord(options.replay, outside);
  if (replayed?.ok === false) return replayed;
  const then = replayed?.value;
  const recorder = options.record === undefined ? undefined : recording(outside);
  const machine = then === undefined ? (recorder?.machine ?? outside) : replaying(then, outside);
  const written = await openWorkspace(options, machine);
  if (!written.ok) return written;
  const opened = await openNamedOutputs(options, written.value, outside);
  if (!opened.ok) return opened;
  const outputs = opened.value;
  const scoped = await scope(written.value, options, machine);
  if (!scoped.ok) return scoped;
  const { workspace, ...diff } = scoped.value;
  const { desired, settings, root } = workspace;
  options.warn?.(unmatchedRules(workspace));
  const unset = then === undefined ? unsetVariables(desired, machine.env) : [];
  const apis = openApis(desired, settings, then === undefined ? machine : named(machine, desired, then));
  if (!apis.ok) return { ok: false, problems: [...unset, ...apis.problems] };
  const absent = [...unset, ...apis.value.missing];
  const stopped = new Set(absent.flatMap(layersOf));
  // An unset variable stops only the layers that need it. If that is all of them, there is nothing to read.
  if (stopped.size > 0 && desired.every(({ name }) => stopped.has(name))) return { ok: false, problems: absent };
  const here = await identify(machine, root);
  const identity = then === undefined ? here : { ...here, owner: then.owner };
  const { record } = options;
  const now = machine.now().toISOString();
  return {
    ok: true,
    value: {
      workspace,
      ...diff,
      absent,
      apis: apis.value,
      identity,
      machine,
      outputs,
      close: async () => {
        if (record === undefined || recorder === undefined) return [];
        const text = recordText({
          now,
          origins: settings.origins,
          owner: identity.owner,
          ...recorder.reads(settings.transport),
        });
        return outputs.write({ option: '--record', path: record }, text);
      },
    },
  };
}

/** In a replay, the name of each credential replaces its value: recorded answers need no credentials. */
function named(machine: Machine, desired: readonly DesiredLayer[], { sameCodes }: Recording): Machine {
  const names = desired.flatMap(({ credentials }) => [credentials.layers, credentials.tiktok]);
  const codes = desired.flatMap(({ spark }) =>
    spark.map(({ variable }) => [variable, codeInRecord(variable, sameCodes)]),
  );
  const { hide: _, ...rest } = machine;
  return { ...rest, env: { ...machine.env, ...Object.fromEntries([...names.map((name) => [name, name]), ...codes]) } };
}

type Scoped = Pick<ReadContext, 'workspace' | 'base' | 'ignored' | 'skipped' | 'others'>;

/** The effect of a base on the documents: which rules apply, and which layers are included. */
async function scope(
  workspace: Workspace,
  { base, fixDrift = false, changed, only, useCheckoutSettings = false, allowInvalidBase = false }: ContextOptions,
  machine: Machine,
): Promise<Result<Scoped>> {
  const wanted = only && new Set(only);
  const among = (layers: readonly DesiredLayer[]) =>
    wanted === undefined ? layers : layers.filter(({ name }) => wanted.has(name));
  if (base === undefined && changed === undefined) {
    const all = { ...workspace, desired: among(workspace.desired) };
    const others = workspace.desired.filter((layer) => !all.desired.includes(layer)).concat(workspace.unselected);
    return { ok: true, value: { workspace: all, ignored: [], skipped: [], others } };
  }
  const { root, settingsFile } = workspace;
  if ((await machine.files.look(join(root, settingsFile)))?.kind === 'link') return linkedSettings(settingsFile);
  const openAt = (ref: string) => openBaseWorkspace(ref, root, workspace.settings, machine, settingsFile);
  const opened = base === undefined ? undefined : await openAt(base);
  if (opened?.ok === false) {
    const rules = allowInvalidBase
      ? await openBaseRules(base ?? '', root, workspace.settings, machine, settingsFile)
      : opened;
    if (!rules.ok) return opened;
    const mended = openWorkspaceBy(rules.value.settings, workspace);
    const { ignored } = rules.value;
    if (!mended.ok) return mended;
    return { ok: true, value: { workspace: mended.value, ignored, skipped: [], others: mended.value.unselected } };
  }
  const since = changed === undefined || changed === base ? opened : await openAt(changed);
  if (since?.ok === false) return since;
  const settings = useCheckoutSettings ? workspace.settings : (opened?.value.settings ?? workspace.settings);
  // The base also decides the credentials, so the documents are loaded with its settings.
  const owned = base === undefined ? { ok: true as const, value: workspace } : openWorkspaceBy(settings, workspace);
  if (!owned.ok) return owned;
  const desired = owned.value.desired;
  const looked = among(
    changed === undefined || since === undefined ? desired : affected(desired, since.value, workspace.settings),
  );
  const names = new Set(looked.map(({ name }) => name));
  const passed = desired.filter(({ name }) => !names.has(name));
  return {
    ok: true,
    value: {
      workspace: { ...owned.value, desired: looked },
      ...(opened && { base: { commit: opened.value.commit, desired: opened.value.desired, fixDrift } }),
      ignored: useCheckoutSettings ? [] : (opened?.value.ignored ?? []),
      skipped: passed.map(({ name }) => name),
      others: [...passed, ...owned.value.unselected],
    },
  };
}

/** A new plan and the data it was made from. */
export type Planning = {
  /** `undefined` if the documents contradict live state. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** Failed reads and contradictions. If there are any, the plan is incomplete. */
  readonly problems: readonly Problem[];
};

/** A `Planning` that can be repeated. */
export type FreshPlanning = Planning & {
  /** Makes the same plan with these policies allowed, without reading live state again. */
  readonly allowing: (allow: readonly Allowance[]) => Planning;
};

/** `false` if no layer could be read: such a plan is neither saved nor applied. */
export function coversSomething({ layers, unread }: Plan): boolean {
  return layers.length > 0 || unread.length === 0;
}

/** Reads live state and makes a plan. Read-only. */
export async function planNow(
  context: ReadContext,
  allow: readonly Allowance[],
  desired: readonly DesiredLayer[] = context.workspace.desired,
): Promise<FreshPlanning> {
  const { machine } = context;
  const before = context.apis.calls();
  // The organization of a key is requested only once per run. Each plan counts it as if it were the only plan.
  const asked = context.apis.keys();
  const today = machine.now();
  const read = await readNow(context, desired, today);
  const reads = { calls: context.apis.calls() - before + asked, keys: context.apis.keys() };
  const allowing = (lifted: readonly Allowance[]) => planned(context, desired, { ...read, today, reads }, lifted);
  return { ...allowing(allow), allowing };
}

/** The result of reading, its time and its number of requests. */
type Read = LiveRead & { readonly today: Date; readonly reads: PlanInput['reads'] };

function planned(
  context: ReadContext,
  desired: readonly DesiredLayer[],
  read: Read,
  allow: readonly Allowance[],
): Planning {
  const { settings } = context.workspace;
  const plan = makePlan({
    desired,
    live: read.live,
    settings,
    owner: context.identity.owner,
    allow,
    today: read.today,
    ...(context.base && { base: context.base }),
    ignored: context.ignored,
    skipped: context.skipped,
    others: context.others,
    reads: read.reads,
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
  });
  const problems = [...read.problems, ...(plan.ok ? [] : plan.problems)];
  const shown = { plan: plan.ok ? plan.value : undefined, problems };
  return { ...redactDeep(shown, context.machine), live: read.live };
}

/** Whether an API runs on this machine, so that no real money is involved. */
export function isSandbox(origin: string): boolean {
  return isLoopback(new URL(origin).hostname);
}
