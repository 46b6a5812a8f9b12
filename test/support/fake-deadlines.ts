type Open = { readonly ms: number; readonly controller: AbortController };

/** Deadlines that end only if a test lets their time pass. */
export type FakeDeadlines = {
  readonly deadline: (ms: number) => AbortSignal;
  /** Ends all deadlines of at most `ms` milliseconds. Returns whether there were any. */
  readonly elapse: (ms: number) => boolean;
};

export function fakeDeadlines(): FakeDeadlines {
  let open: readonly Open[] = [];
  return {
    deadline: (ms) => {
      const controller = new AbortController();
      open = [...open, { ms, controller }];
      return controller.signal;
    },
    elapse: (ms) => {
      const over = open.filter((one) => one.ms <= ms);
      open = open.filter((one) => one.ms > ms);
      for (const { controller } of over) controller.abort(new DOMException('The deadline has ended.', 'TimeoutError'));
      return over.length > 0;
    },
  };
}
