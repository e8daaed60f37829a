import { expect, it } from 'vitest';
import type { SyntaxProblem } from '../../src/manifest/diagnostics/messages.ts';
import { parseYaml } from '../../src/manifest/yaml/parse.ts';
import { createSourceFile } from '../../src/manifest/yaml/source-file.ts';

/** A text for each syntax problem. */
const TEXTS: Record<SyntaxProblem, string> = {
  BAD_ALIAS: 'owner: *\n',
  BAD_DIRECTIVE: '%YAML\n---\nversion: 1\n',
  BAD_DQ_ESCAPE: 'pattern: "\\z"\n',
  BAD_INDENT: 'names: [a\nversion: 1\n',
  BAD_SCALAR_START: 'names: [>a]\n',
  BLOCK_AS_IMPLICIT_KEY: 'owner: "a\n  b": c\n',
  BLOCK_IN_FLOW: 'names: [\n  - a\n]\n',
  KEY_OVER_1024_CHARS: `"${'a'.repeat(1100)}": 1\n`,
  MISSING_CHAR: 'names: { "a" b }\n',
  MULTILINE_IMPLICIT_KEY: 'version:1\ncertificates: []\n',
  MULTIPLE_ANCHORS: 'owner: &a &b alice\n',
  MULTIPLE_TAGS: 'owner: !a !b alice\n',
  RESOURCE_EXHAUSTION: `a: ${'['.repeat(20_000)}\n`,
  'after-quote': "owner: 'alice' bob\n",
  'dash-without-space': 'names:\n  - a\n  -b: c\n',
  'missing-comma': '{\n  "version": 1\n  "certificates": []\n}\n',
  'open-quote': 'owner: "alice\n',
  'conflict-marker': '<<<<<<< HEAD\nversion: 1\n=======\nversion: 2\n>>>>>>> other\n',
  'list-beside-key': 'names: - a\n',
  unexpected: 'version: 1\n] a\n',
};

it('every syntax error has its text and its fix', async () => {
  const texts = Object.values(TEXTS).map((text) => {
    const [first] = parseYaml(createSourceFile('certvigil.yaml', text, false)).diagnostics;
    return first === undefined
      ? 'none'
      : `${first.line}:${first.column} ${first.code}: ${first.message}\n  = help: ${first.hint}\n`;
  });
  await expect(texts.join('')).toMatchFileSnapshot('../golden/manifest-syntax.txt');
});

it.each([
  ['a key after a string', '{ "name": "shop" "file": "a.pem" }', '"shop"'],
  ['a key after a number', '{ "version": 1\n  "certificates": [] }', '1'],
  ['an item after a map', '{ "certificates": [ { "name": "a" } { "name": "b" } ] }', '}'],
  ['a key after a list', '{ "names": [] "file": "a.pem" }', ']'],
  ['a string with escaped quotes', '{ "name": "a \\"b\\" c" "file": "a" }', '"a \\"b\\" c"'],
])('a missing comma before %s is reported at the value before it', (_, text, marked) => {
  const [first] = parseYaml(createSourceFile('certvigil.json', text, false)).diagnostics;
  expect(first?.message).toBe('A comma is missing after this value.');
  expect(text.slice((first?.column ?? 0) - 1).startsWith(marked)).toBe(true);
});

it.each([
  ['two keys in a map of YAML', 'owner: "a" "b"\n'],
  ['a text without quotes', '{ name: my "shop", labels: { a: [ }\n'],
])('no comma is missing in %s', (_, text) => {
  const messages = parseYaml(createSourceFile('certvigil.yaml', text, false)).diagnostics.map(({ message }) => message);
  expect(messages).not.toEqual([]);
  expect(messages).not.toContain('A comma is missing after this value.');
});
