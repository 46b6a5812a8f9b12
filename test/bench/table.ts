import { type Measured, type Quantity, reachedBars, type Row } from './row.ts';

export type Finished = { readonly row: Row; readonly measured: Measured };

/** A line per row with its usage, one per yardstick, and one per bar. */
export function tableText(finished: readonly Finished[]): string {
  const lines = finished.flatMap(({ row, measured }) => [
    cells(row.name, measured.usage),
    ...(measured.yardstick ? [cells(`  next to ${measured.yardstick.name}`, measured.yardstick.usage)] : []),
    ...reachedBars(row.bars, measured).map(({ bar, reached, isMet }) => {
      const [limit, unit] = 'times' in bar ? [bar.times, ' ×'] : [bar.atMost, UNITS[bar.of]];
      return `  ${isMet ? 'reached' : 'OVER THE BAR'}: ${TITLES[bar.of]} ${number(reached)}${unit}, bar ${number(limit)}${unit}`;
    }),
  ]);
  const head = ['what'.padEnd(NAME_WIDTH), ...QUANTITIES.map((quantity) => TITLES[quantity].padStart(WIDTH))].join('');
  return `${[head, ...lines].join('\n')}\n`;
}

export function tableJson(finished: readonly Finished[]): string {
  const rows = finished.map(({ row: { name, bars }, measured }) => ({
    name,
    ...measured,
    bars: reachedBars(bars, measured).map(({ bar, reached, isMet }) => ({ ...bar, reached, isMet })),
  }));
  return `${JSON.stringify({ format: 'reconcile-bench', version: 1, node: process.version, rows }, undefined, 2)}\n`;
}

export function isOverABar({ row, measured }: Finished): boolean {
  return reachedBars(row.bars, measured).some(({ isMet }) => !isMet);
}

const QUANTITIES: readonly Quantity[] = ['wallMs', 'cpuMs', 'peakMb', 'calls', 'refused'];

const TITLES: Readonly<Record<Quantity, string>> = {
  wallMs: 'wall',
  cpuMs: 'CPU',
  peakMb: 'memory',
  calls: 'calls',
  refused: '429/min',
};

const UNITS: Readonly<Record<Quantity, string>> = {
  wallMs: ' ms',
  cpuMs: ' ms',
  peakMb: ' MB',
  calls: '',
  refused: '',
};

const NAME_WIDTH = 58;
const WIDTH = 12;

function cells(name: string, usage: Measured['usage']): string {
  const amounts = QUANTITIES.map((quantity) => {
    const amount = usage[quantity];
    return (amount === undefined ? '' : `${Math.round(amount)}${UNITS[quantity]}`).padStart(WIDTH);
  });
  return `${name.padEnd(NAME_WIDTH)}${amounts.join('')}`.trimEnd();
}

function number(value: number): string {
  return value < 100 ? value.toFixed(2) : String(Math.round(value));
}
