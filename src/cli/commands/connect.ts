import type { Machine } from '../../machine.ts';
import { connectExit, connectNow, durationText } from '../../operations/index.ts';
import { connectionAsText, connectionJson, linkAsText, stepsAsText } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { ConnectFlags } from '../flags.ts';

/** Shows the OAuth link or the partnership steps, and waits until the ad account appears. */
export async function connect(options: ConnectFlags & { readonly name: string }, machine: Machine): Promise<Ended> {
  const { terminal } = machine;
  const { format } = options;
  // The link goes to the terminal that `interactive` is about, and steps are no result.
  const mayShowLink = terminal.interactive && format === 'text';
  const connected = await connectNow(
    { ...options, mayShowLink },
    {
      link: (link, account, waitMs) => terminal.print(linkAsText(link, account, durationText(waitMs))),
      steps: (steps, waitMs) => terminal.warn(stepsAsText(steps, durationText(waitMs))),
    },
    machine,
  );
  if (!connected.ok) return failed(connected.problems, machine, format);
  const exit = connectExit(connected.value);
  if (format === 'json') return { exit, json: connectionJson(connected.value) };
  terminal.print(connectionAsText(connected.value, { colour: terminal.colour }));
  return exit;
}
