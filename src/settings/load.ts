import {
  DEFAULT_ORIGINS,
  fail,
  type FreezeWindow,
  type Money,
  ok,
  type Origins,
  type PolicySettings,
  type Problem,
  type Result,
  type Settings,
  type Transport,
} from '../model/index.ts';
import {
  type DocumentNode,
  type Finding,
  parse,
  plain,
  problemsOf,
  readAmount,
  shapeFindings,
  withHidden,
} from '../yaml/index.ts';
import { readOrigin } from './origins.ts';
import { isRuled, ruleFindings } from './rules.ts';
import { settingsKeys } from './schema.ts';
import { type SettingsShape, settingsShape } from './shape.ts';

/** Settings without a file. */
const NOTHING: SettingsShape = {};

/**
 * `reconcile.yaml` with every default filled in; without a file, the defaults. An origin in `env` takes precedence.
 *
 * @returns all problems of the file and of `env`. Whether credentials may be sent to an origin is not checked: see
 * `originProblem`.
 */
export function loadSettings(
  file: { readonly filePath: string; readonly bytes: Uint8Array } | undefined,
  env: { readonly LAYERS_API_URL?: string | undefined; readonly TIKTOK_API_URL?: string | undefined },
): Result<Settings> {
  const written = file === undefined ? { shape: NOTHING, problems: [] } : readFile(file);
  const layers = originOf('LAYERS_API_URL', env.LAYERS_API_URL);
  const tiktok = originOf('TIKTOK_API_URL', env.TIKTOK_API_URL);
  const problems = [...written.problems, ...layers.problems, ...tiktok.problems];
  if (written.shape === undefined || problems.length > 0) return fail(...problems);
  const { origins } = written.shape;
  return ok(
    filledIn(written.shape, {
      layers: layers.origin ?? normal(origins?.layers) ?? DEFAULT_ORIGINS.layers,
      tiktok: tiktok.origin ?? normal(origins?.tiktok) ?? DEFAULT_ORIGINS.tiktok,
    }),
  );
}

function readFile({ filePath, bytes }: { filePath: string; bytes: Uint8Array }): {
  shape?: SettingsShape;
  problems: readonly Problem[];
} {
  const { source, root, findings } = parse(filePath, bytes);
  const empty = root === undefined || (root.kind === 'scalar' && root.value === null);
  if (findings.length === 0 && empty) return { shape: NOTHING, problems: [] };
  const checked = root === undefined ? undefined : settingsShape.safeParse(plain(root));
  const all = [...findings, ...(root === undefined || empty ? [] : findingsOf(root, checked?.success === true))];
  const sources = new Map([[filePath, withHidden(source, all)]]);
  const problems = problemsOf(all, sources);
  return checked?.success === true && problems.length === 0 ? { shape: checked.data, problems } : { problems };
}

function findingsOf(root: DocumentNode, hasShape: boolean): readonly Finding[] {
  const shape = hasShape
    ? []
    : shapeFindings(root, settingsShape, {
        what: 'reconcile.yaml',
        known: settingsKeys,
        ids: new Set(['layersBusinessId']),
        codes: { value: 'settings/invalid', missing: 'settings/invalid' },
        hasOwnRule: isRuled,
      });
  const rules = ruleFindings(root);
  // One finding per value: the rules have better messages.
  return [...shape.filter(({ at }) => !rules.some((rule) => rule.at === at)), ...rules];
}

function originOf(variable: string, value: string | undefined): { origin?: string; problems: readonly Problem[] } {
  if (value === undefined || value === '') return { problems: [] };
  const read = readOrigin(value);
  if (read.ok) return { origin: read.origin, problems: [] };
  const message = `The environment variable ${variable} ${read.fault}.`;
  const remedy = 'Set it to scheme and host, such as https://api.layers.com. Use http only for this machine.';
  return { problems: [{ code: 'settings/origin', message, remedy }] };
}

function normal(origin: string | undefined): string | undefined {
  const read = origin === undefined ? undefined : readOrigin(origin);
  return read?.ok === true ? read.origin : undefined;
}

function filledIn(shape: SettingsShape, origins: Origins): Settings {
  const { costCapUnit, layersBusinessId, oauthReturnUrl } = shape;
  const balanceMin = moneyOf(shape.checks?.['balance-min']?.amount);
  return {
    layers: shape.layers ?? 'layers/**/*.{yaml,yml,json}',
    ...(costCapUnit !== undefined && { costCapUnit }),
    ...(layersBusinessId !== undefined && { layersBusinessId }),
    ...(oauthReturnUrl !== undefined && { oauthReturnUrl }),
    credentials: shape.credentials ?? [],
    origins,
    transport: transportOf(shape),
    policies: policiesOf(shape),
    ...(balanceMin !== undefined && { checks: { balanceMin } }),
    github: { publicMoney: shape.github?.publicMoney ?? false },
    ...(shape.tiktok?.appLevel !== undefined && { tiktok: { appLevel: shape.tiktok.appLevel } }),
  };
}

function transportOf({ transport }: SettingsShape): Transport {
  const { kind, path, update } = transport ?? { kind: 'documented' };
  return kind === 'endpoint' && path !== undefined && update !== undefined
    ? { kind, path, update }
    : { kind: 'documented' };
}

/** Defaults: `cap-increase` 25 percent; `share` 30 percent of more than 5 layers. */
function policiesOf({ policies }: SettingsShape): PolicySettings {
  const capMax = moneyOf(policies?.['cap-max']?.amount);
  const capTotal = moneyOf(policies?.['cap-total']?.amount);
  return {
    ...(capMax !== undefined && { capMax }),
    ...(capTotal !== undefined && { capTotal }),
    capIncrease: policies?.['cap-increase'] ?? { percent: 25 },
    share: policies?.share ?? { percent: 30, above: 5 },
    ...(policies?.freeze && { freeze: policies.freeze.map(windowOf) }),
  };
}

type FreezeShape = NonNullable<NonNullable<SettingsShape['policies']>['freeze']>[number];

function windowOf({ from, to, reason }: FreezeShape): FreezeWindow {
  return { from, to, ...(reason !== undefined && { reason }) };
}

function moneyOf(amount: string | readonly string[] | undefined): readonly Money[] | undefined {
  if (amount === undefined) return undefined;
  return [amount].flat().flatMap((text) => {
    const read = readAmount(text);
    return read.ok ? [read.money] : [];
  });
}
