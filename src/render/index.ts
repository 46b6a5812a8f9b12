export { type ApplyOutcome, entriesAsText } from './apply.ts';
export { driftAsText } from './drift.ts';
export { codeSpan, forMarkdown, forTerminal, forWorkflow } from './escape.ts';
export { driftAsJson, entriesAsJson, planAsJson, problemsAsJson } from './json.ts';
export { planAsMarkdown } from './markdown.ts';
export { amountText } from './money.ts';
export { problemsAsText } from './problems.ts';
export { staleAsText } from './stale.ts';
export { planAsText } from './text.ts';
