import { join } from 'node:path';
import { gitVersion, redactDeep } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import {
  DEFAULT_CREDENTIALS,
  type DesiredLayer,
  type DoctorReport,
  nameList,
  ok,
  type Problem,
  type Result,
  type Settings,
  VERSION,
} from '../model/index.ts';
import { globMatcher } from '../settings/index.ts';
import { type CredentialUse, inspectCredentials } from './inspect-credentials.ts';
import { isSandbox } from './plan-now.ts';
import { settingsWarnings } from './validate.ts';
import { openPartialWorkspace, openSettings, type Workspace } from './workspace.ts';

/** `warnings`: about the settings; they break nothing. */
export type Diagnosed = { readonly report: DoctorReport; readonly warnings: readonly Problem[] };

/**
 * Reads every credential once, and what surrounds the program. Read-only: a rejected credential stops only its own row.
 * Fails if the settings are invalid, because they name the credentials and the origins.
 */
export async function diagnose(options: { readonly config?: string }, machine: Machine): Promise<Result<Diagnosed>> {
  const opened = await openSettings(options.config, machine);
  if (!opened.ok) return opened;
  const { settings, root, settingsFile } = opened.value;
  const workspace = await openPartialWorkspace({ ...options, paths: [] }, machine);
  const rules = rulesOf(settings, workspace.ok ? workspace.value.desired : []);
  machine.hide?.(rules.flatMap(({ layers, tiktok }) => [machine.env[layers] ?? '', machine.env[tiktok] ?? '']));
  const { credentials, apis } = await inspectCredentials(rules, settings, machine);
  const hasFile = (await machine.files.look(join(root, settingsFile))) !== undefined;
  const report: DoctorReport = {
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
    versions: { reconcile: VERSION, node: machine.node, git: (await gitVersion(root, machine)) ?? null },
    settings: hasFile ? settingsFile : null,
    apis,
    credentials,
  };
  const warnings = workspace.ok ? [...settingsWarnings(workspace.value), ...invalidDocuments(workspace.value)] : [];
  return ok(redactDeep({ report, warnings }, machine));
}

/** Their layers are missing in the rows. */
function invalidDocuments({ invalid }: Pick<Workspace, 'invalid'>): readonly Problem[] {
  if (invalid.length === 0) return [];
  return [
    {
      code: 'document/others-invalid',
      message: `Without the layers of invalid documents: ${nameList(invalid.map(({ file }) => file))}.`,
      remedy: 'Run reconcile validate to see the problems.',
    },
  ];
}

/** The first rule that matches counts; the default ones are listed if a layer uses them, or if there are no rules. */
function rulesOf({ credentials }: Settings, desired: readonly DesiredLayer[]): readonly CredentialUse[] {
  const matchers = credentials.map(({ match }) => globMatcher(match));
  const ruleOf = ({ file }: DesiredLayer): number => matchers.findIndex((matches) => matches(file));
  const rest = desired.filter((layer) => ruleOf(layer) === -1);
  return [
    ...credentials.map((rule, index) => ({ ...rule, serves: desired.filter((layer) => ruleOf(layer) === index) })),
    ...(rest.length > 0 || credentials.length === 0 ? [{ match: null, ...DEFAULT_CREDENTIALS, serves: rest }] : []),
  ];
}
