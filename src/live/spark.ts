import { fail, memoize, ok, type SparkCode, sparkKey, type SparkPost, type TikTokReader } from '../model/index.ts';
import { eachLayer, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';

/** State of the documents' Spark codes: one request per ad account. Returns no codes. */
export async function readSpark(layers: readonly FirstPass[], now: Date, signal: AbortSignal): Promise<SecondPassRead> {
  const read = memoize((reader: TikTokReader, account = '') => reader.sparkCodes(account, signal));
  return eachLayer('tiktok', layers, (layer) => {
    const { adAccountId: account } = layer.desired.fields;
    if (layer.desired.spark.length === 0 || !account || layer.side.account.state !== 'seen') return undefined;
    return read(layer.ports.tiktok, account).then((answer) => {
      if (!answer.ok) return answer;
      const codes = answer.value;
      if (codes === undefined) return ok({ fields: {} });
      const entries = layer.desired.spark.map(({ post, variable }) => ({
        post,
        code: codes.get(sparkKey(layer.ports.codeOf(variable) ?? '')),
      }));
      const broken = entries.flatMap(({ code }) => (code === undefined || code.ok ? [] : code.problems));
      if (broken.length > 0) return fail(...broken.slice(0, 1));
      const sparkPosts = entries.map(({ post, code }) => postOf(post, code?.ok === true ? code.value : undefined, now));
      const authorised = sparkPosts.filter(({ state }) => state === 'authorised').map(({ post }) => post);
      return ok({ sparkPosts, fields: { 'spark.authorised': { provenance: 'api', value: authorised.sort() } } });
    });
  });
}

/** An authorisation ends at its time, even if TikTok's status is older. */
function postOf(post: string, code: SparkCode | undefined, now: Date): SparkPost {
  if (code === undefined) return { post, state: 'absent' };
  const { item, postStatus, until } = code;
  const ended = code.status === 'EXPIRED' || (until !== undefined && Date.parse(until) <= now.getTime());
  const state = ended ? 'expired' : code.status === 'AUTHORIZED' ? 'authorised' : 'undocumented';
  const word = state === 'undocumented' ? { word: code.status } : {};
  return {
    post,
    state,
    item,
    ...word,
    ...(postStatus !== undefined && { postStatus }),
    ...(until !== undefined && { until }),
  };
}
