/**
 * Each renderer shows any text of a document as text. If another program reads the medium, it decides: it finds the same structure, and
 * the same texts.
 */

import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { isWebAddress, splitText } from '../../src/lib/text/text-parts.ts';
import { escapeUnprintable } from '../../src/lib/text/unprintable.ts';
import { arrangeTable, isBlank } from '../../src/report/document/arrange.ts';
import { renderCsv } from '../../src/report/document/csv.ts';
import { renderHtml } from '../../src/report/document/html.ts';
import { renderMarkdown } from '../../src/report/document/markdown.ts';
import {
  createDocument,
  createList,
  createParagraph,
  createTable,
  type Document,
  type Inline,
  listInlines,
  type Table,
  type Text,
} from '../../src/report/document/model.ts';
import { renderTerminal } from '../../src/report/document/terminal.ts';
import { measureWidth } from '../../src/report/format/terminal-text.ts';
import { anyDocument, anyFullDocument, anyInlines, anyText, createAnyTable } from './documents.ts';
import { parseCsv } from './texts.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Symbols of marks have a variation selector; nothing else may. */
const withoutSymbols = (text: string) => text.replaceAll(/[⚠ℹ✏]\ufe0f/gu, '');

describe('on a terminal', () => {
  it('nothing moves the cursor, is too wide or ends in spaces', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 8, max: 200 }), (document, columns) => {
        for (const line of renderTerminal(document, { color: false, columns }).split('\n')) {
          expect(line).not.toMatch(UNSAFE);
          expect(line).toBe(line.trimEnd());
          expect(measureWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });

  it('only colors differ between plain and colored output', () => {
    const ours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    fc.assert(
      fc.property(anyFullDocument, fc.integer({ min: 8, max: 200 }), (document, columns) => {
        const colored = renderTerminal(document, { color: true, columns });
        expect(colored.replace(ours, '')).toBe(renderTerminal(document, { color: false, columns }));
      }),
    );
  });

  it('lines to copy are shown whole', () => {
    fc.assert(
      fc.property(anyText, (line) => {
        const sections = [{ blocks: [{ kind: 'listing' as const, language: '', lines: [line] }] }];
        const text = renderTerminal(createDocument('x', { sections }), { color: false, columns: 8 });
        expect(text).toBe(`${`  | ${escapeUnprintable(line)}`.trimEnd()}\n`);
      }),
    );
  });
});

// ---------------------------------------------------------------------------------------------- Markdown

/** The text that a reader sees: no table can show an escaped pipe in a code span. */
function normalize(text: string): string {
  return text.replaceAll('\\u{7c}', '|').replaceAll(/\s+/g, ' ').trim();
}

/** Beyond these, names and messages are shortened. */
const isShort = (text: string) => text.length <= 90;

/** What a reader should see. */
function formatExpected(text: Text): string {
  const shown = listInlines(text).map((inline: Inline): string => {
    if (typeof inline === 'string') return escapeUnprintable(inline);
    if (typeof inline === 'number') return inline.toLocaleString('en-US');
    if ('code' in inline) return inline.code.trim() === '' ? '–' : escapeUnprintable(inline.code);
    if ('message' in inline)
      return inline.message.trim() === '' ? '–' : escapeUnprintable(inline.message.replaceAll('`', '"'));
    if ('instructions' in inline) return formatExpectedInstructions(inline.instructions);
    if ('isBreak' in inline) return ' ';
    return escapeUnprintable(inline.text ?? '');
  });
  return normalize(shown.join('')) || '–';
}

/** A reader sees no backticks around code. */
function formatExpectedInstructions(instructions: string): string {
  const lines = instructions.trim().split(/\r\n|[\r\n]/);
  return lines
    .map((line) =>
      escapeUnprintable(
        splitText(line)
          .map(({ text }) => text)
          .join(''),
      ),
    )
    .join(' ');
}

/** What a reader sees in parsed Markdown; HTML other than our line breaks, images and foreign links are not allowed. */
function readInlines(tokens: readonly Token[] = []): string {
  return tokens
    .map((token): string => {
      if (token.type === 'text' || token.type === 'escape' || token.type === 'codespan') return token.text;
      if (token.type === 'html' && token.raw === '<br>') return ' ';
      if (token.type === 'link' && isWebAddress(token.href)) return readInlines(token.tokens);
      throw new Error(`unexpected ${token.type}: ${token.raw}`);
    })
    .join('');
}

/** The texts of blocks, each with its kind. */
function readBlocks(markdown: string): string[][] {
  return marked.lexer(markdown).flatMap((token): string[][] => {
    if (token.type === 'space') return [];
    if (token.type === 'heading') return [[`h${token.depth}`, normalize(readInlines(token.tokens))]];
    if (token.type === 'paragraph') return [['p', normalize(readInlines(token.tokens))]];
    if (token.type === 'list')
      return [['li', ...(token as Tokens.List).items.map((item) => normalize(readListItem(item)))]];
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((cells) => ['tr', ...cells.map((cell) => normalize(readInlines(cell.tokens)))]);
    }
    throw new Error(`unexpected ${token.type}: ${token.raw}`);
  });
}

function readListItem({ tokens }: Tokens.ListItem): string {
  const [first, ...others] = tokens;
  if (first === undefined) return '';
  if (first.type !== 'text' || others.length > 0) throw new Error(`unexpected ${first.type}`);
  return readInlines((first as Tokens.Text).tokens);
}

/** Texts without what a symbol or a length limit adds. */
const readable = anyInlines
  .filter((text) =>
    listInlines(text).every(
      (inline) =>
        typeof inline !== 'object' ||
        (!('mark' in inline) && Object.values(inline).every((one) => isShort(String(one)))),
    ),
  )
  .filter((text) => listInlines(text).every((inline) => typeof inline !== 'string' || isShort(inline)))
  // marked does not read several backticks in the text of a link.
  .filter((text) =>
    listInlines(text).every(
      (inline) => typeof inline !== 'object' || !('link' in inline) || !inline.text.includes('`'),
    ),
  );

describe('in Markdown', () => {
  it('marked reads the structure and the texts of a document', () => {
    const cells = fc.array(fc.tuple(readable, readable), { minLength: 1, maxLength: 3 });
    const items = fc.array(readable, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(readable, readable, readable, cells, items, (title, first, second, rows, listed) => {
        const table = createTable(
          [
            { title: 'A', cell: (row: readonly [Text, Text]) => row[0] },
            { title: 'B', cell: (row: readonly [Text, Text]) => row[1] },
          ],
          rows,
        );
        const document = createDocument(title, {
          lead: [createParagraph(first)],
          sections: [{ title: second, blocks: [table, createParagraph(first)] }, { blocks: [createList(listed)] }],
          footer: [createParagraph(second)],
        });
        const paragraph = (text: Text) => (isBlank(text) ? [] : [['p', formatExpected(text)]]);
        expect(readBlocks(renderMarkdown(document))).toEqual([
          ['h2', formatExpected(title)],
          ...paragraph(first),
          ['h3', formatExpected(second)],
          ['tr', 'A', 'B'],
          ...rows.map((row) => ['tr', ...row.map(formatExpected)]),
          ...paragraph(first),
          ['li', ...listed.map(formatExpected)],
          ...paragraph(second),
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it('the title of what readers unfold is text', () => {
    fc.assert(
      fc.property(readable, (title) => {
        const sections = [{ title, isFolded: true as const, blocks: [createList(['x'])] }];
        const text = renderMarkdown(createDocument('t', { sections }));
        const [, summary = ''] = /<details><summary>(.*)<\/summary>\n\n- x\n\n<\/details>\n$/.exec(text) ?? [];
        expect(summary.replaceAll(/<\/?code>/g, '')).not.toMatch(/[<>]/);
        expect(parseXml(summary)).toBe(normalize(summary === '–' ? '–' : formatPlainText(title)));
      }),
    );
  });

  it('words that GitHub links are in code spans', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        marked.walkTokens(marked.lexer(renderMarkdown(document)), (token) => {
          const shown = token.type === 'html' ? token.raw.replaceAll(/<code>.*?<\/code>|&#39;/g, '') : token.raw;
          const isLeaf = token.type === 'html' || (token.type === 'text' && token.tokens === undefined);
          if (isLeaf) expect(shown).not.toMatch(/[@#]|:\/\/|www\./i);
        });
      }),
    );
  });

  it('a listing stays one', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (lines) => {
        const sections = [{ blocks: [{ kind: 'listing' as const, language: 'yaml', lines }] }];
        const [, token, ...others] = marked
          .lexer(renderMarkdown(createDocument('t', { sections })))
          .filter(({ type }) => type !== 'space');
        expect(token).toMatchObject({ type: 'code', lang: 'yaml' });
        // marked removes an empty line at the end.
        const code = (token as Tokens.Code | undefined)?.text ?? '';
        expect(code.trimEnd()).toBe(lines.map(escapeUnprintable).join('\n').trimEnd());
        expect(others).toEqual([]);
      }),
    );
  });

  it('no document exceeds its limit, or shows a text that is unsafe', () => {
    fc.assert(
      fc.property(anyFullDocument, fc.nat(20_000), (document, limit) => {
        const text = renderMarkdown(document, { limit });
        const frame = renderMarkdown({ ...document, sections: [] });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(limit, Buffer.byteLength(frame)));
        expect(withoutSymbols(text).replaceAll('\n', '')).not.toMatch(UNSAFE);
      }),
    );
  });

  it('gives each section half of the room that is left, and says how many lines it omits', () => {
    const document = (items: readonly string[]): Document =>
      createDocument('H', {
        sections: [{ title: 'T', blocks: [createList(items)] }],
        footer: [createParagraph('F')],
        rest: { markdown: 'r' },
      });
    const items = ['12345', 'abcde', 'ABCDE'];
    const full = '\n### T\n\n- 12345\n- abcde\n- ABCDE\n';
    const note = '\nand 3 more (r)\n';
    const [head, foot] = ['## H\n', '\nF\n'];
    const at = (limit: number) => renderMarkdown(document(items), { limit });
    const needed = 2 * (full + note).length + (head + foot).length;
    expect(at(needed)).toBe(head + full + foot);
    expect(at(needed - 1)).toBe(`${head}\n### T\n\n- 12345\n- abcde\n\nand 1 more (r)\n${foot}`);
    const least = 2 * `\n### T\n\n${note}`.length + (head + foot).length;
    expect(at(least)).toBe(`${head}\n### T\n\n${note}${foot}`);
    expect(at(least - 1)).toBe(head + foot);
  });
});

/** Without marks, which a summary does not have. */
function formatPlainText(text: Text): string {
  return listInlines(text)
    .map((inline) => {
      if (typeof inline === 'string') return escapeUnprintable(inline);
      if (typeof inline === 'number') return inline.toLocaleString('en-US');
      return escapeUnprintable(
        String(Object.entries(inline).find(([key]) => key !== 'link' && key !== 'mark')?.[1] ?? ''),
      );
    })
    .join('');
}

// ---------------------------------------------------------------------------------------------- HTML

/** The text of a fragment that is well-formed: every element is closed, and every attribute quoted. */
function parseXml(fragment: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(`<x>${fragment.replaceAll('<br>', ' ')}</x>`).close();
  return normalize(text);
}

describe('in HTML', () => {
  it('a parser reads elements that are ours only, and the texts of a table', () => {
    fc.assert(
      fc.property(anyFullDocument, createAnyTable(), (document, table) => {
        const page = [...renderHtml({ ...document, sections: [...document.sections, { blocks: [table] }] })].join('');
        const main = page.slice(page.indexOf('<main>'), page.indexOf('</main>') + '</main>'.length);
        expect(page.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll('\n', '')).not.toMatch(UNSAFE);
        expect(listElements(main).filter((name) => !ELEMENTS.has(name))).toEqual([]);
        for (const text of listTexts(table)) expect(parseXml(main)).toContain(text);
      }),
    );
  });

  it('a link leads to the web only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), anyText, fc.constant('javascript:alert(1)')), (link) => {
        const lead = [createParagraph({ link, text: 'here' })];
        const page = [...renderHtml(createDocument('t', { lead }))].join('');
        expect(page.match(/<a href="(?!https?:\/\/)/)).toBeNull();
      }),
    );
  });
});

const ELEMENTS = new Set(
  'x main p h1 h2 div span section dl dt dd table thead tbody tr th td ul li pre a svg line polyline circle text'.split(
    ' ',
  ),
);

function listElements(fragment: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    names.push(name, ...Object.keys(attributes).filter((attribute) => /^on|^style$/.test(attribute)));
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(`<x>${fragment.replaceAll('<br>', ' ')}</x>`).close();
  return names;
}

function listTexts(table: Table): string[] {
  const { rows } = arrangeTable(table, 'html');
  return rows.flatMap(({ cells }) =>
    cells
      .map(formatPlainText)
      .filter((text) => text.length < 1500)
      .map(normalize),
  );
}

// ---------------------------------------------------------------------------------------------- CSV

describe('as CSV', () => {
  it('a reader finds the texts of a table, none of which is a formula', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyText, fc.oneof(anyText, fc.integer(), fc.constant(null))), { minLength: 1 }),
        (rows) => {
          const columns = [0, 1].map((index) => ({
            title: `c${index}`,
            cell: (row: readonly (string | number | null)[]) => row[index] ?? null,
          }));
          const [header, ...records] = parseCsv([...renderCsv(createTable(columns, rows))].join(''));
          expect(header).toEqual(['c0', 'c1']);
          expect(records).toEqual(rows.map((row) => row.map(formatCsvCell)));
        },
      ),
    );
  });
});

function formatCsvCell(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = value.replaceAll('\0', '\ufffd');
  return /^[=+\-@\t\r\n＋－＝＠]/.test(text) ? `'${text}` : text;
}
