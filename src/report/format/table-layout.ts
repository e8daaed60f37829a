/** Lays out a table for a terminal of a given width. */

import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import type { Paint } from './colors.ts';
import type { Terminal } from './terminal.ts';
import { MAX_WORD_WIDTH, measureWidth, truncateToWidth, wrapText } from './terminal-text.ts';

export interface Column {
  title: string;
  align?: 'right';
  /** Whether its cells may be truncated on a narrow terminal. Dates and numbers may not. */
  truncatable?: boolean;
  /** How its cells are truncated. Default: they keep their beginning. */
  truncate?: (text: string, columns: number) => string;
  /** The width that it keeps as long as other columns can be narrowed. Default: 8. */
  minWidth?: number;
}

/** A text, with a color if it has one. */
export type Cell = string | PaintedCell;

interface PaintedCell {
  text: string;
  paint?: Paint | undefined;
}

const GAP = '  ';
/** A narrower cell would say nothing. */
const MIN_TRUNCATED_WIDTH = 8;

/**
 * The lines of a table below its titles. Every cell is safe to print and no wider than its column; no line is wider
 * than the terminal or ends in spaces. A row has one cell for each column.
 */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { columns: room, colors }: Terminal,
): string[] {
  const titles = columns.map(({ title }) => ({ text: title, paint: colors.heading }));
  const table = [titles, ...rows].map((row) => row.map(toSafeCell));
  const widths = shrinkColumns(columns, measureColumns(table, room), room);
  const lines = table.map((row) => formatLine(columns, row, widths, room));
  const omitted = columns.slice(countVisible(widths, room)).map(({ title }) => title);
  if (omitted.length === 0) return lines;
  return [...lines, ...wrapText(`Not shown, because the terminal is too narrow: ${omitted.join(', ')}.`, room, '')];
}

/** How many columns have room for at least a part of their cells. */
function countVisible(widths: readonly number[], room: number): number {
  let used = 0;
  for (const [index, width] of widths.entries()) {
    const start = index === 0 ? 0 : used + GAP.length;
    if (Math.min(width, room - start) < 1 && width > 0) return index;
    used = start + width;
  }
  return widths.length;
}

function toSafeCell(cell: Cell): PaintedCell {
  const { text, paint } = typeof cell === 'string' ? { text: cell } : cell;
  return { text: truncateToWidth(escapeUnprintable(text), MAX_WORD_WIDTH), paint };
}

function measureColumns(table: readonly (readonly PaintedCell[])[], room: number): number[] {
  const widths: number[] = [];
  for (const row of table) {
    for (const [index, { text }] of row.entries()) {
      widths[index] = Math.min(room, Math.max(widths[index] ?? 0, measureWidth(text)));
    }
  }
  return widths;
}

/** Narrows columns to what they keep, and then further, as far as the table needs. */
function shrinkColumns(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const kept = columns.map(({ minWidth = 0 }) => Math.max(minWidth, MIN_TRUNCATED_WIDTH));
  const least = columns.map(() => MIN_TRUNCATED_WIDTH);
  return shrinkWidths(columns, shrinkWidths(columns, natural, kept, room), least, room);
}

/** Narrows the widest truncatable column until the table fits, or until each has its minimum. */
function shrinkWidths(
  columns: readonly Column[],
  natural: readonly number[],
  minimum: readonly number[],
  room: number,
): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1)) - room;
  while (excess > 0) {
    const canShrink = (each: number, at: number) => columns[at]?.truncatable && each > (minimum[at] ?? 0);
    const candidates = widths.filter(canShrink);
    if (candidates.length === 0) break;
    const widest = Math.max(...candidates);
    const index = widths.findLastIndex((each, at) => canShrink(each, at) && each === widest);
    widths[index] = widest - 1;
    excess -= 1;
  }
  return widths;
}

function formatLine(
  columns: readonly Column[],
  row: readonly PaintedCell[],
  widths: readonly number[],
  room: number,
): string {
  let line = '';
  let used = 0;
  for (const [index, { text, paint }] of row.entries()) {
    const gap = index === 0 ? '' : GAP;
    const width = Math.min(widths[index] ?? 0, room - used - gap.length);
    if (width < 1) break;
    const shortened = (columns[index]?.truncate ?? truncateToWidth)(text, width);
    const padding = ' '.repeat(width - measureWidth(shortened));
    const shown = paint === undefined ? shortened : paint(shortened);
    line += gap + (columns[index]?.align === 'right' ? padding + shown : shown + padding);
    used += gap.length + width;
  }
  return line.trimEnd();
}
