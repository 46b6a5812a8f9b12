import type { Machine } from '../../machine.ts';
import { connectExit, connectNow, durationText, EXIT, type ExitCode } from '../../operations/index.ts';
import { connectionAsJson, connectionAsText, linkAsText, stepsAsText } from '../../render/index.ts';
import type { ConnectFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Shows the OAuth link or the partnership steps, and waits until the ad account appears. */
export async function connect(options: ConnectFlags & { readonly name: string }, machine: Machine): Promise<ExitCode> {
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
  if (!connected.ok) {
    printProblems(connected.problems, machine, format);
    return EXIT.problems;
  }
  terminal.print(
    format === 'json'
      ? connectionAsJson(connected.value)
      : connectionAsText(connected.value, { colour: terminal.colour }),
  );
  return connectExit(connected.value);
}
