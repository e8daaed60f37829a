/** Renders a document as GitHub's Markdown that stays within a size limit, however much there is to report. */

import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { arrangeTable, formatOmitted, isBlank, isEmpty, listSections, selectFor } from './arrange.ts';
import { escapePlain, renderCell, renderSummary, renderText, SYMBOLS } from './markdown-text.ts';
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

/** GitHub accepts 1 MiB per step; this leaves room for the rest of the step's summary. */
const DEFAULT_MAX_BYTES = 1_000_000;

interface Options {
  /** Bytes of UTF-8. */
  limit?: number | undefined;
}

/** Markdown that ends in a newline, and takes at most `limit` bytes, unless its sentences alone are larger. */
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
  lines: string[];
  after: string;
}

/** As many lines as fit, and how many were omitted; an empty text if not even that fits. */
function renderSection(section: Section, room: number, rest: string | undefined): string {
  const { before, after } = renderFrame(section);
  const parts =
    isEmpty(section) && section.empty !== undefined
      ? [{ before: `${escapePlain(section.empty)}\n`, lines: [], after: '' }]
      : section.blocks.map(renderBlock).filter((part) => part.before + part.lines.join('') !== '');
  const note = (omitted: number) => `\n${formatOmitted(omitted, rest)}\n`;
  const fixed = parts.map((part) => part.before + part.after + (part.lines.length > 0 ? note(part.lines.length) : ''));
  const gaps = Math.max(0, parts.length - 1);
  let free = room - countBytes(before + fixed.join('') + after) - gaps;
  if (free < 0) return '';
  const shown = parts.map((part) => {
    const fitting = part.lines.findIndex((line) => {
      free -= countBytes(line) + 1;
      return free < 0;
    });
    const omitted = fitting < 0 ? 0 : part.lines.length - fitting;
    const lines = part.lines.slice(0, part.lines.length - omitted).map((line) => `${line}\n`);
    return part.before + lines.join('') + (omitted > 0 ? note(omitted) : '') + part.after;
  });
  return before + shown.join('\n') + after;
}

function renderFrame({ title, mark, isFolded }: Section): { before: string; after: string } {
  if (title === undefined) return { before: '\n', after: '' };
  if (isFolded) return { before: `\n<details><summary>${renderSummary(title)}</summary>\n\n`, after: '\n</details>\n' };
  return { before: `\n### ${renderMark(mark)}${renderText(title)}\n\n`, after: '' };
}

function renderBlock(block: Block): Part {
  const whole = (text: string) => ({ before: text === '' ? '' : `${text}\n`, lines: [], after: '' });
  switch (block.kind) {
    case 'paragraph':
      return whole(joinParagraphs([block]));
    case 'table':
      return renderTable(block);
    case 'list':
      return { before: '', lines: block.items.map((item) => `- ${renderText(item)}`), after: '' };
    case 'facts': {
      const shown = block.facts.filter(([, value]) => !isBlank(value));
      return {
        before: '',
        lines: shown.map(([name, value]) => `- ${escapePlain(name)}: ${renderText(value)}`),
        after: '',
      };
    }
    case 'tree':
      return {
        before: '',
        lines: block.nodes.map(({ depth, text, state }) => {
          return `${'  '.repeat(depth)}- ${renderText([{ code: text }, `: ${state}`])}`;
        }),
        after: '',
      };
    case 'listing':
      return renderListing(block.language, block.lines);
    case 'timeline':
      return whole(renderMermaid(block));
    default:
      return whole('');
  }
}

function renderTable(table: Table): Part {
  const { columns, rows } = arrangeTable(table, 'markdown');
  if (rows.length === 0) return { before: '', lines: [], after: '' };
  const formatRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = columns.map(({ title }) => escapePlain(title));
  return {
    before: `${formatRow(titles)}\n${formatRow(columns.map(() => '---'))}\n`,
    lines: rows.map(({ cells }) => formatRow(cells.map(renderCell))),
    after: '',
  };
}

/** A fence is longer than any run of backticks inside of it. */
function renderListing(language: string, lines: readonly string[]): Part {
  if (lines.length === 0) return { before: '', lines: [], after: '' };
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length + 1);
  const fence = '`'.repeat(runs.reduce((most, length) => Math.max(most, length), 3));
  return { before: `${fence}${language}\n`, lines: lines.map(escapeUnprintable), after: `${fence}\n` };
}
