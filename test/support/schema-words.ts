/** Words of editors in the schemas, which a strict validator has to know. SchemaStore knows the first three itself. */
export const EDITOR_WORDS: readonly string[] = [
  'defaultSnippets',
  'enumDescriptions',
  'markdownDescription',
  'doNotSuggest',
  'errorMessage',
  'patternErrorMessage',
];
