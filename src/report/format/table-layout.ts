import type { Paint } from './colors.ts';
import { escapeUnprintable, MAX_WORD_WIDTH, measureWidth, truncateToWidth } from './terminal-text.ts';

export interface Column {
  title: string;
  align?: 'right';
  /** Whether its cells may be cut where the terminal is too narrow; dates and numbers may not. */
  cut?: boolean;
}

export interface Cell {
  text: string;
  paint?: Paint;
}

const GAP = '  ';
/** Below this a cut cell says nothing any more. */
const MIN_TRUNCATED_WIDTH = 8;

/**
 * Lines of a table with its titles above: every cell is made safe, none is wider than its column, and no line is
 * wider than `columns` (which may be Infinity) or ends in spaces. A row has one cell for each column.
 */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  room: number,
  heading: Paint,
): string[] {
  const titles = columns.map(({ title }) => ({ text: title, paint: heading }));
  const table = [titles, ...rows].map((row) =>
    row.map(({ text, paint }) => ({ text: truncateToWidth(escapeUnprintable(text), MAX_WORD_WIDTH), paint })),
  );
  const widths = shrinkColumns(columns, measureColumns(table, room), room);
  return table.map((row) => formatLine(columns, row, widths, room));
}

function measureColumns(table: readonly (readonly Cell[])[], room: number): number[] {
  const widths: number[] = [];
  for (const row of table) {
    for (const [index, { text }] of row.entries()) {
      widths[index] = Math.min(room, Math.max(widths[index] ?? 0, measureWidth(text)));
    }
  }
  return widths;
}

/** Takes from the widest column that may be cut until all fit, or none can give any more. */
function shrinkColumns(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1)) - room;
  while (excess > 0) {
    const givers = widths.filter((each, index) => columns[index]?.cut && each > MIN_TRUNCATED_WIDTH);
    if (givers.length === 0) break;
    const widest = Math.max(...givers);
    const index = widths.findLastIndex((each, at) => columns[at]?.cut && each === widest);
    widths[index] = widest - 1;
    excess -= 1;
  }
  return widths;
}

function formatLine(columns: readonly Column[], row: readonly Cell[], widths: readonly number[], room: number): string {
  let text = '';
  let used = 0;
  for (const [index, { text: content, paint }] of row.entries()) {
    const gap = index === 0 ? '' : GAP;
    const own = Math.min(widths[index] ?? 0, room - used - gap.length);
    if (own < 1) break;
    const cut = truncateToWidth(content, own);
    const space = ' '.repeat(own - measureWidth(cut));
    const shown = paint === undefined ? cut : paint(cut);
    text += gap + (columns[index]?.align === 'right' ? space + shown : shown + space);
    used += gap.length + own;
  }
  return text.trimEnd();
}
