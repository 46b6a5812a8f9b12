/** What something costs. Absent: not measured. */
export type Usage = {
  readonly wallMs?: number;
  /** User and system time of the whole process. */
  readonly cpuMs?: number;
  /** The highest resident memory of the process. */
  readonly peakMb?: number;
  /** Requests sent. */
  readonly calls?: number;
  /** Answers a minute that a rate limit refused. */
  readonly refused?: number;
};

export type Quantity = keyof Usage;

/** The highest allowed amount, or with `times` the highest allowed multiple of the yardstick. */
export type Bar = { readonly of: Quantity } & ({ readonly atMost: number } | { readonly times: number });

export type Yardstick = { readonly name: string; readonly usage: Usage };

export type Measured = { readonly usage: Usage; readonly yardstick?: Yardstick };

/** One line of the table in issue 15. */
export type Row = {
  readonly name: string;
  readonly bars: readonly Bar[];
  /** Measures its yardstick in the same run: machines differ, and so do minutes. */
  readonly measure: () => Promise<Measured>;
};

/** A bar and what was reached, in its unit. */
export type Reached = { readonly bar: Bar; readonly reached: number; readonly isMet: boolean };

/** A quantity that was not measured misses its bar. */
export function reachedBars(bars: readonly Bar[], { usage, yardstick }: Measured): readonly Reached[] {
  return bars.map((bar) => {
    const amount = usage[bar.of] ?? Number.NaN;
    const limit = 'times' in bar ? bar.times : bar.atMost;
    const reached = 'times' in bar ? amount / (yardstick?.usage[bar.of] ?? Number.NaN) : amount;
    return { bar, reached, isMet: reached <= limit };
  });
}
