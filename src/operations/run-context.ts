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

/** A repository with its APIs in reach: everything that a plan needs besides live state. */
export type ReadContext = {
  readonly workspace: Workspace;
  readonly apis: ApiAccess;
  readonly identity: Identity;
  readonly base?: Base;
  /** What of the wished settings the base does not grant. */
  readonly ignored: readonly string[];
  /** Names of layers that the diff cannot affect: they are not part of `workspace.desired`. */
  readonly skipped: readonly string[];
  /** All documents that are not part of `workspace.desired`. */
  readonly others: readonly DesiredLayer[];
  /** Environment variables that are not set, each with the layers that need it. Those layers are not read. */
  readonly absent: readonly Problem[];
  /** The machine to go on with: in a replay it is then, not now. */
  readonly machine: Machine;
  /** Writes what the command line names to be written. */
  readonly outputs: Outputs;
  /** Saves the record, where one was asked for. */
  readonly close: () => Promise<readonly Problem[]>;
};

export type ContextOptions = WorkspaceOptions &
  NamedFiles & {
    /** A commit to hold the documents against: only what differs from it is a change. */
    readonly base?: string;
    readonly fixDrift?: boolean;
    /** Called with warnings about the settings, which change no outcome. */
    readonly warn?: (problems: readonly Problem[]) => void;
    /** A commit: only layers that the diff from it can affect are looked at. */
    readonly changed?: string;
    /** Names of layers. Others are not looked at, and nobody asks for their credentials. */
    readonly only?: readonly string[];
    /** The checkout's own settings hold, not those of the base: what is checked out has been reviewed and merged. */
    readonly useCheckoutSettings?: boolean;
    /**
     * The documents at the base need not be valid: then there is nothing to hold these against, and every difference is a
     * change. The rules are those of the base all the same. Without it nobody could mend them.
     */
    readonly allowInvalidBase?: boolean;
  };

/** A bench that can write: for `apply` and `confirm`. */
export type WriteContext = ReadContext & { readonly apis: WriteAccess };

/** A bench that can only read: it holds no writer, neither for the compiler nor when it runs. */
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
  // A variable stops the layers that need it. If that is all of them, there is nothing to read.
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

/** In a replay the name of each credential stands for its value: nobody needs one to hear an old answer. */
function named(machine: Machine, desired: readonly DesiredLayer[], { sameCodes }: Recording): Machine {
  const names = desired.flatMap(({ credentials }) => [credentials.layers, credentials.tiktok]);
  const codes = desired.flatMap(({ spark }) =>
    spark.map(({ variable }) => [variable, codeInRecord(variable, sameCodes)]),
  );
  const { hide: _, ...rest } = machine;
  return { ...rest, env: { ...machine.env, ...Object.fromEntries([...names.map((name) => [name, name]), ...codes]) } };
}

type Scoped = Pick<ReadContext, 'workspace' | 'base' | 'ignored' | 'skipped' | 'others'>;

/** What a base makes of the documents: whose rules hold, and which layers are looked at. */
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
  // Credentials belong to the base too, so the documents are loaded by its settings.
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

/** A fresh plan with what it was made from. */
export type Planning = {
  /** `undefined` where the documents contradict what is live. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** What could not be read, and what contradicts. With problems a plan is not whole: it can be shown, not applied. */
  readonly problems: readonly Problem[];
};

/** One that can be made again. */
export type FreshPlanning = Planning & {
  /** The same plan with these policies lifted. Reads nothing again. */
  readonly allowing: (allow: readonly Allowance[]) => Planning;
};

/** A plan of the layers that were read can be applied to them. One that read none is neither saved nor applied. */
export function coversSomething({ layers, unread }: Plan): boolean {
  return layers.length > 0 || unread.length === 0;
}

/** Reads live state and makes a plan of it. Changes nothing. */
export async function planNow(
  context: ReadContext,
  allow: readonly Allowance[],
  desired: readonly DesiredLayer[] = context.workspace.desired,
): Promise<FreshPlanning> {
  const { machine } = context;
  const before = context.apis.calls();
  // A key is asked for its organization once. What a plan takes is told as if it were made on its own.
  const asked = context.apis.keys();
  const today = machine.now();
  const read = await readNow(context, desired, today);
  const reads = { calls: context.apis.calls() - before + asked, keys: context.apis.keys() };
  const allowing = (lifted: readonly Allowance[]) => planned(context, desired, { ...read, today, reads }, lifted);
  return { ...allowing(allow), allowing };
}

/** What was read, when, and what that took. */
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

/** APIs on this machine are nobody's real money. */
export function isSandbox(origin: string): boolean {
  return isLoopback(new URL(origin).hostname);
}
