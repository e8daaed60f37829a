/** Parses CSV text (RFC 4180) row by row, with the position of each cell. */

export interface CsvCell {
  /** The offsets in the text, with an exclusive `end`. They include the quotes. */
  start: number;
  end: number;
}

/** `open-quote`: a quote is never closed. `text-after-quote`: a closing quote is followed by text. */
export type CsvProblem = 'open-quote' | 'text-after-quote';

export interface CsvRow {
  cells: CsvCell[];
  /** The first syntax error of the row, at an offset in the text. */
  problem: { kind: CsvProblem; at: number } | null;
}

/** The delimiters that spreadsheets export. */
const DELIMITERS = [',', ';', '\t'] as const;

/** Detects the delimiter of a text: the one that is most frequent in its first row, outside quotes. */
export function detectDelimiter(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = text.slice(0, end === -1 ? text.length : end).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Parses the rows of a text, one at a time; blank lines are skipped. Lines end with LF or CRLF. A quote within a cell that does not start
 * with one is an ordinary character.
 */
export function* parseCsv(text: string, delimiter: string): Generator<CsvRow> {
  for (let at = 0; at < text.length; ) {
    const row: CsvRow = { cells: [], problem: null };
    at = readRow(text, at, delimiter, row);
    const [first] = row.cells;
    if (row.cells.length > 1 || first === undefined || first.end > first.start) yield row;
  }
}

/** Reads the text of a cell, without quotes. */
export function readCell(text: string, { start, end }: CsvCell): string {
  if (text[start] !== '"') return text.slice(start, end);
  const content = text.slice(start + 1, end - 1);
  return content.includes('"') ? content.replaceAll('""', '"') : content;
}

/** Returns the offset of the next row. */
function readRow(text: string, start: number, delimiter: string, row: CsvRow): number {
  for (let at = start; ; at += 1) {
    at = text[at] === '"' ? readQuoted(text, at, delimiter, row) : readPlain(text, at, delimiter, row);
    if (text[at] !== delimiter) return at + 1;
  }
}

/** Returns the offset of the delimiter or line feed after the cell. */
function readPlain(text: string, start: number, delimiter: string, { cells }: CsvRow): number {
  const next = findCellEnd(text, start, delimiter);
  const end = text[next] === '\n' && next > start && text[next - 1] === '\r' ? next - 1 : next;
  cells.push({ start, end });
  return next;
}

function readQuoted(text: string, start: number, delimiter: string, row: CsvRow): number {
  const close = findClosingQuote(text, start);
  if (close === -1) row.problem ??= { kind: 'open-quote', at: start };
  const end = close === -1 ? text.length : close + 1;
  row.cells.push({ start, end });
  const next = findCellEnd(text, end, delimiter);
  const rest = text.slice(end, next);
  if (rest !== '' && rest !== '\r') row.problem ??= { kind: 'text-after-quote', at: end };
  return next;
}

/** Finds the closing quote; quotes inside are doubled. Returns -1 if it is missing. */
function findClosingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function findCellEnd(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
  return at;
}
