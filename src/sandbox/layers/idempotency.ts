import { sortedJson } from '../core/json.ts';
import type { Answer, Request } from '../core/route.ts';
import { type Refusal, refused } from './envelope.ts';
import type { LayersKey, State } from './world.ts';

const WINDOW_MS = 24 * 60 * 60 * 1000;

/** A UUIDv4 or a ULID. */
const KEY_FORM = /^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;

/** Result of an idempotency check. */
export type Repetition =
  | { readonly kind: 'first'; readonly remember: (answer: Answer) => void }
  | { readonly kind: 'again'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Repeats the first answer to a key for 24 hours, verbatim. The same key with a different body is refused.
 *
 * Source: docs/api/getting-started/common-patterns (documented). Inferred: keys are separate per API key, method and
 * path, or by a switch per API key only; successes and refusals are stored, except 401, 403 and 429; a key of a
 * different form is refused. 412 is not stored either, because a precondition is checked each time. Requests with the
 * same key never overlap, because the server answers one at a time.
 */
export function repetitionOf(request: Request, key: LayersKey, state: State): Repetition {
  const given = request.headers['idempotency-key'];
  if (request.method === 'GET' || given === undefined) return { kind: 'first', remember: () => undefined };
  if (typeof given !== 'string' || !KEY_FORM.test(given)) {
    return { kind: 'refused', refusal: refused('VALIDATION', 'Idempotency-Key must be a UUIDv4 or a ULID.') };
  }

  const address = `${request.method} ${request.path}`;
  const perRoute = state.world.switches.idempotencyScope === 'route';
  const name = [key.key, perRoute ? address : '', given].join(' ');
  const body = `${address} ${bodyText(request)}`;
  const first = state.firstAnswers.get(name);
  if (first !== undefined && state.now().getTime() - first.at.getTime() < WINDOW_MS) {
    if (first.body === body) return { kind: 'again', answer: { ...first.answer, replayed: true } };
    const message = 'This Idempotency-Key was used with another body.';
    return { kind: 'refused', refusal: refused('IDEMPOTENCY_CONFLICT', message) };
  }
  return {
    kind: 'first',
    remember: (answer) => {
      const lasting = answer.status < 500 && ![401, 403, 412, 429].includes(answer.status);
      if (lasting) state.firstAnswers.set(name, { body, answer, at: state.now() });
    },
  };
}

function bodyText({ body }: Request): string {
  if (body.kind === 'none') return '';
  return body.kind === 'json' ? sortedJson(body.value) : `malformed ${body.text}`;
}
