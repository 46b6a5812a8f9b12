import { type DesiredLayer, groupBy, nameList, type Problem, type ProblemCode } from '../model/index.ts';

/** The hosts of both APIs. */
export type Hosts = { readonly layers: string; readonly tiktok: string };

/** A read that failed for one layer. */
export type Failure = {
  readonly layer: DesiredLayer;
  readonly api: 'layers' | 'tiktok';
  /** The whole layer, or only its spend, which is then unknown. */
  readonly missing: 'layer' | 'spend';
  readonly problem: Problem;
};

const API_NAMES = { layers: 'Layers', tiktok: 'TikTok' } as const;

/** Codes that concern all requests with a credential. */
const CREDENTIAL_FAULTS: Readonly<Partial<Record<ProblemCode, string>>> = {
  'api/unauthenticated': 'was rejected by {api}',
  'api/suspended': 'is suspended by {api}',
  'api/forbidden': 'lacks a permission at {api}',
  'api/rate-limited': 'has reached a rate limit of {api}',
};

/**
 * One problem per cause (a credential, an unreachable host, an equal message), in order of the first failure, with its
 * layers. A failure of a single layer keeps its message and location.
 */
export function oneProblemPerCause(
  failures: readonly Failure[],
  portsOf: (layer: DesiredLayer) => { readonly hosts: Hosts },
): readonly Problem[] {
  const causes = groupBy(failures, (failure) => causeOf(failure, portsOf(failure.layer)));
  return [...causes.values()].flatMap((group): readonly Problem[] => {
    const [first] = group;
    return first === undefined ? [] : [problemOf(first, group, portsOf(first.layer))];
  });
}

function causeOf({ layer, api, missing, problem }: Failure, { hosts }: { readonly hosts: Hosts }): string {
  const { code, message, remedy } = problem;
  if (CREDENTIAL_FAULTS[code] !== undefined) return JSON.stringify([missing, code, api, layer.credentials[api]]);
  if (code === 'api/unreachable') return JSON.stringify([missing, code, hosts[api]]);
  return JSON.stringify([missing, code, message, remedy]);
}

function problemOf(first: Failure, group: readonly Failure[], { hosts }: { readonly hosts: Hosts }): Problem {
  const { layer, api, missing, problem } = first;
  const { code, message, remedy, status } = problem;
  const names = [...new Set(group.map((failure) => failure.layer.name))];
  const shared = {
    code,
    ...(remedy !== undefined && { remedy }),
    ...(status !== undefined && { status }),
    layers: names,
  };
  const name = API_NAMES[api];
  const what = missingText(names, missing);
  const credential = CREDENTIAL_FAULTS[code]?.replace('{api}', name);
  if (credential !== undefined) {
    const answer = status === undefined ? '' : ` (${status})`;
    const text = `${layer.credentials[api]} ${credential}${answer}; ${what}. At ${hosts[api]}: ${message}`;
    return { ...shared, message: text };
  }
  if (names.length === 1 && missing === 'layer') return { ...problem, layer: layer.name };
  if (code === 'api/unreachable') {
    return { ...shared, message: `${name} did not answer at ${hosts[api]}; ${what}. ${message}` };
  }
  return { ...shared, message: `${message} Therefore ${what}.` };
}

function missingText(names: readonly string[], missing: Failure['missing']): string {
  const count = names.length === 1 ? '1 layer' : `${names.length} layers`;
  const verb = names.length === 1 ? 'was' : 'were';
  return missing === 'spend'
    ? `the spend of ${count} was not read: ${nameList(names)}`
    : `${count} ${verb} not read: ${nameList(names)}`;
}
