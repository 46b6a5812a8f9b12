import { expect, test } from 'vitest';
import { parsePlainJson } from '../../src/sandbox/plain-json.ts';

test.each([
  { name: 'a map', why: 'the usual case', text: ' {"a": [1, -2.5, "x", null, {"b": true}], "c": {}}\n' },
  { name: 'a text that looks like a key', why: 'it is a value', text: '{"a": "b\\": 1", "c": ["d: ", "\\\\"]}' },
  { name: 'long digits in a text', why: 'ids are texts', text: '{"7098765432109876543": "7098765432109876543"}' },
  { name: '__proto__', why: 'it is a key like any other', text: '{"__proto__": {"a": 1}}' },
])('reads $name: $why', ({ text }) => {
  expect(parsePlainJson(text)).toEqual(JSON.parse(text));
});

test.each([
  { name: 'YAML', why: 'the other parser reads it', text: 'a: 1' },
  { name: 'a broken text', why: 'the other parser names the place', text: '{"a": 1' },
  { name: 'no map', why: 'a world is one', text: '[1]' },
  { name: 'a repeated key', why: 'JSON.parse takes the last', text: '{"a": 1, "b": [{"c": 1, "c": 2}]}' },
  { name: 'a long number', why: 'JSON.parse rounds it', text: '{"a": 7098765432109876543}' },
  { name: 'deep nesting', why: 'it is refused', text: `{"a": ${'['.repeat(201)}${']'.repeat(201)}}` },
])('leaves $name to the YAML parser: $why', ({ text }) => {
  expect(parsePlainJson(text)).toBeUndefined();
});
