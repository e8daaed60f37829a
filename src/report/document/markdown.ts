/** Renders a document as GitHub's Markdown within a size limit, for any amount of data. */

import { escapeMarkdown, formatTableRow } from '../../lib/text/markdown.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { arrangeTable, formatOmitted, isBlank, isEmpty, listSections, selectFor } from './arrange.ts';
import { renderCell, renderSummary, renderText, SYMBOLS } from './markdown-text.ts';
import { renderMermaid } from './mermaid.ts';
import {
  type Block,
  createParagraph,
  type Document,
  type Mark,
  type Paragraph,
  type Section,
  type Table,
} from './model.ts';

/** The default limit: GitHub accepts 1 MiB per step; this leaves room for the rest of the step's summary. */
const DEFAULT_MAX_BYTES = 1_000_000;

interface Options {
  /** The limit in bytes of UTF-8. */
  limit?: number | undefined;
}

/** Renders Markdown that ends in a newline, and takes at most `limit` bytes, unless its sentences alone are larger. */
export function renderMarkdown(document: Document, { limit = DEFAULT_MAX_BYTES }: Options = {}): string {
  const subtitle = createParagraph(document.subtitle ?? null);
  const head = joinParagraphs([subtitle, ...document.lead, ...document.summary]);
  const foot = joinParagraphs(document.footer);
  const end = foot === '' ? '' : `\n${foot}\n`;
  let text = `## ${renderMark(document.mark)}${renderText(document.title)}\n${head === '' ? '' : `\n${head}\n`}`;
  for (const section of listSections(document.sections, 'markdown')) {
    // Each section gets half of the remaining room, so that the first cannot crowd out the others.
    const room = Math.floor((limit - countBytes(text) - countBytes(end)) / 2);
    text += renderSection(section, room, document.rest?.markdown);
  }
  return text + end;
}

function countBytes(text: string): number {
  return Buffer.byteLength(text);
}

function renderMark(mark: Mark | undefined): string {
  const symbol = mark === undefined ? '' : SYMBOLS[mark];
  return symbol === '' ? '' : `${symbol} `;
}

function joinParagraphs(paragraphs: readonly Paragraph[]): string {
  const shown = selectFor(paragraphs, 'markdown').filter(({ text }) => !isBlank(text));
  return shown.map(({ text, mark }) => renderMark(mark) + renderText(text)).join('\n\n');
}

// ---------------------------------------------------------------------------------------------- sections

/** A part of a section. Its lines can be left out; the rest is included as a whole, or the section is not. */
interface Part {
  before: string;
  count: number;
  /** The lines, rendered one by one: most do not fit if there are many. */
  lines: Iterable<string>;
  after: string;
}

/** Renders as many lines as fit, and the number of omitted ones; an empty text if even that does not fit. */
function renderSection(section: Section, room: number, rest: string | undefined): string {
  const { before, after } = renderFrame(section);
  const parts =
    isEmpty(section) && section.empty !== undefined
      ? [createWhole(escapeMarkdown(section.empty))]
      : section.blocks.map(renderBlock).filter((part) => part.before !== '' || part.count > 0);
  const note = (omitted: number) => (omitted > 0 ? `\n${formatOmitted(omitted, rest)}\n` : '');
  const fixed = parts.map((part) => part.before + part.after + note(part.count)).join('\n');
  let free = room - countBytes(before + fixed + after);
  if (free < 0) return '';
  const shown = parts.map((part) => {
    let omitted = part.count;
    let body = '';
    for (const line of part.lines) {
      free -= countBytes(line) + 1;
      if (free < 0) break;
      body += `${line}\n`;
      omitted -= 1;
    }
    return part.before + body + note(omitted) + part.after;
  });
  return before + shown.join('\n') + after;
}

function createWhole(text: string): Part {
  return { before: text === '' ? '' : `${text}\n`, count: 0, lines: [], after: '' };
}

function createLines<Item>(items: readonly Item[], render: (item: Item) => string, before = '', after = ''): Part {
  const lines = {
    *[Symbol.iterator]() {
      for (const item of items) yield render(item);
    },
  };
  return { before, count: items.length, lines, after };
}

function renderFrame({ title, mark, isFolded }: Section): { before: string; after: string } {
  if (title === undefined) return { before: '\n', after: '' };
  if (isFolded) return { before: `\n<details><summary>${renderSummary(title)}</summary>\n\n`, after: '\n</details>\n' };
  return { before: `\n### ${renderMark(mark)}${renderText(title)}\n\n`, after: '' };
}

function renderBlock(block: Block): Part {
  switch (block.kind) {
    case 'paragraph':
      return createWhole(joinParagraphs([block]));
    case 'table':
      return renderTable(block);
    case 'list':
      return createLines(block.items, (item) => `- ${renderText(item)}`);
    case 'facts':
      return createLines(
        block.facts.filter(([, value]) => !isBlank(value)),
        ([name, value]) => `- ${escapeMarkdown(name)}: ${renderText(value)}`,
      );
    case 'tree':
      return createLines(block.nodes, ({ depth, text, state }) => {
        return `${'  '.repeat(depth)}- ${renderText([{ code: text }, `: ${state}`])}`;
      });
    case 'listing':
      return renderListing(block.language, block.lines);
    case 'timeline':
      return createWhole(renderMermaid(block));
    default:
      return createWhole('');
  }
}

function renderTable(table: Table): Part {
  const { columns, rows } = arrangeTable(table, 'markdown');
  if (rows.length === 0) return createWhole('');
  const titles = formatTableRow(columns.map(({ title }) => escapeMarkdown(title)));
  const head = `${titles}\n${formatTableRow(columns.map(() => '---'))}\n`;
  return createLines(rows, ({ cells }) => formatTableRow(cells.map(renderCell)), head);
}

/** Renders a listing. Its fence is longer than any run of backticks inside of it. */
function renderListing(language: string, lines: readonly string[]): Part {
  if (lines.length === 0) return createWhole('');
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length + 1);
  const fence = '`'.repeat(runs.reduce((most, length) => Math.max(most, length), 3));
  return createLines(lines, escapeUnprintable, `${fence}${language}\n`, `${fence}\n`);
}
