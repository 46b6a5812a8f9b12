import {
  canonicalJson,
  type FreezeWindow,
  type Money,
  moneyWords,
  type Origins,
  type PolicySettings,
  type Settings,
  type Value,
} from '../model/index.ts';

/** Safe settings, the requested changes that were ignored, and those used because the base has nothing to keep. */
export type Guarded = {
  readonly settings: Settings;
  readonly ignored: readonly string[];
  readonly introduced: readonly string[];
};

/**
 * A pull request must not loosen its own rules: the origins, credentials, transport, unit of a cap and visibility of
 * money come from the base; of two policy values the stricter one is used. Everything else comes from the pull request,
 * and so do a unit that the base does not state, and the policies if the base has no settings at all.
 *
 * @param environment origins from the environment: they take precedence over both
 * @param isFirst the base has no settings file, and `base` are the defaults
 */
export function guardSettings(
  base: Settings,
  desired: Settings,
  environment: Partial<Origins>,
  isFirst: boolean,
): Guarded {
  const ignored: string[] = [];
  const owned = <T>(what: string, from: T, changed: T): T => {
    if (text(from) !== text(changed)) ignored.push(ignoredText(what, shown(changed), shown(from)));
    return from;
  };
  const origins = {
    layers: environment.layers ?? owned('origins.layers', base.origins.layers, desired.origins.layers),
    tiktok: environment.tiktok ?? owned('origins.tiktok', base.origins.tiktok, desired.origins.tiktok),
  };
  const credentials = owned('credentials', base.credentials, desired.credentials);
  const transport = owned('transport', base.transport, desired.transport);
  const costCapUnit =
    base.costCapUnit === undefined ? desired.costCapUnit : owned('costCapUnit', base.costCapUnit, desired.costCapUnit);
  const publicMoney = owned('github.publicMoney', base.github.publicMoney, desired.github.publicMoney);
  const { costCapUnit: _, ...rest } = desired;
  return {
    settings: {
      ...rest,
      origins,
      credentials,
      transport,
      ...(costCapUnit !== undefined && { costCapUnit }),
      policies: isFirst ? desired.policies : stricter(base.policies, desired.policies, ignored),
      github: { ...desired.github, publicMoney },
    },
    ignored,
    introduced: introducedBy(base, desired, isFirst),
  };
}

function introducedBy(base: Settings, desired: Settings, isFirst: boolean): readonly string[] {
  const unit = base.costCapUnit === undefined ? desired.costCapUnit : undefined;
  const hasPolicies = isFirst && text(base.policies) !== text(desired.policies);
  return [
    ...(unit === undefined ? [] : [`costCapUnit: ${unit} is used, because the base has no unit.`]),
    ...(hasPolicies ? ['policies: those of this diff are used, because the base has no settings.'] : []),
  ];
}

function stricter(base: PolicySettings, desired: PolicySettings, ignored: string[]): PolicySettings {
  const capMax = leastOfEach('cap-max', base.capMax, desired.capMax, ignored);
  const capTotal = leastOfEach('cap-total', base.capTotal, desired.capTotal, ignored);
  const least = (what: string, from: number, changed: number): number => {
    if (changed > from) ignored.push(ignoredText(what, String(changed), String(from)));
    return Math.min(from, changed);
  };
  return {
    ...(capMax !== undefined && { capMax }),
    ...(capTotal !== undefined && { capTotal }),
    capIncrease: { percent: least('cap-increase.percent', base.capIncrease.percent, desired.capIncrease.percent) },
    share: {
      percent: least('share.percent', base.share.percent, desired.share.percent),
      above: least('share.above', base.share.above, desired.share.above),
    },
    ...allWindows(base.freeze, desired.freeze, ignored),
  };
}

/** The days of both. */
function allWindows(
  base: readonly FreezeWindow[] = [],
  desired: readonly FreezeWindow[] = [],
  ignored: string[],
): Pick<PolicySettings, 'freeze'> {
  const kept = base.filter((window) => !desired.some(({ from, to }) => from <= window.from && to >= window.to));
  for (const { from, to } of kept) {
    ignored.push(`freeze: the base freezes ${from} to ${to}, so these days stay frozen.`);
  }
  const windows = [...desired, ...kept];
  return windows.length > 0 ? { freeze: windows } : {};
}

/**
 * The smaller amount of each currency. A currency in only one of the two lists is left out: without an amount, its caps
 * are refused.
 */
function leastOfEach(
  what: string,
  base: readonly Money[] | undefined,
  desired: readonly Money[] | undefined,
  ignored: string[],
): readonly Money[] | undefined {
  if (base === undefined) return desired;
  if (desired === undefined) {
    ignored.push(`${what}: its removal is ignored, because the base has it.`);
    return base;
  }
  return desired.flatMap((changed): readonly Money[] => {
    const from = base.find(({ currency }) => currency === changed.currency);
    if (from !== undefined && changed.minor <= from.minor) return [changed];
    const inBase = from === undefined ? `no amount in ${changed.currency}` : moneyWords(from);
    ignored.push(ignoredText(what, moneyWords(changed), inBase));
    return from === undefined ? [] : [from];
  });
}

function ignoredText(what: string, changed: string, inBase: string): string {
  return `${what}: ${changed} is ignored, because the base has ${inBase}.`;
}

function shown(value: unknown): string {
  return value === undefined ? 'no value' : text(value);
}

function text(value: unknown): string {
  // Settings are plain data; unset members are left out.
  return value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)) as Value);
}
