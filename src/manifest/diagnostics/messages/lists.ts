/** Messages about entry lists in CSV and JSON Lines. */

import type { CsvProblem } from '../../../lib/csv/parse-csv.ts';
import { createError, createWarning, type MessageTable, quote } from './message.ts';

const CSV = {
  'open-quote': ['The quote that starts here is never closed.', 'Close it. Write a quote inside quotes twice ("").'],
  'text-after-quote': [
    'Unexpected text after the closing quote.',
    'Quote the whole cell. Write a quote inside quotes twice ("").',
  ],
} satisfies Record<CsvProblem, [message: string, hint: string]>;

const JSON_LINES = {
  'not-json': [
    'The line is not valid JSON.',
    'Write one object on each line, with keys and strings in double quotes, and without comments and trailing commas.',
  ],
  'not-an-object': ['The line is not a JSON object.', 'Write {"name": "shop", "endpoint": "shop.example.com"}.'],
  'too-deep': ['Lists or objects are nested too deeply.', 'An entry has at most three levels.'],
  'large-number': [
    'A number on this line is too large, and its last digits would be lost.',
    'Write it in double quotes.',
  ],
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
    createError(
      `The entry lists under "include" exceed the limit of ${limit} in total.`,
      'Use several manifests, each with a scan and an event log of its own.',
    ),
  'list-empty': () =>
    createWarning('The list has no entries.', 'Check what creates the file, or remove it from "include".'),
  'header-missing': (why: keyof typeof HEADERS) => createError(...HEADERS[why]),
  'missing-column': (column: string) =>
    createError(`Required column ${quote(column)} is missing.`, `Add a column ${quote(column)}.`),
  'duplicate-column': (column: string, first: number) =>
    createError(`Duplicate column ${quote(column)} (first defined as column ${first}).`, 'Keep one of the two.'),
  'unknown-column': (column: string, near: string | undefined) =>
    createError(
      `Unknown column ${quote(column)}.`,
      near === undefined
        ? 'Put x- in front of its name to ignore the column. docs/guides/entry-lists.md lists the columns.'
        : `Did you mean ${quote(near)}?`,
    ),
  'row-length': (cells: number, columns: number) =>
    createError(
      `The row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, but the header has ${columns} ${columns === 1 ? 'column' : 'columns'}.`,
      cells > columns ? 'Quote a cell that contains the delimiter.' : 'Leave cells empty, but keep their delimiters.',
    ),
  'csv-syntax': (problem: CsvProblem) => createError(...CSV[problem]),
  'json-syntax': (problem: JsonProblem) => createError(...JSON_LINES[problem]),
} satisfies MessageTable;
