import {
  codeInRecord,
  identify,
  openOutputs,
  type Output,
  type Outputs,
  readRecording,
  type Recording,
  recording,
  recordingText,
  replaying,
} from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { type DesiredLayer, fail, ok, type Problem, type Result } from '../model/index.ts';
import type { ContextOptions, NamedFiles, ReadContext, ShardScope, WriteContext } from './context.ts';
import { type OpenApis, openReaders, openWriters, type ReadAccess } from './open-apis.ts';
import { layersOf } from './plan-now.ts';
import { sameFile } from './same-file.ts';
import { openScope, type Scope } from './scope.ts';
import { narrowToShard } from './shard-scope.ts';
import { undoOutputs } from './undo.ts';
import { othersInvalid, settingsWarnings } from './validate.ts';
import { openPartialWorkspace, unsetVariables, type Workspace } from './workspace.ts';

/** Opens a context that can only read: no writer is created. */
export function openReadContext(options: ContextOptions, machine: Machine): Promise<Result<ReadContext>> {
  return openContext(options, machine, openReaders);
}

export function openWriteContext(options: ContextOptions, machine: Machine): Promise<Result<WriteContext>> {
  return openContext(options, machine, openWriters);
}

async function openContext<Access extends ReadAccess>(
  options: ContextOptions,
  outside: Machine,
  openApis: OpenApis<Access>,
): Promise<Result<ReadContext & { readonly apis: Access }>> {
  const replayed = options.replay === undefined ? undefined : await readRecording(options.replay, outside);
  if (replayed?.ok === false) return replayed;
  const then = replayed?.value;
  const recorder = options.record === undefined ? undefined : recording(outside);
  const machine = then === undefined ? (recorder?.machine ?? outside) : replaying(then, outside);
  const written = await openPartialWorkspace(options, machine);
  if (!written.ok) return written;
  const opened = await openNamedOutputs(options, written.value, outside);
  if (!opened.ok) return opened;
  const outputs = opened.value;
  const scoped = await openScope(written.value, options, machine);
  if (!scoped.ok) return scoped;
  const { shard } = options;
  const scope: Scope & { readonly shard?: ShardScope } =
    shard === undefined ? scoped.value : narrowToShard(scoped.value, shard, machine.env);
  const { workspace, stopped: uncompared = [], ...diff } = scope;
  const { desired, invalid, settings, root } = workspace;
  // A shard without a layer that can be read is still one of all shards.
  if (shard === undefined && desired.length === 0 && invalid.length > 0)
    return { ok: false, problems: workspace.problemsOf(invalid) };
  options.warn?.([...settingsWarnings(workspace), ...othersInvalid(workspace)]);
  const unset = then === undefined ? unsetVariables(desired, machine.env) : [];
  const apis = openApis(
    desired,
    settings,
    then === undefined ? machine : named(machine, desired, then),
    diff.shard?.limits,
  );
  if (!apis.ok) return fail(...unset, ...apis.problems);
  const absent = [...uncompared, ...unset, ...apis.value.missing];
  const stopped = new Set(absent.flatMap(layersOf));
  // An unset variable stops only its layers. If all are stopped, there is nothing to read.
  if (shard === undefined && stopped.size > 0 && desired.every(({ name }) => stopped.has(name)))
    return { ok: false, problems: [...workspace.problemsOf(invalid), ...absent] };
  const here = await identify(machine, root);
  const identity = then === undefined ? here : { ...here, owner: then.owner };
  const { record } = options;
  const now = machine.now().toISOString();
  return ok({
    workspace,
    ...diff,
    absent,
    reads: options.readsAll === true ? 'all' : options.readsInstalled === true ? 'installed' : 'needed',
    apis: apis.value,
    identity,
    machine,
    outputs,
    close: async () => {
      if (record === undefined || recorder === undefined) return [];
      const text = recordingText({
        now,
        origins: settings.origins,
        owner: identity.owner,
        ...recorder.reads(settings.transport),
      });
      return outputs.write({ option: '--record', path: record }, text);
    },
  });
}

/** In a replay, names replace credentials: recorded responses need none. */
function named(machine: Machine, desired: readonly DesiredLayer[], { sameCodes }: Recording): Machine {
  const names = desired.flatMap(({ credentials }) => [credentials.layers, credentials.tiktok]);
  const codes = desired.flatMap(({ spark }) =>
    spark.map(({ variable }) => [variable, codeInRecord(variable, sameCodes)]),
  );
  const { hide: _, ...others } = machine;
  return {
    ...others,
    env: { ...machine.env, ...Object.fromEntries([...names.map((name) => [name, name]), ...codes]) },
  };
}

/** Fails with every file that may not be written, before any request or write. */
async function openNamedOutputs(
  { out, html, record, undoDir, sandbox, replay, inputs = [] }: NamedFiles,
  workspace: Workspace,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<Outputs>> {
  const read = [...[sandbox, replay].filter((path) => typeof path === 'string'), ...inputs];
  const outputs = openOutputs({ ...workspace, inputs: read }, machine);
  const files: readonly Output[] = [
    ...(out === undefined ? [] : [{ option: '--out', path: out }]),
    ...(html === undefined ? [] : [{ option: '--html', path: html }]),
    ...(record === undefined ? [] : [{ option: '--record', path: record }]),
  ];
  const same = sameFile(files, machine);
  if (same !== undefined) return fail(same);
  const all = [...workspace.desired, ...workspace.unselected];
  const undo = undoDir === undefined ? [] : await problemsOf(undoOutputs(undoDir, all), outputs);
  // One problem per undo folder is enough: the others repeat it.
  const problems = [...(await problemsOf(files, outputs)), ...undo.slice(0, 1)];
  return problems.length > 0 ? fail(...problems) : ok(outputs);
}

async function problemsOf(files: readonly Output[], { problem }: Outputs): Promise<readonly Problem[]> {
  return (await Promise.all(files.map(problem))).flatMap((one) => one ?? []);
}
