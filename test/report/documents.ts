/** Random documents, in which any text can be hostile. */

import fc from 'fast-check';
import {
  type Block,
  type Column,
  createTable,
  type Document,
  type Inline,
  type Mark,
  type Section,
  type Table,
  type Text,
} from '../../src/report/document/model.ts';
import { HOSTILE_NAMES } from './samples.ts';

/** Texts with a meaning in Markdown, HTML, GitHub's text or a spreadsheet. */
const MARKUP = [
  ...[
    '# title',
    '- item',
    '+ item',
    '1. item',
    '2) item',
    '> quote',
    '=',
    '---',
    '***',
    '    code',
    '```',
    '~~~',
    '| a | b |',
  ],
  ...[
    '[x]: https://evil.example',
    '![x](https://evil.example/x.png)',
    '<https://evil.example>',
    '&amp; &#64;',
    '\\',
    'a\\',
  ],
  ...[
    'www.evil.example',
    'mail@evil.example',
    'see #1 and GH-1',
    ':tada:',
    '$x$',
    '[^1]',
    '~x~',
    '**a** __b__',
    '</details>',
  ],
  ...[
    '</script><script>alert(1)</script>',
    '" onload="alert(1)',
    "' x='",
    '<!-- ',
    ']]>',
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
  ],
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\\',
      '`',
      '*',
      '_',
      '<',
      '&',
      '|',
      '[',
      ']',
      '(',
      ')',
      '#',
      '@',
      '~',
      '-',
      '1',
      '.',
    ),
  }),
  fc.constantFrom(...MARKUP, ...HOSTILE_NAMES),
);

/** Several lines with code and web addresses. */
export const anyInstructions = fc
  .array(
    fc.oneof(
      anyText,
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      anyText.map((text) => `\`${text}\``),
      fc.constantFrom('\n', ' ', '. ', '`kubectl get secret tls -o yaml | base64 -d`', "`grep 'a\\|b'`"),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const MARKS: readonly Mark[] = [
  'expired',
  'ok',
  'good',
  'bad',
  'caution',
  'note',
  'strong',
  'added',
  'removed',
  'changed',
];
const anyMark = fc.constantFrom(...MARKS);

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  anyText,
  fc.integer(),
  fc.record({ code: anyText }),
  fc.record({ message: anyText }),
  fc.record({ instructions: fc.oneof(anyText, anyInstructions) }),
  fc.record({ mark: anyMark, text: anyText }),
  fc.record({ link: fc.oneof(fc.webUrl(), anyText), text: anyText }),
);

export const anyInlines: fc.Arbitrary<Text> = fc.oneof(
  fc.constant(null),
  anyInline,
  fc.array(anyInline, { maxLength: 3 }),
);

type AnyColumn = Omit<Column<readonly Text[]>, 'cell'>;

const anyColumn: fc.Arbitrary<AnyColumn> = fc.record(
  {
    title: anyText,
    align: fc.constant('right' as const),
    shorten: fc.constantFrom('end' as const, 'path' as const),
    keep: fc.constant(true as const),
    dispensable: fc.constant(true as const),
    optional: fc.constant(true as const),
    lead: fc.constantFrom(': ', ' at '),
    isDetail: fc.constant(true as const),
  },
  { requiredKeys: ['title'] },
);

/** `options`: those that a table can have. */
export function createAnyTable(options: Pick<Table, 'limit'> = {}): fc.Arbitrary<Table> {
  return fc.array(anyColumn, { minLength: 1, maxLength: 4 }).chain((columns) => {
    const row = fc.array(anyInlines, { minLength: columns.length, maxLength: columns.length });
    return fc.array(row, { maxLength: 4 }).map((rows) =>
      createTable<readonly Text[]>(
        columns.map((column, index) => ({ ...column, cell: (cells) => cells[index] ?? null })),
        rows,
        options,
      ),
    );
  });
}

const anyParagraph = fc.record({ kind: fc.constant('paragraph' as const), text: anyInlines, mark: anyMark });

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  createAnyTable(),
  createAnyTable({ limit: 2 }),
  anyParagraph,
  fc.record({ kind: fc.constant('list' as const), items: fc.array(anyInlines, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.tuple(anyText, anyInlines, anyMark), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('tree' as const),
    name: fc.constant('Chain'),
    nodes: fc.array(fc.record({ depth: fc.nat(3), text: anyText, state: anyText, mark: anyMark }), { maxLength: 3 }),
  }),
);

/** Lines to copy are not shortened on a terminal, and charts have tests of their own. */
const anyListing: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('listing' as const),
  language: fc.constant('yaml'),
  lines: fc.array(anyText, { maxLength: 3 }),
});

const anyCurve: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('curve' as const),
  name: anyText,
  points: fc.array(fc.record({ day: anyText, value: fc.nat(100) }), { minLength: 2, maxLength: 3 }),
});

function createAnySection(block: fc.Arbitrary<Block>): fc.Arbitrary<Section> {
  return fc.record(
    {
      title: anyInlines,
      mark: anyMark,
      blocks: fc.array(block, { maxLength: 3 }),
      isFolded: fc.constant(true as const),
      empty: anyText,
    },
    { requiredKeys: ['blocks'] },
  );
}

function createAnyDocument(block: fc.Arbitrary<Block>): fc.Arbitrary<Document> {
  const paragraphs = fc.array(anyParagraph, { maxLength: 2 });
  return fc.record(
    {
      ...{ title: anyInlines, subtitle: anyInlines, mark: anyMark },
      ...{ lead: paragraphs, summary: paragraphs, footer: paragraphs },
      sections: fc.array(createAnySection(block), { maxLength: 3 }),
      rest: fc.constant({ terminal: 'see JSON', markdown: 'see JSON' }),
    },
    { requiredKeys: ['title', 'lead', 'summary', 'footer', 'sections'] },
  );
}

export const anyDocument = createAnyDocument(anyBlock);
export const anyFullDocument = createAnyDocument(fc.oneof(anyBlock, anyListing, anyCurve));
