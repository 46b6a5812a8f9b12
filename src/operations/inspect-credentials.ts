import { PLACEHOLDER_ACCOUNT } from '../desired/index.ts';
import { proxyHost, requestTimeout } from '../io/index.ts';
import { inspectKey } from '../layers/index.ts';
import type { Machine } from '../machine.ts';
import {
  type ApiHealth,
  type CredentialRow,
  type CredentialState,
  type DesiredLayer,
  type DoctorReport,
  type Inspected,
  type KeyFacts,
  type LiveAccount,
  mayWrite,
  memoize,
  type Problem,
  type Result,
  type Settings,
} from '../model/index.ts';
import { originProblem } from '../settings/index.ts';
import { inspectToken } from '../tiktok/index.ts';

/** One credential rule with its layers. */
export type CredentialUse = {
  readonly match: string | null;
  readonly layers: string;
  readonly tiktok: string;
  readonly serves: readonly DesiredLayer[];
};

type Answer = Pick<Inspected<unknown>, 'answer' | 'date'> & { readonly skewMs: number | null };

/** Reads each key and each token once, and derives whether their APIs can be reached. */
export async function inspectCredentials(
  rules: readonly CredentialUse[],
  settings: Settings,
  machine: Machine,
): Promise<Pick<DoctorReport, 'credentials' | 'apis'>> {
  const { origins } = settings;
  const { env, stop } = machine;
  const timeoutMs = requestTimeout(env);
  const client = { machine, ...(timeoutMs !== undefined && { timeoutMs }) };
  const blocked = {
    layers: originProblem(origins.layers, 'layers', env.RECONCILE_ALLOW_ORIGINS),
    tiktok: originProblem(origins.tiktok, 'tiktok', env.RECONCILE_ALLOW_ORIGINS),
  };
  const answers: Readonly<Record<'layers' | 'tiktok', Answer[]>> = { layers: [], tiktok: [] };
  const timed = async <T>(api: 'layers' | 'tiktok', asked: Promise<Inspected<T>>): Promise<Result<T>> => {
    const { answer, date } = await asked;
    const skewMs = date === undefined ? Number.NaN : machine.now().getTime() - Date.parse(date);
    answers[api].push({ answer, ...(date !== undefined && { date }), skewMs: Number.isNaN(skewMs) ? null : skewMs });
    return answer;
  };
  const keyOf = memoize((_: Machine, variable = '') =>
    timed('layers', inspectKey({ ...client, origin: origins.layers, key: env[variable] ?? '' }, stop)),
  );
  const tokenOf = memoize((_: Machine, variable = '', account = '') =>
    timed('tiktok', inspectToken({ ...client, origin: origins.tiktok, token: env[variable] ?? '' }, account, stop)),
  );
  const credentials = await Promise.all(
    rules.map(async ({ match, layers, tiktok, serves }): Promise<CredentialRow> => {
      // One token is read once, so each of its rules asks for the same account.
      const account = rules
        .filter((rule) => rule.tiktok === tiktok)
        .flatMap((rule) => rule.serves.flatMap(({ fields }) => fields.adAccountId ?? []))
        .find((id) => id !== PLACEHOLDER_ACCOUNT);
      const [key, token] = await Promise.all([
        isSet(layers, env) && blocked.layers === undefined ? keyOf(machine, layers) : undefined,
        isSet(tiktok, env) && blocked.tiktok === undefined && account !== undefined
          ? tokenOf(machine, tiktok, account)
          : undefined,
      ]);
      return {
        match,
        serves: serves.map(({ name }) => name),
        layers: { variable: layers, ...stateOf(layers, env, key, withWrites, BLOCKED) },
        tiktok: {
          variable: tiktok,
          ...stateOf(
            tiktok,
            env,
            token,
            (found: LiveAccount) => ({ account: found }),
            account === undefined ? NO_ACCOUNT : BLOCKED,
          ),
        },
      };
    }),
  );
  const apis = (['layers', 'tiktok'] as const).map((api): ApiHealth => {
    const problem = blocked[api];
    return {
      api: api === 'layers' ? 'Layers' : 'TikTok',
      origin: origins[api],
      proxy: proxyHost(origins[api], env),
      ...healthOf(answers[api]),
      ...(problem && { problem }),
    };
  });
  return { credentials, apis };
}

const BLOCKED = 'Credentials are not sent to this origin.';
const NO_ACCOUNT = 'No layer of this rule has an ad account to read.';

function withWrites(facts: KeyFacts): KeyFacts & { readonly mayWrite: ReturnType<typeof mayWrite> } {
  return { ...facts, mayWrite: mayWrite(facts.scopes) };
}

function stateOf<T, F>(
  variable: string,
  env: Machine['env'],
  answer: Result<T> | undefined,
  factsOf: (value: T) => F,
  reason: string,
): CredentialState<F> {
  if (!isSet(variable, env)) {
    return {
      state: 'not set',
      remedy: `Set ${variable}, or name another variable under credentials in reconcile.yaml.`,
    };
  }
  if (answer === undefined) return { state: 'not tried', reason };
  if (answer.ok) return { state: 'accepted', facts: factsOf(answer.value) };
  const [problem = UNEXPLAINED] = answer.problems;
  return { state: 'failed', problem };
}

const UNEXPLAINED: Problem = { code: 'api/unreadable', message: 'The request failed.' };

function isSet(variable: string, env: Machine['env']): boolean {
  return (env[variable] ?? '') !== '';
}

/** A refusal is a response too: its API was reached. */
function healthOf(answers: readonly Answer[]): Pick<ApiHealth, 'reachable' | 'skewMs'> {
  const wasReached = ({ answer, date }: Answer): boolean =>
    date !== undefined || answer.ok || answer.problems.some(({ status }) => status !== undefined);
  const [skewMs = null] = answers.flatMap((one) => one.skewMs ?? []);
  return { reachable: answers.length === 0 ? null : answers.some(wasReached), skewMs };
}
