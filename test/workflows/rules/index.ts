import { courseRules } from './course.ts';
import { permissionRules } from './permissions.ts';
import type { Rule } from './rule.ts';
import { secretRules } from './secrets.ts';
import { sourceRules } from './sources.ts';
import { valueRules } from './values.ts';

/** What every workflow file keeps to, ours and those that people copy. */
export const rules: readonly Rule[] = [
  ...permissionRules,
  ...sourceRules,
  ...secretRules,
  ...courseRules,
  ...valueRules,
];
