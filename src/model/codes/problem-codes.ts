import { API_CODES } from './api-codes.ts';
import { DOCUMENT_CODES } from './document-codes.ts';
import { RUN_CODES } from './run-codes.ts';

/** All of them, in the order of the README. In a file of its own, because most runs need none of these texts. */
export const PROBLEM_CODES = { ...DOCUMENT_CODES, ...API_CODES, ...RUN_CODES };
