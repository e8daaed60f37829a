import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/certificate/encoding/yaml-json.ts';

/** Each document as its value, or as the first words of its failure. */
function read(text: string): unknown[] {
  return readDocuments(text).map((document) => {
    if ('value' in document) return document.value;
    const { code, detail } = document.failure;
    return `${code}: ${/^The \w+(?: at line \d+)?/.exec(detail)?.[0]}${/ (?:JSON|YAML)(?=[,.] )/.exec(detail)?.[0] ?? ''}`;
  });
}

const MII = (length: number) => `MII${'a'.repeat(length)}`;

describe('a document that is neither JSON nor YAML', () => {
  it.each([
    '-----BEGIN ',
    'LS0tLS1CRUdJTi',
    MII(60),
    'caBundle',
    'trustBundle',
    'data:',
    'data :',
    '"data":',
    "'data' :",
    'stringData:',
    '"stringData":',
    'binaryData\t:',
    'the data:',
  ])('is a failure with %j', (mark) => {
    expect(read(`a: [\nb: {\n ${mark}`)).toEqual(['document-malformed: The document at line 1 YAML']);
  });

  it.each(['-----BEGIN-', 'LS0tLS1CRUdJT', MII(59), 'cabundle', 'data', 'data-x:', 'metadata:', 'data""', 'dataX :'])(
    'is ignored with %j',
    (mark) => {
      expect(read(`a: [\nb: {\n ${mark}`)).toEqual([]);
    },
  );

  it.each<[what: string, text: string, language: 'JSON' | 'YAML']>([
    ['an object', '{"data": [', 'JSON'],
    ['an object after an empty line', ' \n {"data": [', 'JSON'],
    ['an object with a space', '{ \n "data": [', 'JSON'],
    ['an empty object', '{ } data: [', 'JSON'],
    ['an array of objects', '[{"data": [', 'JSON'],
    ['an array of arrays', ' [ [ \n [\t\n { "data": [', 'JSON'],
    ['an array of texts', '[  "data": [', 'JSON'],
    ['an empty array', '[  ] data: [', 'JSON'],
    ['an object of YAML', '{data: [', 'YAML'],
    ['an array of YAML', '[data: {', 'YAML'],
    ['a key in quotes', '"data": {', 'YAML'],
    ['an object in a list', '- {"data": [', 'YAML'],
    ['a template', '{{ .data: }', 'YAML'],
  ])('is called by what it begins with: %s', (_, text, language) => {
    expect(read(text)).toEqual([`document-malformed: The document at line 1 ${language}`]);
  });
});

describe('the documents of a text', () => {
  it.each<[what: string, text: string, documents: unknown[]]>([
    ['one document of YAML', 'data: 1\n', [{ data: 1 }]],
    ['YAML with hyphens before it', '---\ndata: 1\n', [{ data: 1 }]],
    ['YAML with hyphens at the end', 'data: 1\n---', [{ data: 1 }]],
    ['YAML with dots at the end', 'data: 1\n...', [{ data: 1 }]],
    ['YAML with a comment beside the hyphens', 'data: 1\n--- # x\ndata: 2\n', [{ data: 1 }, { data: 2 }]],
    ['YAML with a tabulator beside the hyphens', 'data: 1\n---\t# x\ndata: 2\n', [{ data: 1 }, { data: 2 }]],
    ['YAML with line ends of Windows', 'data: 1\r\n---\r\ndata: 2\r\n', [{ data: 1 }, { data: 2 }]],
    ['YAML with four hyphens', 'data: 1\n----: 2\n', [{ data: 1, '----': 2 }]],
    ['hyphens in a text', 'data: |\n  ---\n', [{ data: '---\n' }]],
    ['lines in flow style', '---\n{data: [\n{a: 1},\n{b: 2}\n]}\n', [{ data: [{ a: 1 }, { b: 2 }] }]],
    ['YAML whose keys are in quotes', '"data": 1\n"b": 2\n', [{ data: 1, b: 2 }]],
    ['one document of JSON', '{"a": 1}', [{ a: 1 }]],
    ['JSON with hyphens at the end', '{"a": 1}\n---', [{ a: 1 }]],
    ['JSON with dots at the end', '{"a": 1}\n...', [{ a: 1 }]],
    ['JSON with a comment beside the hyphens', '{"a": 1}\n--- # x\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
    ['JSON with a tabulator beside the dots', '{"a": 1}\n...\t\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
    ['JSON with line ends of Windows', '{"a": 1}\r\n---\r\n{"b": 2}\r\n', [{ a: 1 }, { b: 2 }]],
    ['lines of JSON after an empty line', ' \n\n{"a": 1}\n[2]\n["b"]\n', [{ a: 1 }, ['b']]],
    ['JSON between hyphens', '---\n{"a": 1}\n---', [{ a: 1 }]],
    ['one document of YAML before JSON', 'data: 1\n---\n{"a": 1}\n', [{ data: 1 }, { a: 1 }]],
    [
      'malformed documents by their lines',
      'data: 1\n---\ndata: [\n---\n\n{"a"\n',
      [
        { data: 1 },
        'document-malformed: The document at line 2 YAML',
        'document-malformed: The document at line 4 JSON',
      ],
    ],
    ['binary as the text that it is', 'data: !!binary YWJj\n', [{ data: 'YWJj' }]],
    ['keys that are repeated', 'data: 1\ndata: 2\n', [{ data: 2 }]],
    ['merged keys', 'a: &a {b: 1}\ndata: {<<: *a, c: 2}\n', [{ a: { b: 1 }, data: { b: 1, c: 2 } }]],
    ['an alias of nothing', 'data: *a\n', ['document-malformed: The document at line 1 YAML']],
  ])('are parsed: %s', (_, text, documents) => {
    expect(read(text)).toEqual(documents);
  });
});

describe('a large document', () => {
  // Characters that begin a node also count in a comment, where they take no time.
  const comment = (nodes: number) => `data: 1 # ${','.repeat(nodes - 2)}\n`;
  const TOO_LARGE = (line: number) => `document-too-large: The document at line ${line}`;

  it.each([',', ':', '?', '[', '{', '- '])('has a limit for %j', (mark) => {
    expect(read(`data: 1 #x${mark.repeat(199_999)}`)).toEqual([{ data: 1 }]);
    expect(read(`data: 1 #x${mark.repeat(200_000)}`)).toEqual([TOO_LARGE(1)]);
  });

  it('has up to 200,000 nodes of YAML, and all documents have 600,000', () => {
    expect(read(comment(200_000))).toEqual([{ data: 1 }]);
    expect(read(comment(200_001))).toEqual([TOO_LARGE(1)]);
    const three = [comment(200_000), comment(199_999), comment(199_999)].join('---\n');
    expect(read(three)).toEqual([{ data: 1 }, { data: 1 }, { data: 1 }]);
    expect(read(`${three}---\ndata: 1\n---\n{"a": 1}\n`)).toEqual([
      { data: 1 },
      { data: 1 },
      { data: 1 },
      TOO_LARGE(6),
      { a: 1 },
    ]);
  });

  it('may have a long text', () => {
    const text = 'aB-c'.repeat(100_000);
    expect(read(`data: ${text}\n`)).toEqual([{ data: text }]);
  });

  it('is one document if it is JSON, whatever its lines begin with', () => {
    expect(read(`[\n${'{},\n'.repeat(750_000)}0]`)).toEqual(['document-too-large: The file']);
  });
});
