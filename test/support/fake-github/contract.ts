import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/**
 * GitHub's own API description, cut to the operations in use (@octokit/openapi 23.0.2, MIT). The requests of reconcile
 * and the responses of the fake are both checked against it, so that neither can differ from GitHub.
 */

type Json = Readonly<Record<string, unknown>>;

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Json };

export type Operation = {
  readonly id: string;
  readonly method: string;
  /** Matches the path below the base address; groups are named after path parameters. */
  readonly path: RegExp;
  readonly parameters: readonly Parameter[];
  readonly body?: Json;
  /** Schema of the answer by status; `null` for one without a body. */
  readonly answers: Readonly<Record<string, Json | null>>;
};

export type Asked = {
  readonly query: URLSearchParams;
  readonly path: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
};

/** Statuses that GitHub gives to any operation, whether its description lists them or not. All are basic errors. */
const EVERYWHERE: readonly number[] = [301, 401, 403, 404, 429, 500, 502, 503];

// A document of OpenAPI: nested maps, read once and only through the types above.
const document = JSON.parse(readFileSync('test/fixtures/github-openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: Json;
};

/**
 * Values that GitHub also leaves empty, although its description omits it: deleted forks and accounts. Source:
 * docs.github.com, webhook payloads, `pull_request.head.repo` (documented); the others second-hand.
 */
const ALSO_NULL: readonly (readonly string[])[] = [
  ['pull-request', 'head', 'repo'],
  ['pull-request-simple', 'head', 'repo'],
  ['pull-request', 'user'],
  ['workflow-run', 'head_repository'],
  ['labeled-issue-event', 'actor'],
  ['unlabeled-issue-event', 'actor'],
  ['locked-issue-event', 'actor'],
];
for (const [schema = '', ...members] of ALSO_NULL) {
  const whole = mapOf(mapOf(document.components.schemas)[schema]);
  const member = members.reduce<Json>((place, name) => mapOf(mapOf(place.properties)[name]), whole);
  Object.assign(member, { nullable: true });
}

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: 'github', components: withNulls(document.components) });

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => operationOf(path, method, operation)),
);

/** Errors in a request, as text; GitHub itself ignores unknown members. */
export function requestFaults(operation: Operation, asked: Asked): readonly string[] {
  const known = operation.parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
  const strange = [...asked.query.keys()].filter((name) => !known.includes(name));
  const parameters = operation.parameters.flatMap(({ name, in: place, required, schema }) => {
    const text = place === 'path' ? asked.path[name] : (asked.query.get(name) ?? undefined);
    if (text === undefined) return required === true ? [`${name} is missing`] : [];
    return faults(schema, cast(text, schema), name);
  });
  return [
    ...strange.map((name) => `there is no query parameter ${name}`),
    ...parameters,
    ...bodyFaults(operation, asked.body),
    ...headerFaults(asked.headers),
  ].map((fault) => `${operation.id}: ${fault}`);
}

/** Errors in a response of the fake. */
export function answerFaults(operation: Operation, status: number, body: unknown): readonly string[] {
  const documented = operation.answers[String(status)];
  if (documented === undefined && !EVERYWHERE.includes(status)) return [`${operation.id}: never answers ${status}`];
  if (documented === null) return body === undefined ? [] : [`${operation.id}: ${status} has no body`];
  const schema = documented ?? { $ref: 'github#/components/schemas/basic-error' };
  return faults(schema, body, `answer ${status}`).map((fault) => `${operation.id}: ${fault}`);
}

function operationOf(path: string, method: string, operation: Json): Operation {
  const parameters = listOf(operation.parameters).map((parameter) => resolved(parameter) as unknown as Parameter);
  const body = schemaOf(operation.requestBody);
  const answers = Object.entries(mapOf(operation.responses)).map(([status, answer]) => [
    status,
    schemaOf(resolved(mapOf(answer))) ?? null,
  ]);
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    parameters,
    ...(body !== undefined && { body }),
    answers: Object.fromEntries(answers),
  };
}

function bodyFaults({ body: schema }: Operation, body: unknown): readonly string[] {
  if (schema === undefined) return body === undefined ? [] : ['it takes no body'];
  const known = Object.keys(mapOf(schema.properties));
  const strange = Object.keys(mapOf(body)).filter((name) => !known.includes(name));
  return [...faults(schema, body, 'body'), ...strange.map((name) => `the body has no member ${name}`)];
}

function headerFaults(headers: Asked['headers']): readonly string[] {
  return [
    ...(/^\d{4}-\d\d-\d\d$/.test(String(headers['x-github-api-version'])) ? [] : ['no API version is asked for']),
    // GitHub refuses requests without one. Source: docs.github.com, getting started with the REST API (documented).
    ...(headers['user-agent'] === undefined ? ['no user agent'] : []),
    ...(String(headers.accept).includes('json') ? [] : ['JSON is not asked for']),
  ];
}

const validators = new WeakMap<Json, ValidateFunction>();

function faults(schema: Json, value: unknown, what: string): readonly string[] {
  const validate = validators.get(schema) ?? ajv.compile(withNulls(schema));
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
}

/** Path and query are text on the wire. */
function cast(text: string, { type }: Json): unknown {
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true';
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

/** OpenAPI 3.0 has `nullable` instead of the type null of JSON Schema; references become absolute. */
function withNulls<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withNulls) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] =>
    key === '$ref' ? [key, String(value).replace(/^#/, 'github#')] : [key, withNulls(value)],
  );
  const { nullable, ...rest } = Object.fromEntries(entries);
  return (nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest) as T;
}

function schemaOf(holder: unknown): Json | undefined {
  const content = mapOf(mapOf(holder).content);
  const json = content['application/json'];
  return json === undefined ? undefined : mapOf(mapOf(json).schema);
}

function resolved(value: Json): Json {
  if (typeof value.$ref !== 'string') return value;
  const steps = value.$ref.replace(/^#\//, '').split('/');
  return steps.reduce<Json>((place, step) => mapOf(place[step]), document as unknown as Json);
}

function mapOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(mapOf) : [];
}
