import { isMap } from '../core/json.ts';
import type { Answer, Request } from '../core/route.ts';
import { declined, envelope } from './envelope.ts';
import { bucket, DAY_MS, type Gauge, MINUTE_MS, type Meters, SECOND_MS, window } from '../core/rate-limits.ts';
import type { State } from './world.ts';

/** Source: the page on return codes (second-hand documentation); third parties observed the messages. */
const APP_TOO_FREQUENT = 40100;
const PIXEL_TOO_FREQUENT = 40132;
const ADVERTISER_TOO_FREQUENT = 40133;

/**
 * Requests per second. Source of this file, if nothing else is given: the page on rate limits (second-hand
 * documentation).
 */
const LEVELS = { basic: 10, advanced: 20, premium: 30, ultimate: 50 } as const;

/** Independent of the level of the app. */
const EVENTS = { second: 1000, minute: 600_000, day: 86_400_000 };
const EVENT_PATHS = ['/open_api/v1.3/event/track/', '/open_api/v1.3/pixel/track/', '/open_api/v1.3/pixel/batch/'];

/** Observed by third parties. */
const REPORT = { path: '/open_api/v1.3/report/integrated/get/', perAdvertiser: 20 };

/** The limit per pixel was observed; its value is unknown. */
const MAX_PER_PIXEL = 100;

/** Time that an app must wait after exceeding its limit per minute. */
const RESTRICTION_MS = 5 * MINUTE_MS;

type Limit = {
  readonly gauge: Gauge;
  readonly code: number;
  readonly message: string;
  readonly restricts?: boolean;
};

/**
 * An app has limits per second, minute and day, shared by all its tokens; some paths also count by advertiser or pixel.
 * A refused request does not count. No header names the limit.
 *
 * Inferred: the limit is checked right after the token.
 *
 * @returns the refusal; `undefined` if the request is allowed
 */
export function limitTikTok(request: Request, state: State): Answer | undefined {
  const sent = request.headers['access-token'];
  const token = state.world.tiktok.tokens.find((candidate) => candidate.token === sent);
  if (token === undefined || token.state !== 'active') return undefined;
  const now = state.now().getTime();
  const { meters } = state;
  const app = token.app ?? 'app';
  const refuse = ({ code, message }: Pick<Limit, 'code' | 'message'>) => envelope(declined(code, message), state);

  const restricted = meters.get(restrictionOf(app));
  const tooMany = `Due to too many requests, requests from App ${app} are temporarily restricted.`;
  if (restricted !== undefined && now < restricted.at) return refuse({ code: APP_TOO_FREQUENT, message: tooMany });

  const limits = [...appLimits(meters, app, request, state, now, tooMany), ...ownLimits(meters, request, now)];
  const over = limits.find(({ gauge }) => gauge.left < 1);
  if (over === undefined) {
    for (const { gauge } of limits) gauge.take();
    return undefined;
  }
  if (over.restricts === true) meters.set(restrictionOf(app), { level: 0, at: now + RESTRICTION_MS });
  return refuse(over);
}

function restrictionOf(app: string): string {
  return `tiktok/${app}/restricted`;
}

function appLimits(
  meters: Meters,
  app: string,
  { path }: Request,
  { world }: State,
  now: number,
  tooMany: string,
): readonly Limit[] {
  const events = EVENT_PATHS.includes(path);
  const perSecond = LEVELS[world.switches.tiktokAppLevel];
  const most = events ? EVENTS : { second: perSecond, minute: perSecond * 60, day: perSecond * 86_400 };
  const name = `tiktok/${app}${events ? path : ''}`;
  const code = APP_TOO_FREQUENT;
  return [
    {
      gauge: bucket(meters, `${name}/second`, most.second, SECOND_MS, now),
      code,
      message: 'App reaches the QPS limit.',
    },
    {
      gauge: window(meters, `${name}/minute`, most.minute, MINUTE_MS, now),
      code,
      message: tooMany,
      restricts: true,
    },
    { gauge: window(meters, `${name}/day`, most.day, DAY_MS, now), code, message: tooMany },
  ];
}

/** Limits of an advertiser or a pixel on one path. */
function ownLimits(meters: Meters, request: Request, now: number): readonly Limit[] {
  if (request.path === REPORT.path) {
    return advertisersIn(request).map((id) => ({
      gauge: window(meters, `tiktok/${request.path}/${id}`, REPORT.perAdvertiser, SECOND_MS, now),
      code: ADVERTISER_TOO_FREQUENT,
      message: `Advertiser (${id})'s QPS (${REPORT.perAdvertiser + 1}) reaches QPS limit ${REPORT.perAdvertiser} for current path, request is temporarily restricted.`,
    }));
  }
  if (!EVENT_PATHS.includes(request.path)) return [];
  const source = request.body.kind === 'json' && isMap(request.body.value) ? request.body.value : {};
  const pixel = source.event_source_id ?? source.pixel_code;
  if (typeof pixel !== 'string') return [];
  return [
    {
      gauge: window(meters, `tiktok/${request.path}/${pixel}`, MAX_PER_PIXEL, SECOND_MS, now),
      code: PIXEL_TOO_FREQUENT,
      message: "The request QPS is limited by pixel_code's value.",
    },
  ];
}

function advertisersIn({ query }: Request): readonly string[] {
  const many = (query.get('advertiser_ids') ?? '').match(/\d+/g) ?? [];
  return [...new Set([query.get('advertiser_id') ?? '', ...many])].filter((id) => id !== '');
}
