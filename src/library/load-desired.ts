import { resolve } from 'node:path';
import { bareMachine } from '../io/index.ts';
import type { DesiredLayer, InvalidDocument, Problem, Result, Settings } from '../model/index.ts';
import { openPartialWorkspace } from '../operations/index.ts';

export type LoadOptions = {
  /** Folder to start from. Default: the working folder. */
  readonly cwd?: string;
  /** Settings file. Default: `reconcile.yaml` or `reconcile.yml` in `cwd` or above. */
  readonly config?: string;
  /** Layer names, documents or folders. Default: all documents that the settings match. */
  readonly paths?: readonly string[];
};

/** Settings and layer documents of a repository. */
export type Repository = {
  /** Absolute folder of the settings; `cwd` if there are none. */
  readonly root: string;
  readonly settings: Settings;
  /** Valid documents that `paths` cover, sorted by name. */
  readonly desired: readonly DesiredLayer[];
  /** The other valid documents: their caps count in sums. */
  readonly others: readonly DesiredLayer[];
  /** Invalid documents that `paths` cover; `problems` has the reasons. */
  readonly invalid: readonly InvalidDocument[];
  readonly otherInvalid: readonly InvalidDocument[];
  readonly problems: readonly Problem[];
};

/**
 * Reads settings and layer documents from disk. Needs no network and no credentials. An invalid document stops no other
 * one. Fails if the settings are invalid, or if there are no documents and no settings.
 */
export async function loadDesired(options: LoadOptions = {}): Promise<Result<Repository>> {
  const { cwd = '.', paths = [], config } = options;
  const machine = { ...bareMachine(new AbortController().signal), cwd: resolve(cwd) };
  const opened = await openPartialWorkspace({ paths, ...(config !== undefined && { config }) }, machine);
  if (!opened.ok) return opened;
  const { root, settings, desired, unselected, invalid, unselectedInvalid, problemsOf } = opened.value;
  const value: Repository = {
    root,
    settings,
    desired,
    others: unselected,
    invalid,
    otherInvalid: unselectedInvalid,
    problems: problemsOf(invalid),
  };
  return { ok: true, value };
}
