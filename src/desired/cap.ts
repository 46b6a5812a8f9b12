import { decimalsOf, MAX_CURRENCY_DECIMALS } from '../model/index.ts';
import { described, type DocumentNode, type Finding, type MapNode, readAmount } from '../yaml/index.ts';

/** Findings about `monthlyCostCap`: it must be a positive number, or an amount with its currency. */
export function capFindings(root: MapNode): readonly Finding[] {
  const written = root.members.get('monthlyCostCap')?.value;
  if (written === undefined) return [];
  const fault = faultOf(written);
  if (fault === undefined) return [];
  const key = root.members.get('monthlyCostCap')?.key;
  const at = written.kind === 'scalar' || key === undefined ? written.span : key;
  return [{ code: 'document/invalid-value', message: `"monthlyCostCap" ${fault.message}.`, at, remedy: fault.remedy }];
}

function faultOf(written: DocumentNode): { message: string; remedy: string } | undefined {
  const form = 'Write a number such as 30000, or an amount with its currency: "30000 USD".';
  const is = described(written);
  if (written.kind !== 'scalar') return { message: `is ${is}; it must be an amount`, remedy: form };
  const { value } = written;
  if (value === null) return undefined;
  if (typeof value === 'string') return faultOfText(value, is);
  if (typeof value === 'boolean') return { message: `is ${is}; it must be an amount`, remedy: form };
  if (Number.isNaN(value)) return { message: `is ${is}, which is no number`, remedy: form };
  if (value === Infinity)
    return { message: `is ${is}, which is infinite`, remedy: 'Leave the field out where there is no cap.' };
  if (value < 0) return { message: `is ${is}; a cap is not negative`, remedy: form };
  if (value === 0 || value === 0n) return { message: `is ${is}, which would stop all spending`, remedy: ZERO };
  if (value > 999_999_999_999_999) return { message: `is ${is}, which is more than any account spends`, remedy: form };
  if (decimalsOf(written.written) > MAX_CURRENCY_DECIMALS)
    return { message: `is ${is}, which has more decimals than any currency`, remedy: form };
  return undefined;
}

const ZERO = 'To stop spending, say state: paused.';

function faultOfText(text: string, is: string): { message: string; remedy: string } | undefined {
  const read = readAmount(text);
  if (read.ok) return undefined;
  if (read.fault === 'is nothing') return { message: `is ${is}, which would stop all spending`, remedy: ZERO };
  if (/^\d+(\.\d+)?$/.test(text)) {
    return {
      message: `is the text ${is}, without a currency`,
      remedy: `Write ${text} without quotes, or "${text} USD".`,
    };
  }
  return { message: `is ${is}, which ${read.fault}`, remedy: read.remedy };
}
