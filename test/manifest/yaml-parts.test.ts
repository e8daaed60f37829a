import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInParts } from '../../src/manifest/yaml/parse-parts.ts';
import { parseSimple } from '../../src/manifest/yaml/parse-simple.ts';
import { parseWhole } from '../../src/manifest/yaml/parse-whole.ts';
import { createSourceFile, type SourceFile } from '../../src/manifest/yaml/source-file.ts';

// The complete parser is the reference: a file that is parsed in parts must have the same tree, with the same positions.

function createFile(text: string): SourceFile {
  return createSourceFile('certvigil.yaml', text, false);
}

async function expectSameTree(file: SourceFile): Promise<void> {
  const root = await parseInParts(file);
  if (root !== null) expect({ root, diagnostics: [] }).toStrictEqual(parseWhole(file));
}

/** With LF and with CRLF. */
async function expectSameTrees(text: string): Promise<void> {
  await expectSameTree(createFile(text));
  await expectSameTree(createFile(toCrlf(text)));
}

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function isSimple(text: string): boolean {
  const file = createFile(text);
  return parseSimple({ file, start: 0, end: text.length }) !== null;
}

const SIMPLE: [string, string][] = [
  ['a map', 'a: b\nc: 1\n'],
  ['a list at the indentation of its key', 'a:\n- b\n- c: d\n  e: f\ng: h\n'],
  ['an indented list', 'a:\n  - b\n  -   c: d\n      e: f\ng: h\n'],
  ['comments and blank lines', '# one\n\na: b # two\n  # three\n\n# four\nc: # five\n  # six\n  d: e\n# seven'],
  ['a missing value', 'a:\nb:\n  c:\nd: # none\n'],
  ['a missing value at the end', 'a:\n  - b:'],
  ['strings in quotes', 'a: "b: #c"\n"d e": \'f "g"\' # h\ni: ""\n'],
  ['flow collections', 'a: [ b, "c", { d: e, "f": [] } , {}]   \ng: {}\n'],
  ['colons, hashes and quotes within strings', 'a: http://b:1/#c\'d"\n"e": f::g#h\n'],
  [
    'scalars of all types',
    'a: null\nb: true\nc: false\nd: 0\ne: 123456789012345\nf: 7d\ng: 127.0.0.1\nh: 2027-03-01\n',
  ],
  ['a map in a list item with a deeper value', 'a:\n  - b:\n      c: d\n    e:\n    - f\n'],
  ['spaces at the ends of lines', 'a: b   \nc:   \n  d: "e"  \n'],
];

const COMPLEX: [string, string][] = [
  ['an escape', 'a: "b\\n"\n'],
  ['a doubled quote', "a: 'b''c'\n"],
  ['a literal block', 'a: |\n  b\n'],
  ['a folded block', 'a: >\n  b\n'],
  ['a string on two lines', 'a: b\n  c\n'],
  ['a quoted string on two lines', 'a: "b\n  c"\n'],
  ['a flow list on two lines', 'a: [b,\n  c]\n'],
  ['an anchor and an alias', 'a: &b c\nd: *b\n'],
  ['a merge key', 'a: { b: c }\nd: { <<: { e: f } }\n'],
  ['a tag', 'a: !!str 1\n'],
  ['an explicit key', '? a\n: b\n'],
  ['a list in a list', 'a:\n  - - b\n'],
  ['other spellings of scalars', 'a: ~\n'],
  ['other spellings of booleans', 'a: True\n'],
  ['a negative number', 'a: -1\n'],
  ['a fraction', 'a: 1.5\n'],
  ['a leading zero', 'a: 0123\n'],
  ['a hexadecimal number', 'a: 0x1F\n'],
  ['a large number', 'a: 1234567890123456789\n'],
  ['an empty key', '"": a\n'],
  ['a space before a colon', 'a : b\n'],
  ['a flow map without spaces', 'a: {"b":c}\n'],
  ['a pair in a flow list', 'a: [b: c]\n'],
  ['a key without a value in a flow map', 'a: { b }\n'],
  ['a trailing comma', 'a: [b, c, ]\nd: { e: f, }\n'],
  ['a tab', 'a:\tb\n'],
  ['a long key', `${'a'.repeat(1001)}: b\n`],
  ['deep nesting', `a: ${'['.repeat(60)}${']'.repeat(60)}\n`],
];

const INVALID: [string, string][] = [
  ['a duplicate key', 'a: b\na: c\n'],
  ['a duplicate key in a part', 'a:\n  b: c\n  b: d\n'],
  ['a wrong indentation', 'a:\n  - b: c\n   d: e\n'],
  ['an item with less indentation', 'a:\n  - b\n - c\n'],
  ['a key beside an item', 'a:\n  - b\n  c: d\n'],
  ['a value on the line and below', 'a: b\n  c: d\n'],
  ['two values on a line', 'a: b: c\n'],
  ['text after a quote', 'a: "b" c\n'],
  ['an open quote before what looks like a key', 'a: "b\nc: d"\n'],
  ['an open list before what looks like a key', 'a: [\nb: c\n]\n'],
  ['an unknown alias', 'a:\n  - *b\n'],
  ['an alias before its anchor', 'a:\n  - *b\n  - &b c\n'],
  ['two documents', 'a: b\n---\nc: d\n'],
  ['a tab as indentation', 'a:\n\tb: c\n'],
  ['a reserved character', 'a: @b\n'],
];

describe('a YAML file that is parsed in parts', () => {
  it.each([...SIMPLE, ...COMPLEX, ...INVALID])('has the tree of the whole file: %s', async (_, text) => {
    await expectSameTrees(text);
    await expectSameTrees(`certificates:\n${text.replace(/^(?=.)/gm, '    ').replace('    ', '  - ')}`);
  });

  const root = path.resolve(import.meta.dirname, '../..');
  it.each(globSync(['examples/**/*.yaml', 'test/golden/manifest/*.yaml'], { cwd: root }))(
    'such as %s',
    async (name) => {
      await expectSameTrees(readFileSync(path.join(root, name), 'utf8'));
    },
  );

  const lines = [...SIMPLE, ...COMPLEX, ...INVALID].flatMap(([, text]) => text.split('\n'));
  const content = fc.tuple(fc.nat(4), fc.constantFrom('', '', '- '), fc.constantFrom(...new Set(lines)));
  const line = content.map(([indent, dash, text]) => ' '.repeat(indent) + dash + text);
  const lineBreak = fc.constantFrom('\n', '\r\n');

  it('is any sequence of lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), (some) => expectSameTrees(some.join('\n'))),
      { numRuns: 2000 },
    );
  });

  it('mixes line breaks', async () => {
    const document = fc.array(fc.tuple(line, lineBreak), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(document, (some) => expectSameTree(createFile(some.flat().join('')))),
      { numRuns: 2000 },
    );
  });

  it('has anchors that apply to later parts', async () => {
    const file = createFile(
      'x-base: &base\n  owner: a\ncertificates:\n  - &first { <<: *base, name: b }\n  - <<: *first\n    name: c\n',
    );
    expect(await parseInParts(file)).not.toBeNull();
    await expectSameTree(file);
  });

  it.each(['\n', '\r\n'])('may begin with the marker of a document, and end lines with %j', async (end) => {
    const file = createFile(['# comment', '---', 'a:', '-', '  b: c', 'd: e', ''].join(end));
    expect(await parseInParts(file)).not.toBeNull();
    await expectSameTree(file);
  });

  it.each(INVALID)('has no problem, such as %s', async (_, text) => {
    expect(await parseInParts(createFile(text))).toBeNull();
    expect(await parseInParts(createFile(toCrlf(text)))).toBeNull();
  });

  it.each(['a: b\rc: d\n', 'a: b\r\r\nc: d\r\n', 'a: b\r\nc: d\r'])(
    'has no CR within a line, such as %j',
    async (text) => {
      expect(await parseInParts(createFile(text))).toBeNull();
    },
  );
});

describe('the parser of simple YAML', () => {
  it.each(SIMPLE)('parses %s', (_, text) => {
    expect(isSimple(text)).toBe(true);
    expect(isSimple(toCrlf(text))).toBe(true);
  });

  it.each([...COMPLEX, ...INVALID])('leaves %s to the complete parser', (_, text) => {
    expect(isSimple(text)).toBe(false);
    expect(isSimple(toCrlf(text))).toBe(false);
  });
});
