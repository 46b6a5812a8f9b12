/** What a merge of a planned pull request does. `why` is the end of a sentence and may contain foreign text. */
export type Merging =
  | { readonly does: 'nothing' }
  | { readonly does: 'apply' }
  /** The plan is incomplete: only these layers, which it pauses or whose caps it lowers. `remedy` is for the others. */
  | { readonly does: 'apply part'; readonly layers: readonly string[]; readonly why: string; readonly remedy: string }
  /** A person applies it by digest; absent if the digest is only known after the merge. */
  | { readonly does: 'wait for a digest'; readonly why: string; readonly digest?: string }
  /** It must be planned again first. `remedy` is a sentence. */
  | { readonly does: 'not apply'; readonly why: string; readonly remedy: string }
  | { readonly does: 'unknown'; readonly why: string };
