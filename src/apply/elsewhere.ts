import type { Plan, Problem, Transport } from '../model/index.ts';

/** Reasons why a plan cannot be applied here at all: other origins, another transport or another unit. */
export function madeElsewhere(reviewed: Plan, fresh: Plan): readonly Problem[] {
  const differing = [
    ...differs('Layers origin', reviewed.origins.layers, fresh.origins.layers),
    ...differs('TikTok origin', reviewed.origins.tiktok, fresh.origins.tiktok),
    ...differs('transport', transportText(reviewed.transport), transportText(fresh.transport)),
    ...differs('costCapUnit', reviewed.costCapUnit ?? 'not stated', fresh.costCapUnit ?? 'not stated'),
  ];
  if (differing.length === 0) return [];
  return [
    {
      code: 'plan/mismatch',
      message: `The saved plan was made elsewhere: ${differing.join('; ')}.`,
      remedy: 'Make a plan here: reconcile plan --out FILE.',
    },
  ];
}

function differs(what: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`its ${what} is ${then}, and here it is ${now}`];
}

function transportText(transport: Transport): string {
  return transport.kind === 'documented' ? 'documented' : `endpoint ${transport.path} (${transport.update})`;
}
