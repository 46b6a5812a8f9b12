import {
  type Finding,
  moneyRoundedUp,
  moneyWords,
  nameList,
  objectiveFit,
  objectiveTypes,
  type TikTokCampaign,
} from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { finding, type Subject, type VerifyRule } from './subject.ts';

/**
 * Live campaigns with an objective outside of the document. Whether a change of `objectives` affects running campaigns
 * is unknown, so they are named with their spend, and never paused.
 */
export const objectives: VerifyRule = (subject) => {
  const { campaignsAtTikTok: read } = subject.setup;
  const { objectives: listed } = subject.desired.fields;
  if (listed === undefined || read === undefined) return [];
  if (!read.ok) {
    const why = read.problems[0]?.message ?? '';
    const message = `The objectives of the campaigns were not readable: ${why}`;
    return [finding('campaigns', 'unknown', message, 'Run reconcile verify again later.')];
  }
  // A campaign whose status is an unknown word may be live.
  const live = read.value.filter(({ isOn }) => isOn !== false);
  const fitting = (fit: ReturnType<typeof objectiveFit>) =>
    live.filter(({ objective }) => objectiveFit(objective, listed) === fit);
  const [outside, unknown] = [fitting('outside'), fitting('unknown')];
  return [
    ...(outside.length === 0 ? [] : [outsideFinding(subject, outside)]),
    ...(unknown.length === 0 ? [] : [unknownFinding(subject, unknown, listed)]),
    ...(live.length > 0 && outside.length + unknown.length === 0
      ? [finding('campaigns', 'green', 'Every live campaign has an objective of the document.')]
      : []),
  ];
};

function outsideFinding(subject: Subject, outside: readonly TikTokCampaign[]): Finding {
  const message = `${counted(outside)} that the document does not list: ${campaignsText(subject, outside)}.`;
  const remedy =
    'Add the objective to the document, or pause the campaign in TikTok Ads Manager: reconcile does not pause it.';
  return { ...finding('campaigns', 'red', message, remedy), code: 'objectives/outside' };
}

function unknownFinding(subject: Subject, unknown: readonly TikTokCampaign[], listed: readonly string[]): Finding {
  const words = listed.filter((objective) => objectiveTypes(objective).length === 0);
  const because = words.length === 0 ? '' : ` TikTok's type of ${words.join(', ')} in the document is not documented.`;
  const message = `${counted(unknown)} that is not judged: ${campaignsText(subject, unknown)}.${because}`;
  const remedy = 'Check in TikTok Ads Manager whether they belong to the layer.';
  return { ...finding('campaigns', 'unknown', message, remedy), code: 'objectives/unknown' };
}

function counted({ length }: readonly TikTokCampaign[]): string {
  return length === 1 ? '1 live campaign has an objective' : `${length} live campaigns have an objective`;
}

/** `Summer (TRAFFIC, 12.30 USD this month)`. */
function campaignsText(subject: Subject, campaigns: readonly TikTokCampaign[]): string {
  const texts = campaigns.map((campaign) => {
    const { id, name, objective = 'no objective' } = campaign;
    return `${name === '' ? id : name} (${objective}, ${spendText(subject, campaign)})`;
  });
  return nameList(texts);
}

function spendText(subject: Subject, { id }: TikTokCampaign): string {
  const { campaignSpend: spend } = subject.setup;
  const currency = currencyOf(subject);
  const text = spend?.ok === true ? (spend.value.get(id) ?? { ok: true as const, value: '0' }) : undefined;
  const money = text?.ok === true && currency !== undefined ? moneyRoundedUp(text.value, currency) : undefined;
  return money === undefined ? 'spend unknown' : `${moneyWords(money)} this month`;
}
