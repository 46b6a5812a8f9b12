import {
  canonicalJson,
  canonicalValue,
  type Change,
  CONFIG_PATHS,
  type ConfirmedValue,
  DOCUMENT_PATHS,
  type FieldPath,
  type Fields,
  isConfigPath,
  type LedgerEntry,
  type LiveLayer,
  type PlannedLayer,
  type Problem,
  type Value,
} from '../model/index.ts';
import { isStatement, statementsIn } from './ledger-entry.ts';

/** A person's statement about one layer. */
export type Statement = {
  readonly layer: PlannedLayer;
  readonly live: LiveLayer;
  /** The whole config from the dashboard. If absent, the person confirms the manual steps. */
  readonly pasted?: Fields;
  /** Ids of the changes that the person means; absent: all that can be confirmed. */
  readonly changes?: ReadonlySet<string>;
};

/** Why a person's statement cannot be recorded: an API contradicts it, or it needs the current config first. */
export function statementProblems(statement: Statement): readonly Problem[] {
  const { layer, live, pasted, changes } = statement;
  if (live.installed === 'no') return [notInstalled(layer)];
  if (pasted !== undefined) return contradictions(statement);
  const isMeant = ({ id }: Change): boolean => changes?.has(id) ?? true;
  const isEarly = statementsIn(layer, live, changes).length === 0 && layer.changes.filter(isMeant).some(isStatement);
  return isEarly ? [notAdopted(layer)] : [];
}

/** The values of a recorded statement, and whether an API shows them as well. Earlier statements are left out. */
export function confirmedValues(
  { layer, live, pasted, changes }: Statement,
  { config }: LedgerEntry,
): readonly ConfirmedValue[] {
  const stated = new Set<FieldPath>(
    statementsIn(layer, live, changes).flatMap(({ fields }) => fields.map(({ path }) => path)),
  );
  return DOCUMENT_PATHS.flatMap((path): readonly ConfirmedValue[] => {
    const value = config[path];
    if (value === undefined) return [];
    if (isShown(path, value, live)) return [{ path, value, source: 'api' }];
    return (pasted === undefined ? stated.has(path) : isConfigPath(path)) ? [{ path, value, source: 'stated' }] : [];
  });
}

function isShown(path: FieldPath, value: Value, { fields }: LiveLayer): boolean {
  const shown = fields[path];
  return shown?.provenance === 'api' && isSame(path, shown.value ?? null, value);
}

function isSame(path: FieldPath, a: Value, b: Value): boolean {
  return canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, b));
}

function contradictions({ layer, live, pasted = {} }: Statement): readonly Problem[] {
  return CONFIG_PATHS.flatMap((path): readonly Problem[] => {
    const shown = live.fields[path];
    if (shown?.provenance !== 'api') return [];
    const [api, stated] = [shown.value ?? null, pasted[path] ?? null];
    if (isSame(path, api, stated)) return [];
    return [
      {
        code: 'confirm/contradicted',
        layer: layer.name,
        message: `The pasted ${path} is ${canonicalJson(stated)}, but the API shows ${canonicalJson(api)}.`,
        remedy: 'Copy the config of this layer again. If it was changed recently, wait a few minutes first.',
      },
    ];
  });
}

function notInstalled({ name }: PlannedLayer): Problem {
  return {
    code: 'confirm/contradicted',
    layer: name,
    message: 'Layers shows no TikTok layer in this project, so nothing about it can be recorded.',
    remedy: 'Install the layer first.',
  };
}

function notAdopted({ name }: PlannedLayer): Problem {
  return {
    code: 'confirm/not-adopted',
    layer: name,
    message: `The current config of "${name}" is unknown, so its manual steps cannot be confirmed. Nothing was recorded.`,
    remedy: `Adopt the layer first: copy its config from "View as JSON" and run reconcile confirm ${name} --json -.`,
  };
}
