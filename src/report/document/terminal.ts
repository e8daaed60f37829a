/** Renders a document for a terminal: its sections, then the sentences about the whole, the most important ones last. */

import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { measureWidth, truncateToWidth, wrapText } from '../format/terminal-text.ts';
import {
  arrangeTable,
  findMark,
  formatOmitted,
  formatPlain,
  isBlank,
  isEmpty,
  listSections,
  selectFor,
} from './arrange.ts';
import { createPalette, type Palette } from './colors.ts';
import {
  type Block,
  type Column,
  createParagraph,
  type Document,
  type Fact,
  type List,
  listInlines,
  type Paragraph,
  type Row,
  type Section,
  type Table,
  type Text,
  type Tree,
} from './model.ts';
import { layOutTable } from './terminal-table.ts';

export interface TerminalOptions {
  color: boolean;
  /** The width of the terminal. With Infinity, only texts that are too long for a person to read are truncated. */
  columns: number;
}

interface Terminal {
  columns: number;
  getPaint: Palette;
  rest: string | undefined;
}

const INDENT = '  ';
const DETAIL_INDENT = '      ';

/**
 * Renders lines that end in a newline. No line ends in a space, has a control character other than those of the palette, or is wider than
 * `columns`, except text to copy.
 */
export function renderTerminal(document: Document, { color, columns }: TerminalOptions): string {
  const terminal = { columns, getPaint: createPalette(color), rest: document.rest?.terminal };
  const closing = selectFor([...document.summary, ...document.footer, ...document.lead], 'terminal');
  const parts = [
    ...listSections(document.sections, 'terminal').map((section) => renderSection(section, terminal)),
    closing.flatMap((one) => renderParagraph(one, '', terminal)),
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return shown.length === 0 ? '' : `${shown.join('\n\n')}\n`;
}

function renderSection(section: Section, terminal: Terminal): string[] {
  const { title, mark = 'strong', empty } = section;
  const { columns, getPaint } = terminal;
  const blocks = isEmpty(section) && empty !== undefined ? [createParagraph(empty)] : section.blocks;
  const lines = blocks.flatMap((block) => renderBlock(block, title === undefined ? '' : INDENT, terminal));
  if (title === undefined || lines.length === 0) return lines;
  return [getPaint(mark)(truncateToWidth(escapeUnprintable(formatTitle(title)), columns).trimEnd()), ...lines];
}

/** Formats a title in capitals, except the names in it. */
function formatTitle(title: Text): string {
  return listInlines(title)
    .map((inline) => (typeof inline === 'string' ? inline.toUpperCase() : formatPlain(inline)))
    .join('');
}

function renderBlock(block: Block, indent: string, terminal: Terminal): string[] {
  switch (block.kind) {
    case 'paragraph':
      return selectFor([block], 'terminal').flatMap((one) => renderParagraph(one, indent, terminal));
    case 'table':
      return isOfSentences(block) ? renderSentences(block, terminal) : renderTable(block, indent, terminal);
    case 'list':
      return renderList(block, terminal);
    case 'facts':
      return renderFacts(block.facts, terminal);
    case 'tree':
      return renderTree(block, terminal);
    case 'listing':
      return block.lines.map((line) => `${INDENT}| ${escapeUnprintable(line)}`.trimEnd());
    default:
      return [];
  }
}

function renderParagraph({ text, mark }: Paragraph, indent: string, { columns, getPaint }: Terminal): string[] {
  return wrapText(formatPlain(text) ?? '', columns, indent).map(getPaint(mark));
}

// ---------------------------------------------------------------------------------------------- tables

function renderTable(table: Table, indent: string, terminal: Terminal): string[] {
  const { columns: room, getPaint } = terminal;
  const { columns, rows, omitted } = arrangeTable(table, 'terminal', table.limit);
  if (rows.length === 0) return [];
  const cells = rows.map(({ cells, mark }) =>
    cells.map((text, index) => ({
      text: formatPlain(text) ?? (columns[index]?.optional ? '' : '-'),
      paint: getPaint(mark ?? findMark(text)),
    })),
  );
  const { head, lines, notes } = layOutTable(columns, cells, room, getPaint('strong'));
  const all = lines.flatMap((line, index) => [line, ...renderBelow(rows[index], terminal)]);
  return [head, ...all, ...notes, ...noteOmitted(omitted, indent, terminal)];
}

function renderBelow(row: Row | undefined, terminal: Terminal): string[] {
  return (row?.below ?? []).flatMap((one) => renderParagraph(one, INDENT + INDENT, terminal));
}

function isOfSentences({ columns }: Table): boolean {
  return columns.some(({ lead, isDetail }) => lead !== undefined || isDetail);
}

function renderSentences(table: Table, terminal: Terminal): string[] {
  const { columns, rows, omitted } = arrangeTable(table, 'terminal', table.limit);
  const wrap = (text: string, indent: string) =>
    table.isCopyable ? [indent + escapeUnprintable(text)] : wrapText(text, terminal.columns, indent);
  const lines = rows.flatMap(({ cells }) => [
    ...wrap(formatSentence(columns, cells), INDENT),
    ...cells.flatMap((text, index) =>
      columns[index]?.isDetail && !isBlank(text) ? wrap(formatPlain(text) ?? '', DETAIL_INDENT) : [],
    ),
  ]);
  return [...lines, ...noteOmitted(omitted, INDENT, terminal)];
}

function formatSentence(columns: readonly Column<never>[], cells: readonly Text[]): string {
  const parts = cells.flatMap((text, index) => {
    const { isDetail, lead = ' ' } = columns[index] ?? {};
    return isDetail || isBlank(text) ? [] : [index === 0 ? '' : lead, formatPlain(text)];
  });
  return parts.join('');
}

/** Notes the number of rows that are not shown; empty if all are. */
function noteOmitted(omitted: number, indent: string, { columns, rest }: Terminal): string[] {
  return omitted <= 0 ? [] : wrapText(formatOmitted(omitted, rest), columns, indent);
}

// ---------------------------------------------------------------------------------------------- lists, facts, trees

function renderList({ items, limit }: List, terminal: Terminal): string[] {
  const shown = items.slice(0, limit);
  const lines = shown.flatMap((item) => {
    const paint = terminal.getPaint(findMark(item));
    return wrapText(formatPlain(item) ?? '', terminal.columns, INDENT).map(paint);
  });
  return [...lines, ...noteOmitted(items.length - shown.length, INDENT, terminal)];
}

/** The minimum width of names, so that facts of several blocks are aligned. */
const MIN_NAME_WIDTH = 10;

function renderFacts(facts: readonly Fact[], { columns, getPaint }: Terminal): string[] {
  const shown = facts
    .filter(([, value]) => !isBlank(value))
    .map(([name, ...rest]): Fact => [escapeUnprintable(name), ...rest]);
  const width = shown.reduce((most, [name]) => Math.max(most, measureWidth(name)), MIN_NAME_WIDTH);
  const indent = ' '.repeat(INDENT.length + width + INDENT.length);
  return shown.flatMap(([name, value, mark]) => {
    const [first = '', ...more] = wrapText(formatPlain(value) ?? '', columns, indent);
    const label = `${INDENT}${name}${' '.repeat(width - measureWidth(name))}${INDENT}`;
    return [truncateToWidth(label + first.slice(indent.length), columns).trimEnd(), ...more].map(getPaint(mark));
  });
}

function renderTree({ name, nodes }: Tree, { columns, getPaint }: Terminal): string[] {
  return nodes.map(({ depth, text, state, mark }, index) => {
    const label = `${INDENT}${(index === 0 ? name : '').padEnd(MIN_NAME_WIDTH)}${INDENT}`;
    const branch = depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `;
    const end = truncateToWidth(escapeUnprintable(state), columns - INDENT.length);
    const room = columns - measureWidth(end) - INDENT.length;
    const node = truncateToWidth(label + branch + escapeUnprintable(text), room);
    return end.trim() === '' ? node.trimEnd() : `${node}${INDENT}${getPaint(mark)(end.trimEnd())}`;
  });
}
