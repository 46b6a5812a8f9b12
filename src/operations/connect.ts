import { createLayersSender } from '../layers/index.ts';
import { requestTimeout } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import {
  type Connection,
  type DesiredLayer,
  fail,
  type LayersSender,
  type Problem,
  type Result,
} from '../model/index.ts';
import { connectAgency } from './connect-agency.ts';
import { connectByo } from './connect-byo.ts';
import type { ConnectNotices } from './connect-notices.ts';
import type { ReadContext } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { openReadContext } from './run-context.ts';
import { notOneLayer } from './select-layers.ts';

export type ConnectOptions = {
  readonly name: string;
  readonly config?: string;
  /** In milliseconds. */
  readonly wait: number;
  /** Instead of the one in the settings. */
  readonly returnUrl?: string;
  /** The output may contain the OAuth link. */
  readonly mayShowLink: boolean;
};

/** Helps a person to connect the ad account of a layer, and waits until Layers lists it. Changes nothing itself. */
export async function connectNow(
  options: ConnectOptions,
  notices: ConnectNotices,
  machine: Machine,
): Promise<Result<Connection>> {
  const config = options.config === undefined ? {} : { config: options.config };
  const opened = await openReadContext({ paths: [options.name], ...config }, machine);
  if (!opened.ok) return opened;
  const context = opened.value;
  const [desired, another] = context.workspace.desired;
  if (desired === undefined || another !== undefined) return fail(notOneLayer(options.name));
  if (desired.fields.mode === 'agency') {
    return connectAgency({ desired, context, sender: () => senderOf(context, desired), notices, waitMs: options.wait });
  }
  const returnUrl = options.returnUrl ?? context.workspace.settings.oauthReturnUrl;
  const refused = linkProblem(options, machine.env);
  if (refused !== undefined) return fail(refused);
  if (returnUrl === undefined) return fail(noReturnUrl);
  return connectByo({ desired, context, sender: senderOf(context, desired), notices, waitMs: options.wait, returnUrl });
}

function senderOf({ workspace, machine }: ReadContext, { credentials }: DesiredLayer): LayersSender {
  const { origins, transport } = workspace.settings;
  const timeoutMs = requestTimeout(machine.env);
  const key = machine.env[credentials.layers] ?? '';
  return createLayersSender({
    machine,
    origin: origins.layers,
    key,
    transport,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

/** A link in a log connects a stranger's ad account. */
function linkProblem({ mayShowLink }: ConnectOptions, env: Machine['env']): Problem | undefined {
  const isCi = !['', '0', 'false'].includes((env.CI ?? '').trim().toLowerCase());
  if (mayShowLink && !isCi) return undefined;
  return {
    code: 'cli/not-interactive',
    message: `The OAuth link works once and for anyone, so connect prints it only as text on a terminal${isCi ? ', and CI is set' : ''}.`,
    remedy: 'Run reconcile connect in a terminal, or choose "Connect via OAuth" in the setup wizard of the layer.',
  };
}

const noReturnUrl: Problem = {
  code: 'cli/usage',
  message: 'Layers needs a page to return to after OAuth, on the list of the API key.',
  remedy: 'Set oauthReturnUrl in reconcile.yaml, or pass --return-url https://example.com/connected.',
};

export function connectExit({ state }: Connection): ExitCode {
  switch (state) {
    case 'connected':
      return EXIT.ok;
    case 'different':
      return EXIT.problems;
    case 'shared':
    case 'waiting':
      return EXIT.waiting;
    default:
      return state satisfies never;
  }
}
