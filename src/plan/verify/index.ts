import {
  type DesiredLayer,
  type Finding,
  type LiveLayer,
  type LiveSetup,
  type Plan,
  type Settings,
  type TestEventResults,
  VERIFY_ITEMS,
  type VerifiedLayer,
} from '../../model/index.ts';
import { account } from './account.ts';
import { campaigns } from './campaigns.ts';
import { cap } from './cap.ts';
import { capReach } from './cap-reach.ts';
import { content } from './content.ts';
import { document } from './document.ts';
import { dropped } from './dropped.ts';
import { layer } from './layer.ts';
import { objectives } from './objectives.ts';
import { partnership } from './partnership.ts';
import { pixel } from './pixel.ts';
import { relay } from './relay.ts';
import { spark } from './spark.ts';
import { testEvent } from './test-event.ts';
import { wallet } from './wallet.ts';
import { fromCheck, type Subject, type VerifyRule } from './subject.ts';

const rules: readonly VerifyRule[] = [
  layer,
  partnership,
  account,
  pixel,
  relay,
  dropped,
  testEvent,
  campaigns,
  objectives,
  wallet,
  spark,
  content,
  cap,
  capReach,
  document,
];

export type VerifyInput = {
  readonly plan: Pick<Plan, 'layers'>;
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly settings: Settings;
  /** Determines the current month, in the time zone of each account. */
  readonly today: Date;
  /** By layer name. */
  readonly setup: ReadonlyMap<string, LiveSetup>;
  /** By layer name. */
  readonly sent: ReadonlyMap<string, TestEventResults>;
};

/** The setup of the layers of a plan, item by item. Pure. */
export function verifyLayers(input: VerifyInput): readonly VerifiedLayer[] {
  return subjectsOf(input).map((subject) => ({
    name: subject.planned.name,
    file: subject.planned.file,
    findings: inOrder([...rules.flatMap((rule) => rule(subject)), ...otherChecks(subject)]),
  }));
}

function subjectsOf({ plan, desired, live, settings, today, setup, sent }: VerifyInput): readonly Subject[] {
  return plan.layers.flatMap((planned): readonly Subject[] => {
    const document = desired.find(({ name }) => name === planned.name);
    const seen = live.find(({ name }) => name === planned.name);
    const read = setup.get(planned.name);
    if (document === undefined || seen === undefined || read === undefined) return [];
    const results = sent.get(planned.name) ?? {};
    return [{ desired: document, live: seen, planned, setup: read, sent: results, settings, today }];
  });
}

/**
 * Checks of no other item. Notes are left out, and so are those of the event map: `validate` prints them from the
 * document alone.
 */
function otherChecks(subject: Subject): readonly Finding[] {
  const used = new Set(rules.flatMap((rule) => rule(subject)).map(({ code }) => code));
  return subject.planned.checks
    .filter(({ code, severity }) => severity !== 'note' && !code.startsWith('event-map/') && !used.has(code))
    .map((check) => fromCheck('document', check));
}

const ITEMS = Object.keys(VERIFY_ITEMS);

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ITEMS.indexOf(a.item) - ITEMS.indexOf(b.item));
}
