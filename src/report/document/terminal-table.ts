/** Lays out a table for a terminal of a given width. */

import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import {
  MAX_WORD_WIDTH,
  measureWidth,
  truncateLocationToWidth,
  truncateToWidth,
  wrapText,
} from '../format/terminal-text.ts';
import type { Paint } from './colors.ts';
import type { Column } from './model.ts';

export interface TerminalCell {
  text: string;
  paint: Paint;
}

type LaidOutColumn = Pick<Column<never>, 'title' | 'align' | 'shorten' | 'keep' | 'dispensable' | 'optional'>;

const GAP = '  ';
/** The minimum width of a readable cell. */
const MIN_WIDTH = 8;
/** The minimum width of a name, for which other columns are left out. */
const MIN_NAME_WIDTH = 12;
/** The width below which kept columns are not shortened in favor of others. */
const MAX_KEPT_WIDTH = 32;
/** The minimum width for all columns: on a narrower terminal, a table with optional columns leaves out its first dispensable one. */
const MIN_WIDTH_FOR_ALL = 100;

/** `COMMON NAME, ISSUER, and VALID TO` */
const AND = new Intl.ListFormat('en', { type: 'conjunction' });

/**
 * Lays out the line of the titles, a line for each row, and notes on omissions. Every cell is safe to print and no wider than its column;
 * no line is wider than `room` or ends in spaces. A row has one cell for each column.
 */
export function layOutTable(
  columns: readonly LaidOutColumn[],
  rows: readonly (readonly TerminalCell[])[],
  room: number,
  paintTitle: Paint,
): { head: string; lines: string[]; notes: string[] } {
  const titles = columns.map(({ title }) => ({ text: title.toUpperCase(), paint: paintTitle }));
  const all = [titles, ...rows].map((row) => row.map(toSafeCell));
  const kept = measureKept(columns, all);
  const hidden = findHidden(columns, kept, room);
  const isShown = (_: unknown, index: number) => !hidden.includes(index);
  const shown = columns.filter(isShown);
  const minimum = columns.map(({ keep }, index) => (keep ? (kept[index] ?? 0) : 0)).filter(isShown);
  const table = all.map((row) => row.filter(isShown));
  const widths = shrinkColumns(shown, measureColumns(table, room), minimum, room);
  const [head = '', ...lines] = table.map((row) => formatLine(shown, row, widths, room));
  const cut = shown.slice(countVisible(widths, room)).map(({ title }) => title.toUpperCase());
  const dropped = hidden.flatMap((index) => columns[index]?.title.toUpperCase() ?? []);
  const notes = [
    ...(cut.length === 0 ? [] : [`Not shown, because the terminal is too narrow: ${cut.join(', ')}.`]),
    ...(dropped.length === 0
      ? []
      : [`${AND.format(dropped)} ${dropped.length === 1 ? 'is' : 'are'} left out on a narrow terminal.`]),
  ];
  return { head, lines, notes: notes.flatMap((note) => wrapText(note, room, '')) };
}

function toSafeCell({ text, paint }: TerminalCell): TerminalCell {
  return { text: truncateToWidth(escapeUnprintable(text), MAX_WORD_WIDTH), paint };
}

function measureColumns(table: readonly (readonly TerminalCell[])[], room: number): number[] {
  const widths: number[] = [];
  for (const row of table) {
    for (const [index, { text }] of row.entries()) {
      widths[index] = Math.min(room, Math.max(widths[index] ?? 0, measureWidth(text)));
    }
  }
  return widths;
}

// ---------------------------------------------------------------------------------------------- visible columns

/** Measures the minimum width of each column, for which others are left out. A path needs only the width of its file name. */
function measureKept(columns: readonly LaidOutColumn[], table: readonly (readonly TerminalCell[])[]): number[] {
  if (!columns.some(({ keep, dispensable }) => keep || dispensable)) return [];
  return columns.map(({ shorten, keep }, index) => {
    const measure = (text: string) => measureWidth(shorten === 'path' ? shortenPath(text) : text);
    const width = table.reduce((most, row) => Math.max(most, measure(row[index]?.text ?? '')), 0);
    if (keep) return Math.min(width, MAX_KEPT_WIDTH);
    return shorten === undefined ? width : Math.min(width, MIN_NAME_WIDTH);
  });
}

function shortenPath(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file === path ? path : `…/${file}`;
}

/** Finds the dispensable columns that are left out, in this order. */
function findHidden(columns: readonly LaidOutColumn[], kept: readonly number[], room: number): number[] {
  const hidden: number[] = [];
  const isTight = () =>
    kept.reduce((sum, width, index) => sum + (hidden.includes(index) ? 0 : width + GAP.length), -GAP.length) > room;
  const hasOptional = columns.some(({ optional }) => optional);
  for (const [index, { dispensable }] of columns.entries()) {
    if (!dispensable) continue;
    const isFirst = hidden.length === 0 && hasOptional && room < MIN_WIDTH_FOR_ALL;
    if (isFirst || isTight()) hidden.push(index);
  }
  return hidden;
}

/** Counts the columns with room for at least a part of their cells. */
function countVisible(widths: readonly number[], room: number): number {
  let used = 0;
  for (const [index, width] of widths.entries()) {
    const start = index === 0 ? 0 : used + GAP.length;
    if (Math.min(width, room - start) < 1 && width > 0) return index;
    used = start + width;
  }
  return widths.length;
}

// ---------------------------------------------------------------------------------------------- widths

/** Narrows columns to the widths that they keep, and then further, as far as the table needs. */
function shrinkColumns(
  columns: readonly LaidOutColumn[],
  natural: readonly number[],
  minimum: readonly number[],
  room: number,
): number[] {
  const kept = minimum.map((width) => Math.max(width, MIN_WIDTH));
  const least = columns.map(() => MIN_WIDTH);
  return shrinkWidths(columns, shrinkWidths(columns, natural, kept, room), least, room);
}

/** Narrows the widest column that may be shortened until the table fits, or until each has its minimum. */
function shrinkWidths(
  columns: readonly LaidOutColumn[],
  natural: readonly number[],
  minimum: readonly number[],
  room: number,
): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1)) - room;
  while (excess > 0) {
    const canShrink = (each: number, at: number) => columns[at]?.shorten !== undefined && each > (minimum[at] ?? 0);
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
  columns: readonly LaidOutColumn[],
  row: readonly TerminalCell[],
  widths: readonly number[],
  room: number,
): string {
  let line = '';
  let used = 0;
  for (const [index, { text, paint }] of row.entries()) {
    const { shorten, align } = columns[index] ?? {};
    const gap = index === 0 ? '' : GAP;
    const width = Math.min(widths[index] ?? 0, room - used - gap.length);
    if (width < 1) break;
    const shortened = (shorten === 'path' ? truncateLocationToWidth : truncateToWidth)(text, width);
    const body = shortened.trimEnd();
    const padding = ' '.repeat(width - measureWidth(body));
    const shown = body === '' ? '' : paint(body);
    line += gap + (align === 'right' ? padding + shown : shown + padding);
    used += gap.length + width;
  }
  return line.trimEnd();
}
