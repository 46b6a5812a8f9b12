import type { Row } from '../row.ts';
import { callsPerLayer } from './calls.ts';
import { memory } from './memory.ts';
import { planning } from './planning.ts';
import { applyChanged, loadWorld, rates } from './rates.ts';
import { validateMany, validateOne } from './validate.ts';
import { version } from './version.ts';

/** In the order of the table in issue 15. */
export const rows: readonly Row[] = [
  version,
  validateOne,
  validateMany,
  ...planning,
  ...callsPerLayer,
  ...memory,
  ...rates,
  applyChanged,
  loadWorld,
];
