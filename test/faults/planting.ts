import fc from 'fast-check';
import type { Plan } from '../../src/model/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import type { Answered } from './answering.ts';
import { type CommandCase, SPARK_CODE } from './commands.ts';

/** Credentials of every kind and a Spark code, in the environment of every run: none of them may ever be seen. */
export const SECRETS = {
  LAYERS_API_KEY: 'lp_test_plantedkey000001_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde',
  TIKTOK_ACCESS_TOKEN: 'f00dfacef00dfacebeefcafe1234567890abcdef',
  GITHUB_TOKEN: 'ghp_PlantedGitHubTokenOfNobodyAtAll00112',
  SPARK_PLANTED: SPARK_CODE,
  NAMED_BY_SETTINGS: 'a_token~of.no-known+form/at=all==',
} as const;

export type SecretName = keyof typeof SECRETS;

/** Sources of secrets besides the environment. */
const PLACES = [
  'Layers error',
  'TikTok error',
  'GitHub error',
  'account name',
  'header',
  'any text',
  'a page of HTML',
  'broken JSON',
  'broken connection',
  'saved plan',
  'pasted config',
] as const;

export type Planting = {
  readonly command: CommandCase;
  /** Which request is answered with it, from 0. */
  readonly turn: number;
  readonly secret: SecretName;
  readonly place: (typeof PLACES)[number];
  readonly status: number;
};

export function plantingsIn(commands: readonly CommandCase[]): fc.Arbitrary<Planting> {
  return fc.record({
    command: fc.oneof(...commands.map((command) => ({ weight: command.weight, arbitrary: fc.constant(command) }))),
    turn: fc.nat(34),
    // The names are the keys of the table above.
    secret: fc.constantFrom(...(Object.keys(SECRETS) as SecretName[])),
    place: fc.constantFrom(...PLACES),
    status: fc.constantFrom(200, 400, 401, 403, 404, 409, 422, 429, 500, 503),
  });
}

/**
 * The same for GitHub. Octokit waits in real time before it repeats a request, so no response here is worth repeating.
 */
export function forGitHub(planting: Planting): Planting {
  const { place, status } = planting;
  return {
    ...planting,
    place: place === 'broken connection' ? 'GitHub error' : place,
    status: status === 409 || status === 429 || status >= 500 ? 422 : status,
  };
}

/** An answer with a secret in it. */
export function plantedAnswer(answer: Answered, { secret: name, place, status }: Planting): Answered | Error {
  const secret = SECRETS[name];
  const json = { 'content-type': 'application/json' };
  const text = `no, ${secret} is not allowed to, says ${secret}`;
  const sent = (code: number, body: unknown): Answered => ({ status: code, headers: json, body: JSON.stringify(body) });
  switch (place) {
    case 'Layers error':
      return sent(status, { error: { code: 'VALIDATION', message: text, requestId: secret, details: { secret } } });
    case 'TikTok error':
      return sent(200, { code: 40002, message: text, request_id: secret, data: {} });
    case 'GitHub error':
      return sent(status, {
        message: text,
        documentation_url: `https://docs.github.com/${secret}`,
        errors: [{ code: secret }],
      });
    case 'account name':
      return {
        ...answer,
        body: answer.body.replace(/"(name|login)":"[^"]*"/g, (_, key) => `"${key}":${JSON.stringify(secret)}`),
      };
    case 'any text':
      return {
        ...answer,
        body: answer.body.replace(
          /"(status|pixel_name|lastError|code|currency|timezone|objectives|html_url|event_map)":("[^"]*"|\[[^\]]*\])/g,
          (_, key, value: string) =>
            `"${key}":${value.startsWith('[') ? JSON.stringify([secret]) : JSON.stringify(secret)}`,
        ),
      };
    case 'header':
      return {
        ...answer,
        status: 302,
        headers: {
          ...answer.headers,
          location: `https://elsewhere.example/?k=${encodeURIComponent(secret)}&k=${secret}`,
          'retry-after': secret,
        },
      };
    case 'a page of HTML':
      return { status, headers: { 'content-type': 'text/html' }, body: `<h1>${text}</h1>` };
    case 'broken JSON':
      return { status: 200, headers: json, body: `{"oops": "${secret}` };
    case 'broken connection':
      return Object.assign(new Error(text), { code: 'ECONNRESET', cause: new Error(text) });
    case 'saved plan':
    case 'pasted config':
      return answer;
    default:
      return place satisfies never;
  }
}

/** Texts of an untrusted saved plan: made elsewhere, in an environment without the secret. */
export function plantedPlan(plan: string, { secret, place }: Planting): string {
  if (place !== 'saved plan') return plan;
  const text = JSON.stringify(`see ${SECRETS[secret]} there`).slice(1, -1);
  const planted = plan.replace(/"(message|remedy|screen)": "/g, (start) => `${start}${text}: `);
  const { checksum: _, ...members } = JSON.parse(planted) as Plan & { readonly checksum: string };
  return planAsJson(members);
}

/** Keys and values that a person may paste next to valid ones. */
export function plantedInput(input: string, { secret, place }: Planting): string {
  if (place !== 'pasted config') return input;
  const value = SECRETS[secret];
  return JSON.stringify({ ...(JSON.parse(input) as object), [value]: 1, note: value, mode: value });
}
