import { LABEL_RULE, MAX_NAMES, type Plan } from '../../model/index.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { foldedNames, sentence } from '../parts/page.ts';
import { allowLabel, allowOptions } from '../parts/phrases.ts';
import { allowedGroups, type AllowedGroup, locationsOf, type RefusalGroup, refusalGroups } from './groups.ts';
import { placesAsMarkdown, type PageView } from './review-facts.ts';

export function refusals(plan: Pick<Plan, 'refusals' | 'allowed'>, view: PageView): readonly string[] {
  const allowed = allowedGroups(plan.allowed).map((group) => allowedLine(group, view));
  const lines = refusalGroups(plan.refusals).map((group) => refusalLine(group, view));
  if (lines.length === 0) return allowed;
  return ['### Refused', '', ...lines, ...allowed, ...labelLines(view)];
}

function refusalLine(group: RefusalGroup, view: PageView): string {
  const { hideMoney, maxNames, review } = view;
  const [{ policy, message, location }] = group;
  const isGroup = group.length > 1;
  const places = isGroup ? locationsOf(group) : location === undefined ? [] : [location];
  const at = places.length === 0 ? '' : ` at ${placesAsMarkdown(places, review)}`;
  const layers = isGroup ? `, ${group.length} layers` : '';
  const text = `- **${policy}**${at}${layers}: ${sentence(message, hideMoney)}<br>${howToAllow(group, view)}`;
  const subjects = group.map(({ subject }) => subject);
  return isGroup ? `${text}${foldedNames(subjects, maxNames)}` : text;
}

/** On GitHub the label comes first: an option only counts in a terminal. */
function howToAllow(group: RefusalGroup, { review }: PageView): string {
  const option = codeSpan(allowOptions(group));
  return review.labels === undefined
    ? `To allow it: ${option}`
    : `To allow it, add the label ${codeSpan(allowLabel(group[0].policy))}. In a terminal: ${option}`;
}

function labelLines({ hideMoney, review: { labels } }: PageView): readonly string[] {
  if (labels === undefined) return [];
  const doubts = labels.map((text) => `- ${sentence(text, hideMoney)}`);
  return ['', `A label allows what is refused. ${LABEL_RULE}`, ...(doubts.length === 0 ? [] : ['', ...doubts])];
}

function allowedLine({ policy, subjects, by }: AllowedGroup, { maxNames }: PageView): string {
  const isLong = subjects.length > MAX_NAMES;
  const names = isLong ? forMarkdown(`${subjects.length} layers`) : subjects.map((name) => codeSpan(name)).join(', ');
  // In code, the name sends no notification.
  const label = by === undefined ? '' : `, by label of ${codeSpan(`@${by}`)}`;
  return `- Allowed: ${codeSpan(policy)} for ${names}${label}${isLong ? foldedNames(subjects, maxNames) : ''}`;
}
