/** Messages about entry lists in CSV and JSON Lines. */

import type { CsvProblem } from '../../../lib/csv/parse-csv.ts';
import { error, type MessageTable, quote, warning } from './message.ts';

const CSV = {
  'open-quote': ['The quote that starts here is never closed.', 'Close it. Write a quote inside quotes twice ("").'],
  'text-after-quote': [
    'Unexpected text after the closing quote.',
    'Quote the whole cell. Write a quote inside quotes twice ("").',
  ],
} satisfies Record<CsvProblem, [message: string, hint: string]>;

const JSON_LINES = {
  'after-value': ['Unexpected text after the JSON object.', 'Write one object a line.'],
  'bad-string': [
    'Invalid string: it contains a control character or an unknown escape sequence.',
    'Valid escape sequences are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.',
  ],
  'not-an-object': ['The line is not a JSON object.', 'Write {"name": "shop", "endpoint": "shop.example.com"}.'],
  'open-quote': ['The quote that starts here is not closed on this line.', 'Close it. Write a line break as \\n.'],
  'too-deep': ['Lists or objects are nested too deeply.', 'An entry has at most three levels.'],
  truncated: ['The JSON object is not complete.', 'Write the whole object on one line, and close every [ and {.'],
  unexpected: ['Unexpected character in JSON.', 'Check the commas, colons and quotes. JSON has no comments.'],
  'unquoted-key': ['A JSON key must be in double quotes.', 'Check for a missing quote or a trailing comma.'],
} satisfies Record<string, [message: string, hint: string]>;

const HEADERS = {
  'no-columns': [
    'The first row has no known column name.',
    'Start the list with a header such as name,endpoint,labels.team.',
  ],
  'upper-case': ['The names of columns must be in lower case.', 'Start the list with a header such as name,endpoint.'],
  'no-rows': [
    'The file is blank.',
    'Check what creates it, or remove it from "include". A list without entries has a header.',
  ],
} satisfies Record<string, [message: string, hint: string]>;

export type JsonProblem = keyof typeof JSON_LINES;

export const LIST_MESSAGES = {
  'list-too-large': (limit: string) =>
    error(
      `The entry lists under "include" exceed the limit of ${limit} in total.`,
      'Use several manifests, each with a scan and an event log of its own.',
    ),
  'list-empty': () => warning('The list has no entries.', 'Check what creates the file, or remove it from "include".'),
  'header-missing': (why: keyof typeof HEADERS) => error(...HEADERS[why]),
  'missing-column': (column: string) =>
    error(`Required column ${quote(column)} is missing.`, `Add a column ${quote(column)}.`),
  'duplicate-column': (column: string, first: number) =>
    error(`Duplicate column ${quote(column)} (first defined as column ${first}).`, 'Keep one of the two.'),
  'unknown-column': (column: string, near: string | undefined) =>
    error(
      `Unknown column ${quote(column)}.`,
      near === undefined
        ? 'Put x- in front of its name to ignore the column. docs/guides/entry-lists.md lists the columns.'
        : `Did you mean ${quote(near)}?`,
    ),
  'row-length': (cells: number, columns: number) =>
    error(
      `The row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, but the header has ${columns} ${columns === 1 ? 'column' : 'columns'}.`,
      cells > columns ? 'Quote a cell that contains the delimiter.' : 'Leave cells empty, but keep their delimiters.',
    ),
  'csv-syntax': (problem: CsvProblem) => error(...CSV[problem]),
  'json-syntax': (problem: JsonProblem) => error(...JSON_LINES[problem]),
} satisfies MessageTable;
