/** Valid in a document, but of no project and no account: neither API gives such ids (inferred). */
export const PLACEHOLDER_ACCOUNT = '0000000000000000000';
export const PLACEHOLDER_PROJECT = '00000000-0000-4000-8000-000000000000';
