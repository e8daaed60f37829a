/**
 * The model of outputs for people, as plain data without markup, widths and colors, which only the renderer of each medium adds. A document
 * cannot contain markup, so the renderer escapes all of its text.
 */

import type { Status } from '../../domain/index.ts';

export type Medium = 'terminal' | 'markdown' | 'html' | 'csv';

/** The media that have a part of a document. `file`: all but the terminal, which is read at once and has the least room. */
export type Target = Medium | 'file';

/** The emphasis of a text: a color on a terminal, a symbol in Markdown, a class in HTML. */
export type Mark = Status | 'good' | 'bad' | 'caution' | 'note' | 'strong' | 'added' | 'removed' | 'changed';

/**
 * A piece of text. A string is a fixed text; a `code` is a name, quoted exactly as it is; a `message` is a sentence that quotes names;
 * `instructions` are a text of a person with `code` and web addresses. A `mark` without a text is a symbol only.
 */
export type Inline =
  | string
  | number
  | { code: string }
  | { message: string }
  | { instructions: string }
  | { mark: Mark; text?: string }
  | { link: string; text: string }
  | { isBreak: true };

/** A text; `null`: there is no value. */
export type Text = Inline | null | readonly Inline[];

export interface Column<Item> {
  title: string;
  cell: (item: Item) => Text;
  align?: 'right';
  /**
   * The way in which long cells may be shortened: at the end, or as a path, which keeps its file name. Dates and numbers are never
   * shortened.
   */
  shorten?: 'end' | 'path';
  /** Whether other columns are shortened first. */
  keep?: true;
  /** Whether the column is left out if there is no room for it. If there are several, the first is left out first. */
  dispensable?: true;
  /** Whether the column is left out if no row has a value. */
  optional?: true;
  /** The media that have the column. Default: all. */
  only?: Target;
  /** The words before the cell. On a terminal, each row of a table with such words is a sentence. Default: a space. */
  lead?: string;
  /** Whether the cell is below the sentence. */
  isDetail?: true;
}

/** A row has one cell for each column. */
export interface Row {
  cells: readonly Text[];
  /** The mark of the whole row, such as the total of a table. */
  mark?: Mark;
  /** Whether it is a part of a row above it. */
  isPart?: boolean;
  /** The paragraphs below the row, only on a terminal. */
  below?: readonly Paragraph[];
}

/** A table. On a terminal, it has columns, unless its rows are sentences. */
export interface Table {
  kind: 'table';
  columns: readonly Column<never>[];
  rows: Iterable<Row>;
  /** The row below all others, also if some of them are not shown. */
  total?: Row;
  /** Whether a terminal shows long rows whole, so that they can be copied. */
  isCopyable?: true;
  /** The number of rows that a terminal shows. Default: all. */
  limit?: number;
}

export interface List {
  kind: 'list';
  items: readonly Text[];
  limit?: number;
}

/** Names and values. Facts without a value are left out. */
export interface Facts {
  kind: 'facts';
  facts: readonly Fact[];
}

export type Fact = readonly [name: string, value: Text, mark?: Mark];

export interface Paragraph {
  kind: 'paragraph';
  text: Text;
  mark?: Mark;
  only?: Target;
}

/** A tree of dependencies, such as a chain of certificates. */
export interface Tree {
  kind: 'tree';
  name: string;
  nodes: readonly { depth: number; text: string; state: string; mark?: Mark | undefined }[];
}

/** Lines that are shown as they are. */
interface Listing {
  kind: 'listing';
  language: string;
  lines: readonly string[];
}

/** Periods in the order of time, only in Markdown, as a Mermaid chart. */
export interface Timeline {
  kind: 'timeline';
  /** The ISO day of the mark for the present, and its name. */
  now: { day: string; label: string };
  bars: readonly { status: Status; label: string; from: string; to: string }[];
}

/** Values of 0 to 100 by day, as a line, only in HTML. */
export interface Curve {
  kind: 'curve';
  name: string;
  points: readonly { day: string; value: number }[];
}

/** Fields to fill in by hand, only in HTML, which is printed. */
interface Form {
  kind: 'form';
  fields: readonly string[];
}

export type Block = Table | List | Facts | Paragraph | Tree | Listing | Timeline | Curve | Form;

/** Blocks below a title. A section whose tables and lists are all empty is left out. */
export interface Section {
  title?: Text;
  mark?: Mark;
  blocks: readonly Block[];
  only?: Target;
  /** Whether readers unfold it, where the medium can do this. */
  isFolded?: true;
  /** Shown instead of blocks that are all empty. */
  empty?: string;
}

export interface Document {
  title: Text;
  /** A line below the title. */
  subtitle?: Text;
  mark?: Mark;
  /** The most important sentences: first in a file, and last on a terminal, where readers see the end first. */
  lead: readonly Paragraph[];
  /** Other sentences about the whole. */
  summary: readonly Paragraph[];
  sections: readonly Section[];
  /** The origin of the document. */
  footer: readonly Paragraph[];
  /** The place of rows that are not shown. */
  rest?: Partial<Record<Medium, string>>;
}

// ---------------------------------------------------------------------------------------------- creating data

/** Creates a document with these parts, and without the others. */
export function createDocument(title: Text, parts: Partial<Omit<Document, 'title'>>): Document {
  return { title, lead: [], summary: [], sections: [], footer: [], ...parts };
}

/** Creates a table with a row for each item. Its cells are computed each time it is rendered. */
export function createTable<Item>(
  columns: readonly Column<Item>[],
  items: Iterable<Item>,
  more: Omit<Table, 'kind' | 'columns' | 'rows'> & { describeRow?: (item: Item) => Omit<Row, 'cells'> } = {},
): Table {
  const { describeRow, ...options } = more;
  const rows = {
    *[Symbol.iterator]() {
      for (const item of items) yield { cells: columns.map(({ cell }) => cell(item)), ...describeRow?.(item) };
    },
  };
  return { kind: 'table', columns, rows, ...options };
}

export function createList(items: readonly Text[], limit?: number): List {
  return { kind: 'list', items, ...(limit !== undefined && { limit }) };
}

export function createParagraph(text: Text, more: Pick<Paragraph, 'mark' | 'only'> = {}): Paragraph {
  return { kind: 'paragraph', text, ...more };
}

/** Quotes a name exactly as it is. */
export function quoteName(name: string | null): Text {
  return name === null ? null : { code: name };
}

/** Creates a sentence that quotes names. */
export function quoteMessage(message: string | null): Text {
  return message === null ? null : { message };
}

/** Lists the pieces of a text. */
export function listInlines(text: Text): readonly Inline[] {
  if (text === null) return [];
  return Array.isArray(text) ? text : [text as Inline];
}

/** Joins at most `max` texts with a separator, and the number of the others: `a, b and 3 more`. */
export function joinTexts(texts: readonly Text[], max = Number.POSITIVE_INFINITY, separator: Inline = ', '): Inline[] {
  const joined = texts
    .slice(0, max)
    .flatMap((text, index) => [...(index === 0 ? [] : [separator]), ...listInlines(text)]);
  return texts.length > max ? [...joined, ` and ${texts.length - max} more`] : joined;
}
