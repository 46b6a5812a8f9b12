import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import { type DesiredLayer, ok, type Problem, type Result } from '../model/index.ts';
import {
  affected,
  type BaseWorkspace,
  invalidBase,
  linkedSettings,
  openBaseRules,
  openBaseWorkspace,
  openPartialBase,
} from './base-workspace.ts';
import type { ContextOptions, ReadContext } from './context.ts';
import { openWorkspaceBy, type Workspace } from './workspace.ts';

/** The part that a base decides: rules and included layers. */
export type Scope = Pick<ReadContext, 'workspace' | 'base' | 'ignored' | 'introduced' | 'skipped' | 'others'> & {
  /** Layers that are not compared, because documents at the base are invalid: one problem for all. */
  readonly stopped?: readonly Problem[];
};

/** Narrows the documents by name, by base, or by changes since a commit. */
export async function openScope(
  workspace: Workspace,
  options: ContextOptions,
  machine: Machine,
): Promise<Result<Scope>> {
  const { base, changed, allowInvalidBase = false } = options;
  if (base === undefined && changed === undefined) return ok(withoutBase(workspace, options));
  const { root, settingsFile } = workspace;
  if ((await machine.files.look(join(root, settingsFile)))?.kind === 'link') return linkedSettings(settingsFile);
  const openAt = (ref: string) => openBaseWorkspace(ref, root, workspace.settings, machine, settingsFile);
  const opened = base === undefined ? undefined : await openAt(base);
  const isInvalid = opened?.ok === false && opened.problems.every(({ code }) => code === 'base/invalid');
  const part = isInvalid ? await openAround(base ?? '', workspace, options, machine) : undefined;
  const around = part && againstPart(workspace, part, options);
  // A diff that fixes the base is planned in full, without knowing what the invalid documents protected.
  const isFix = around === undefined || around.stopped !== undefined;
  if (opened?.ok === false && allowInvalidBase && isFix) {
    return withBaseRules(base ?? '', workspace, opened, machine);
  }
  if (around !== undefined) return ok(around);
  if (opened?.ok === false) return opened;
  const since = changed === undefined || changed === base ? opened : await openAt(changed);
  if (since?.ok === false) return since;
  return ok(againstBase(workspace, opened?.value, since?.value, options));
}

function withoutBase(workspace: Workspace, options: ContextOptions): Scope {
  const desired = ofNames(workspace.desired, options);
  const others = workspace.desired.filter((layer) => !desired.includes(layer)).concat(workspace.unselected);
  const narrowed = { ...workspace, desired, ...invalidOf(workspace, options) };
  return { workspace: narrowed, ignored: [], introduced: [], skipped: [], others };
}

/** The documents at the base are invalid: its rules apply, and every difference is a change. */
async function withBaseRules(
  base: string,
  workspace: Workspace,
  invalid: Result<never>,
  machine: Machine,
): Promise<Result<Scope>> {
  const { root, settings, settingsFile } = workspace;
  const rules = await openBaseRules(base, root, settings, machine, settingsFile);
  if (!rules.ok) return invalid;
  const opened = openWorkspaceBy(rules.value.settings, workspace);
  const { ignored, introduced } = rules.value;
  return ok({ workspace: opened, ignored, introduced, skipped: [], others: opened.unselected });
}

/**
 * The valid documents at a base with invalid ones; `undefined` if one of those was moved or removed, because it is then
 * unknown which layer it belongs to, and what the base decides for it.
 */
async function openAround(
  ref: string,
  workspace: Workspace,
  { isOldBase }: ContextOptions,
  machine: Machine,
): Promise<PartialBase | undefined> {
  const { root, settings, settingsFile, files } = workspace;
  const opened = await openPartialBase(ref, root, settings, machine, settingsFile);
  if (!opened.ok) return undefined;
  const { rules, documents } = opened.value;
  const paths = new Set(files.filter(({ role }) => role === 'document').map(({ filePath }) => filePath));
  const { invalid, layers, problemsOf } = documents;
  if (isOldBase !== true && !invalid.every(({ file }) => paths.has(file))) return undefined;
  return { base: { ...rules, desired: layers }, problem: invalidBase(ref, problemsOf(invalid)) };
}

type PartialBase = { readonly base: BaseWorkspace; readonly problem: Problem };

/** Stops each layer that is not certainly one of the valid documents at the base, unless that counts as new. */
function againstPart(workspace: Workspace, { base, problem }: PartialBase, options: ContextOptions): Scope {
  const { changed, ...whole } = options;
  const hasDiff = changed !== undefined && changed === options.base;
  const scope = againstBase(workspace, base, hasDiff ? base : undefined, hasDiff ? options : whole);
  if (options.isOldBase === true) return scope;
  const before = new Set(base.desired.map(identity));
  const layers = scope.workspace.desired.filter((layer) => !before.has(identity(layer))).map(({ name }) => name);
  return layers.length === 0 ? scope : { ...scope, stopped: [{ ...problem, layers }] };
}

function identity({ name, file, project }: DesiredLayer): string {
  return JSON.stringify([name, file, project]);
}

function againstBase(
  workspace: Workspace,
  base: BaseWorkspace | undefined,
  since: BaseWorkspace | undefined,
  options: ContextOptions,
): Scope {
  const { changed, fixDrift = false, useCheckoutSettings = false } = options;
  const settings = useCheckoutSettings ? workspace.settings : (base?.settings ?? workspace.settings);
  // The base also decides the credentials, so the documents are loaded with its settings.
  const loaded = base === undefined ? workspace : openWorkspaceBy(settings, workspace);
  const { desired } = loaded;
  const hasDiff = changed !== undefined && since !== undefined;
  const included = ofNames(hasDiff ? affected(desired, since, workspace.settings) : desired, options);
  const names = new Set(included.map(({ name }) => name));
  const skipped = desired.filter(({ name }) => !names.has(name));
  return {
    workspace: { ...loaded, desired: included, ...invalidOf(loaded, options) },
    ...(base && { base: { commit: base.commit, desired: base.desired, fixDrift } }),
    ignored: useCheckoutSettings ? [] : (base?.ignored ?? []),
    introduced: useCheckoutSettings ? [] : (base?.introduced ?? []),
    skipped: skipped.map(({ name }) => name),
    others: [...skipped, ...loaded.unselected],
  };
}

function invalidOf(
  { invalid, unselectedInvalid }: Workspace,
  options: ContextOptions,
): Pick<Workspace, 'invalid' | 'unselectedInvalid'> {
  const selected = ofNames(invalid, options);
  const others = invalid.filter((one) => !selected.includes(one));
  return { invalid: selected, unselectedInvalid: [...others, ...unselectedInvalid] };
}

/** The documents that `only` names; all if it is absent. */
function ofNames<T extends { readonly name: string }>(
  documents: readonly T[],
  { only }: Pick<ContextOptions, 'only'>,
): readonly T[] {
  const names = only && new Set(only);
  return names === undefined ? documents : documents.filter(({ name }) => names.has(name));
}
