import fc from 'fast-check';

/** What happens in a sequence. Numbers choose among what exists at that time, so that every step can be left out. */

export type LayerEdit = {
  readonly of: 'cap' | 'jump' | 'pixel' | 'capi' | 'events';
  readonly layer: number;
  readonly pick: number;
};

export type Edit =
  | LayerEdit
  /** The defaults of both layers. */
  | { readonly of: 'defaults' | 'settings' | 'readme'; readonly pick: number };

/** A failure of the APIs during a run. */
export type Failure = {
  readonly kind: 'refused' | 'down' | 'lost' | 'broken';
  /** Writes that succeed before. */
  readonly after: number;
  /** The client repeats some requests up to this often. */
  readonly times: number;
};

export type Step =
  | { readonly do: 'open'; readonly edits: readonly Edit[]; readonly from: 'main' | 'older' }
  | { readonly do: 'push'; readonly pull: number; readonly edits: readonly Edit[]; readonly by: 'author' | 'bot' }
  | { readonly do: 'update'; readonly pull: number }
  | { readonly do: 'label'; readonly pull: number }
  | { readonly do: 'merge'; readonly pull: number; readonly how: 'merge' | 'squash' | 'rebase' }
  | { readonly do: 'commit to main'; readonly edits: readonly Edit[] }
  | { readonly do: 'edit live'; readonly edit: LayerEdit }
  /** The run of the newest push, or of the next one in their order; the others are dropped. */
  | { readonly do: 'apply'; readonly which: 'newest' | 'next'; readonly failure: Failure | undefined }
  | { readonly do: 're-run'; readonly failure: Failure | undefined }
  | { readonly do: 'digest' }
  | { readonly do: 'paste'; readonly layer: number; readonly confirm: 'no' | 'word' | 'json' }
  | { readonly do: 'touch merged'; readonly pull: number; readonly how: 'title' | 'label' };

/** One of the words, as often as its number says. */
function weighted<const Word extends string>(...words: readonly (readonly [Word, number])[]): fc.Arbitrary<Word> {
  return fc.oneof(...words.map(([word, weight]) => ({ weight, arbitrary: fc.constant(word) })));
}

const nat = fc.nat({ max: 7 });
const layer = fc.nat({ max: 1 });

const layerEdit: fc.Arbitrary<LayerEdit> = fc.record({
  of: weighted(['cap', 4], ['pixel', 3], ['capi', 3], ['events', 3], ['jump', 1]),
  layer,
  pick: nat,
});

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 12, arbitrary: layerEdit },
  { weight: 2, arbitrary: fc.record({ of: weighted(['defaults', 4], ['readme', 1], ['settings', 1]), pick: nat }) },
);
const edits = fc.array(edit, { minLength: 1, maxLength: 3 });

const failure = fc.option(
  fc.record({
    kind: fc.constantFrom('refused', 'down', 'lost', 'broken'),
    after: fc.nat({ max: 4 }),
    times: fc.constantFrom(1, 6),
  }),
  { nil: undefined, freq: 2 },
);

const open = fc.record({ do: fc.constant('open' as const), edits, from: weighted(['main', 3], ['older', 1]) });
const merge = fc.record({
  do: fc.constant('merge' as const),
  pull: nat,
  how: fc.constantFrom('merge', 'squash', 'rebase'),
});
const apply = fc.record({ do: fc.constant('apply' as const), which: weighted(['newest', 3], ['next', 1]), failure });
const paste = fc.record({
  do: fc.constant('paste' as const),
  layer,
  confirm: weighted(['no', 1], ['word', 2], ['json', 1]),
});

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: open },
  { weight: 12, arbitrary: merge },
  { weight: 9, arbitrary: apply },
  { weight: 4, arbitrary: paste },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('re-run' as const), failure }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit live' as const), edit: layerEdit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      pull: nat,
      edits,
      by: weighted(['author', 3], ['bot', 1]),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('update' as const), pull: nat }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('label' as const), pull: nat }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('digest' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('commit to main' as const), edits }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('touch merged' as const),
      pull: nat,
      how: fc.constantFrom('title', 'label'),
    }),
  },
);

export type Sequence = {
  /** Whether the first commit has a successful deployment. */
  readonly wasDeployed: boolean;
  readonly steps: readonly Step[];
};

export const anySequence: fc.Arbitrary<Sequence> = fc.record({
  wasDeployed: fc.boolean(),
  steps: fc.array(anyStep, { minLength: 6, maxLength: 14, size: 'max' }),
});
