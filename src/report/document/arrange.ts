/** Selects the columns, rows and sections of a document for a medium, for all renderers. */

import { formatCount, formatNumber } from '../format/labels.ts';
import {
  type Block,
  type Column,
  type Inline,
  listInlines,
  type Mark,
  type Medium,
  type Row,
  type Section,
  type Table,
  type Target,
  type Text,
} from './model.ts';

/** Selects the items that are for a medium. */
export function selectFor<T extends { only?: Target }>(items: readonly T[], medium: Medium): T[] {
  return items.filter(({ only }) => isFor(only, medium));
}

function isFor(only: Target | undefined, medium: Medium): boolean {
  return only === undefined || only === medium || (only === 'file' && medium !== 'terminal');
}

/** Selects the columns that a medium shows, and the rows with their cells for these; at most `limit` rows, and the total. */
export function arrangeTable(
  { columns, rows: all, total }: Table,
  medium: Medium,
  limit?: number,
): { columns: Column<never>[]; rows: Row[]; omitted: number } {
  const listed = [...all];
  const isShown = ({ only, optional }: Column<never>, index: number) =>
    isFor(only, medium) && !(optional === true && listed.every(({ cells }) => isBlank(cells[index] ?? null)));
  const shown = columns.map(isShown);
  const rows = [...listed.slice(0, limit), ...(total === undefined ? [] : [total])];
  return {
    columns: columns.filter((_, index) => shown[index]),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => shown[index]) })),
    omitted: Math.max(0, listed.length - (limit ?? listed.length)),
  };
}

/** Lists the sections of a medium that are not empty. */
export function listSections(sections: readonly Section[], medium: Medium): Section[] {
  return selectFor(sections, medium).filter(
    (section) =>
      section.empty !== undefined ||
      !isEmpty(section) ||
      (section.blocks.length > 0 && section.blocks.every(isParagraph)),
  );
}

/** Whether a section has no content besides its paragraphs. */
export function isEmpty({ blocks }: Section): boolean {
  return blocks.every((block) => isParagraph(block) || isEmptyBlock(block));
}

function isParagraph({ kind }: Block): boolean {
  return kind === 'paragraph';
}

function isEmptyBlock(block: Block): boolean {
  if (block.kind === 'table') return block.rows[Symbol.iterator]().next().done === true;
  if (block.kind === 'list') return block.items.length === 0;
  if (block.kind === 'facts') return block.facts.every(([, value]) => isBlank(value));
  if (block.kind === 'tree') return block.nodes.length === 0;
  if (block.kind === 'listing') return block.lines.length === 0;
  return false;
}

export function isBlank(text: Text): boolean {
  return (formatPlain(text) ?? '').trim() === '';
}

/** Formats the plain text; null if there is no value. It is not escaped. */
export function formatPlain(text: Text): string | null {
  if (text === null || typeof text === 'string') return text;
  return Array.isArray(text) ? text.map(formatInline).join('') : formatInline(text as Inline);
}

function formatInline(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if (typeof inline === 'number') return formatNumber(inline);
  if ('code' in inline) return inline.code;
  if ('message' in inline) return inline.message;
  if ('instructions' in inline) return inline.instructions;
  if ('isBreak' in inline) return '; ';
  return inline.text ?? '';
}

/** Finds the first mark in a text. */
export function findMark(text: Text): Mark | undefined {
  const marked = listInlines(text).find((inline) => typeof inline === 'object' && 'mark' in inline);
  return typeof marked === 'object' && 'mark' in marked ? marked.mark : undefined;
}

/** Formats `and 1,204 more (--format json shows all)`. `where`: the place that has them. */
export function formatOmitted(omitted: number, where: string | undefined): string {
  return `and ${formatCount(omitted, 'more', 'more')}${where === undefined ? '' : ` (${where})`}`;
}
