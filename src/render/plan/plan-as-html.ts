import type { Plan, Problem } from '../../model/index.ts';
import { type Html, html, type Part } from '../html/html.ts';
import { checkItem, codeBlock, linkTo, remedyText, stepItem } from '../html/items.ts';
import { namesList } from '../html/names.ts';
import { asHtmlPage } from '../html/page.ts';
import { checkGroups } from '../parts/checks.ts';
import { incompleteHead, uncheckedTexts, UNKNOWN_TITLE, unknownGroups } from '../parts/coverage.ts';
import { allowOptions, confirmCommand, counted } from '../parts/phrases.ts';
import { adoptions, ADOPTIONS_TITLE } from './adoptions.ts';
import { changesAsHtml } from './changes-as-html.ts';
import { allowedTexts, locationsOf, placesText, refusalGroups, type StepGroup, stepGroups } from './groups.ts';
import { headlineText } from './headline.ts';
import { PLAN_STYLE } from './html-style.ts';
import { manualSteps, manualStepsTitle } from './manual-steps.ts';
import { moneyTexts } from './money.ts';
import {
  closingTexts,
  driftLeftAlone,
  ignoredSettings,
  introducedSettings,
  overwrittenEdits,
  releasedFields,
  removedDocuments,
  renamedDocuments,
  type Section,
  shardNote,
} from './sections.ts';

/**
 * A plan as a page for people, in the order of the text for a terminal. Needs no network and no scripts.
 *
 * @param problems why it is incomplete
 */
export function planAsHtml(plan: Plan, problems: readonly Problem[] = []): string {
  const { sandbox, base, digest } = plan;
  const body = html`<main>
<div class="over"><span><strong>Plan</strong>${base === null ? undefined : ` · compared with ${base.slice(0, 7)}`}${sandbox ? html` <span class="tag warning">SANDBOX</span>` : undefined}</span><span>${counted(plan.layers.length, 'layer')}</span></div>
<h1>${headline(plan)}</h1>
${moneyTexts(plan, false).map((text) => html`<p class="sum">${text}</p>`)}
${notRead(plan, problems)}
${refusals(plan)}
${section(shardNote(plan))}
${adoptionCard(plan)}
${titled('Changes', changesAsHtml(plan))}
${titled(manualStepsTitle(plan), stepGroups(manualSteps(plan.layers)).map(stepCard))}
${section(overwrittenEdits(plan, false))}
${titled(
  'Checks',
  checkGroups(plan.layers).map((group) => card(checkItem(group, namesList(group.layers)))),
)}
${[driftLeftAlone(plan, false), releasedFields(plan, false), renamedDocuments(plan), removedDocuments(plan, false), introducedSettings(plan), ignoredSettings(plan)].map(section)}
${unknown(plan)}
</main>
<footer>
${[...uncheckedTexts(plan.layers), ...closingTexts(plan, Number.POSITIVE_INFINITY)].map((text) => html`<p>${text}</p>`)}
<p>Digest <code>${digest}</code></p>
</footer>
`;
  return asHtmlPage({ title: `${sandbox ? 'SANDBOX · ' : ''}Plan · reconcile`, body, style: PLAN_STYLE });
}

/** `Incomplete` on a line of its own, then the result, and smaller the sentences after it. */
function headline(plan: Plan): Html {
  const missing = incompleteHead(plan.unread, plan.layers.length + plan.unread.length).trim();
  const text = headlineText({ ...plan, sandbox: false });
  const [result = '', ...rest] = (text.startsWith(missing) ? text.slice(missing.length) : text)
    .trim()
    .split(/(?<=\.) /);
  const tone = plan.refusals.length > 0 ? 'bad' : 'result';
  return html`${missing === '' ? undefined : html`<span class="bad">${missing} </span>`}<span class="${tone}">${result} </span>${
    rest.length === 0 ? undefined : html`<span class="rest">${rest.join(' ')}</span>`
  }`;
}

function notRead({ unread }: Plan, problems: readonly Problem[]): Html | undefined {
  if (problems.length + unread.length === 0) return undefined;
  const causes = problems.map(
    ({ code, message, remedy }) => html`<li><code>${code}</code><p>${message}</p>${remedyText(remedy)}</li>`,
  );
  const names = unread.length === 0 ? undefined : html`<p class="names">Not read: ${unread.join(', ')}</p>`;
  return html`<section class="card notice" aria-label="Problems"><ul>${causes}</ul>${names}</section>`;
}

function refusals({ refusals: all, allowed }: Plan): Html | undefined {
  const cards = refusalGroups(all).map((group) => {
    const [{ policy, message }] = group;
    const names = group.length > 1 ? namesList(group.map(({ subject }) => subject)) : undefined;
    return html`<section class="card notice"><p><span class="tag bad">refused</span> <code>${policy}</code> <span class="names">${placesText(locationsOf(group))}</span></p><p>${message}</p>${names}<p class="remedy">To allow it: <code>${allowOptions(group)}</code></p></section>`;
  });
  const lifted = allowedTexts(allowed, Number.POSITIVE_INFINITY).map((text) => html`<p class="warning">${text}</p>`);
  return (
    titled('Refused', cards.length > 0 ? [...cards, ...lifted] : []) ?? (lifted.length > 0 ? card(lifted) : undefined)
  );
}

function adoptionCard(plan: Plan): Html | undefined {
  const adopt = adoptions(plan);
  if (adopt === undefined) return undefined;
  const steps = adopt.steps.map((text) => html`<li>${text}</li>`);
  const layers = adopt.layers.map(({ name, screen }) => html`<li>${linkTo(screen, name)}</li>`);
  return titled(ADOPTIONS_TITLE, [
    card(
      html`<p>${adopt.why}</p><ol class="steps">${steps}</ol>${codeBlock([adopt.command])}<ul class="flow">${layers}</ul>`,
    ),
  ]);
}

function stepCard({ layers, steps }: StepGroup): Html {
  const [first, ...others] = layers;
  const isGroup = others.length > 0;
  const items = steps.map((step) => html`<li>${stepItem(step)}</li>`);
  const own = layers.map(({ name, screens }) => html`<li>${name} ${screens.map((screen) => linkTo(screen))}</li>`);
  const title = isGroup ? `${layers.length} layers, each` : (first?.name ?? '');
  const confirm = isGroup ? 'reconcile confirm NAME' : confirmCommand(first?.name ?? '');
  return card(
    html`<h3>${title}</h3><ol class="steps">${items}</ol><p class="remedy">then: <code>${confirm}</code></p>${isGroup ? html`<details><summary>Layers</summary><ul>${own}</ul></details>` : undefined}`,
  );
}

function section({ title, groups }: Section): Html | undefined {
  const cards = groups.map(({ layers, lines }) =>
    card(html`${layers.length === 0 ? undefined : namesList(layers)}${codeBlock(lines)}`),
  );
  return titled(title, cards);
}

function unknown({ layers }: Plan): Html | undefined {
  const cards = unknownGroups(layers).map(({ paths, layers: names }) =>
    card(html`<p>${paths.join(', ')}</p>${namesList(names)}`),
  );
  return titled(UNKNOWN_TITLE, cards);
}

/** Nothing without parts. */
function titled(title: string, parts: readonly Part[]): Html | undefined {
  return parts.length === 0 ? undefined : html`<h2>${title}</h2>${parts}`;
}

function card(content: Part): Html {
  return html`<section class="card">${content}</section>\n`;
}
