import {
  canonicalJson,
  type Money,
  moneyWords,
  type Origins,
  type PolicySettings,
  type Settings,
  type Value,
} from '../model/index.ts';

/** Settings that may be followed, and what of the wish was not. */
export type Guarded = { readonly settings: Settings; readonly ignored: readonly string[] };

/**
 * A pull request must not loosen its own rules: where credentials go, which of them, how the config is reached and what
 * a cap counts come from the base; of two values of a policy the stricter holds. Everything else is as wished.
 *
 * @param environment origins that the environment states: they win over both
 */
export function guardSettings(base: Settings, desired: Settings, environment: Partial<Origins>): Guarded {
  const ignored: string[] = [];
  const owned = <T>(what: string, from: T, wish: T): T => {
    if (text(from) !== text(wish))
      ignored.push(`${what}: the base says ${shown(from)}, and ${shown(wish)} is ignored.`);
    return from;
  };
  const origins = {
    layers: environment.layers ?? owned('origins.layers', base.origins.layers, desired.origins.layers),
    tiktok: environment.tiktok ?? owned('origins.tiktok', base.origins.tiktok, desired.origins.tiktok),
  };
  const credentials = owned('credentials', base.credentials, desired.credentials);
  const transport = owned('transport', base.transport, desired.transport);
  const costCapUnit = owned('costCapUnit', base.costCapUnit, desired.costCapUnit);
  const publicMoney = owned('github.publicMoney', base.github.publicMoney, desired.github.publicMoney);
  const { costCapUnit: _, ...rest } = desired;
  return {
    settings: {
      ...rest,
      origins,
      credentials,
      transport,
      ...(costCapUnit !== undefined && { costCapUnit }),
      policies: stricter(base.policies, desired.policies, ignored),
      github: { ...desired.github, publicMoney },
    },
    ignored,
  };
}

function stricter(base: PolicySettings, desired: PolicySettings, ignored: string[]): PolicySettings {
  const capMax = leastOfEach('cap-max', base.capMax, desired.capMax, ignored);
  const capTotal = leastOfEach('cap-total', base.capTotal, desired.capTotal, ignored);
  const least = (what: string, from: number, wish: number): number => {
    if (wish > from) ignored.push(`${what}: the base says ${from}, and ${wish} is ignored.`);
    return Math.min(from, wish);
  };
  return {
    ...(capMax !== undefined && { capMax }),
    ...(capTotal !== undefined && { capTotal }),
    capIncrease: { percent: least('cap-increase.percent', base.capIncrease.percent, desired.capIncrease.percent) },
    share: {
      percent: least('share.percent', base.share.percent, desired.share.percent),
      above: least('share.above', base.share.above, desired.share.above),
    },
  };
}

/**
 * The smaller amount of each currency. A currency that only one of the two names has no amount in the other, where its
 * caps would be refused: so it is left out.
 */
function leastOfEach(
  what: string,
  base: readonly Money[] | undefined,
  desired: readonly Money[] | undefined,
  ignored: string[],
): readonly Money[] | undefined {
  if (base === undefined) return desired;
  if (desired === undefined) {
    ignored.push(`${what}: the base sets it, and leaving it out is ignored.`);
    return base;
  }
  return desired.flatMap((wish): readonly Money[] => {
    const from = base.find(({ currency }) => currency === wish.currency);
    if (from !== undefined && wish.minor <= from.minor) return [wish];
    const is = from === undefined ? `no amount in ${wish.currency}` : moneyWords(from);
    ignored.push(`${what}: the base says ${is}, and ${moneyWords(wish)} is ignored.`);
    return from === undefined ? [] : [from];
  });
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : text(value);
}

function text(value: unknown): string {
  // Settings are plain data; a member that is not set is left out.
  return value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)) as Value);
}
