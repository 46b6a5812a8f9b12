import { expect, test } from 'vitest';
import { recording } from '../../src/io/recording.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const CODE = '#AbC+d/é00code==';

test.each([
  { name: 'as it is', why: 'most writers', body: JSON.stringify({ code: CODE }), kept: true },
  { name: 'with escaped slashes', why: 'PHP does', body: `{"code":"#AbC+d\\/é00code=="}`, kept: true },
  {
    name: 'with escaped characters',
    why: 'Gson does',
    body: `{"code":"#AbC\\u002Bd/é00code\\u003d\\u003D"}`,
    kept: true,
  },
  { name: 'with escaped letters', why: 'ASCII only', body: `{"code":"#AbC+d/\\u00e900code=="}`, kept: true },
  {
    name: 'in other letters',
    why: 'it is a different code',
    body: JSON.stringify({ code: CODE.toLowerCase() }),
    kept: false,
  },
])('a Spark code in an answer, $name ($why)', async ({ body, kept }) => {
  const { machine, close } = fakeMachine({ cwd: '/', env: { SPARK_ACME_1: CODE } });
  const { machine: taped, reads } = recording(machine);
  taped.recorder?.record({ url: 'https://api.example.com/', credential: 'none' }, { status: 200, headers: {}, body });
  expect(JSON.parse(reads().reads[0]?.body ?? '')).toEqual({ code: kept ? '${SPARK_ACME_1}' : CODE.toLowerCase() });
  await close();
});
