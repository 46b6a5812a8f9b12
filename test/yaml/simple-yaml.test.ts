import { describe, expect, test } from 'vitest';
import { readAnyYaml } from '../../src/yaml/any-yaml.ts';
import { readSimpleYaml } from '../../src/yaml/simple-yaml.ts';

const DOCUMENT = `# yaml-language-server: $schema=../schemas/layer.schema.json
template: tiktok-ads   # the only one
name: acme-ios
extends: ../defaults/ios.yaml

capi:
  enabled: true
  pixel_id:
  # from Events Manager
  event_map:
    level_complete: CompleteRegistration
objectives: [ app_installs, "video_view" ]
monthlyCostCap: 1000.50
link: https://example.com/#a
spark:
- post: ugc_1
  code: \${SPARK_A}
-   post: 'a: "b" # c'
pin: { advertiser: { name: Acme iOS, currency: USD } }
state: ~
# end`;

describe('simple YAML', () => {
  test('is read as the parser reads it, with all locations', () => {
    const root = readSimpleYaml(DOCUMENT, 'layers/acme.yaml');
    expect(root?.members.size).toBe(10);
    expect(readAnyYaml(DOCUMENT, 'layers/acme.yaml')).toEqual({ root, findings: [] });
  });

  test.each([
    { name: 'nothing', why: 'it has no map', text: '# empty\n' },
    { name: 'a list', why: 'a document is a map', text: '- a\n' },
    { name: 'a duplicate key', why: 'it is a problem', text: 'a: 1\na: 2\n' },
    { name: 'a duplicate key in braces', why: 'it is a problem', text: 'a: { b: 1, b: 2 }\n' },
    { name: 'the key __proto__', why: 'it is a problem', text: '__proto__: {}\n' },
    { name: 'a merge key', why: 'it is a problem', text: '<<: { a: b }\n' },
    { name: 'an alias', why: 'its value is elsewhere', text: 'a: &x 1\nb: *x\n' },
    { name: 'a tag', why: 'it is a problem', text: 'a: !secret b\n' },
    { name: 'an escape', why: 'the value is not the text', text: 'a: "\\u0000"\n' },
    { name: 'a quote in quotes', why: 'the value is not the text', text: "a: 'it''s'\n" },
    { name: 'a text of two lines', why: 'the lines are joined', text: 'a: b\n  c\nd: e\n' },
    { name: 'a block of text', why: 'it has rules of its own', text: 'a: |\n  b\n' },
    { name: 'a list of two lines', why: 'indentation counts in it', text: 'a: [b,\n  c]\n' },
    { name: 'a second colon', why: 'it is a problem', text: 'a: b: c\n' },
    { name: 'no space after a colon', why: 'it is no key', text: 'a:b\n' },
    { name: 'no space before a comment', why: 'it is a problem', text: 'a: "b"#c\n' },
    { name: 'a missing bracket', why: 'it is a problem', text: 'a: [b\n' },
    { name: 'two commas', why: 'it is a problem', text: 'a: [b,, c]\n' },
    { name: 'a deeper line without a key', why: 'it is a problem', text: 'a: 1\n  b: 2\n' },
    { name: 'a line between two levels', why: 'it is a problem', text: 'a:\n    b: 2\n  c: 3\n' },
    { name: 'a second document', why: 'it is a problem', text: 'a: 1\n---\nb: 2\n' },
    { name: 'a directive', why: 'it is a problem', text: '%YAML 1.1\n---\na: no\n' },
    { name: 'a tab', why: 'it is a problem as indentation', text: 'a:\n\tb: 1\n' },
    { name: 'a long number', why: 'it would be rounded', text: 'a: 7098765432109876543\n' },
    { name: 'a leading zero', why: 'few people know its meaning', text: 'a: 010\n' },
    { name: 'JSON below a head', why: 'it is joined with the head', text: 'a: 1\n{\n  "b": 2\n}\n' },
    { name: 'a deep list', why: 'the parser has a limit', text: `a: ${'['.repeat(20)}${']'.repeat(20)}\n` },
    { name: 'a long text', why: 'the parser has a limit', text: `a: 1 #${'x'.repeat(30_000)}\n` },
  ])('$name is left to the parser: $why', ({ text }) => {
    expect(readSimpleYaml(text, 'a.yaml')).toBeUndefined();
  });
});
