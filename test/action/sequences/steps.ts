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
  | { readonly do: 'paste'; readonly layer: number; readonly confirm: 'no' | 'word' | 'json' };

const nat = fc.nat({ max: 7 });
const layer = fc.nat({ max: 1 });

const layerEdit = fc.record({
  of: fc.constantFrom('cap', 'pixel', 'capi', 'events', 'cap', 'jump'),
  layer,
  pick: nat,
});

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: layerEdit },
  {
    weight: 1,
    arbitrary: fc.record({ of: fc.constantFrom('defaults', 'defaults', 'settings', 'readme'), pick: nat }),
  },
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

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('open'), edits, from: fc.constantFrom('main', 'main', 'older') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('push'),
      pull: nat,
      edits,
      by: fc.constantFrom('author', 'author', 'bot'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('update'), pull: nat }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('label'), pull: nat }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('merge'), pull: nat, how: fc.constantFrom('merge', 'squash', 'rebase') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('commit to main'), edits }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit live'), edit: layerEdit }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('apply'), which: fc.constantFrom('newest', 'newest', 'next'), failure }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('re-run'), failure }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('digest') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('paste'), layer, confirm: fc.constantFrom('no', 'word', 'json') }),
  },
) as fc.Arbitrary<Step>;

export const anySequence: fc.Arbitrary<readonly Step[]> = fc.array(anyStep, {
  minLength: 6,
  maxLength: 14,
  size: 'max',
});
