/** The fields of a row of a CSV list. */
import { readCell } from '../../lib/csv/parse-csv.ts';
import type { Field, Fields } from '../yaml/node.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { type ColumnTarget, createMap, readValue } from './columns.ts';

/** The rows of a list, as offsets in its text. */
export interface Table {
  file: SourceFile;
  columns: Columns;
  /** The start of each cell, row by row. Each row ends with the end of its last cell plus one. */
  offsets: readonly number[];
}

/** The columns that set each field of an entry: one, or one for each key of a map. Their number, with ignored columns. */
export interface Columns {
  byKey: ReadonlyMap<string, readonly NumberedColumn[]>;
  count: number;
}

export interface NumberedColumn extends ColumnTarget {
  index: number;
}

/** Creates fields when they are read: the nodes of 100,000 rows would take ten times the memory of the text. */
export class RowFields implements Fields {
  readonly #table: Table;
  /** The index of the row's first offset. */
  readonly #first: number;

  constructor(table: Table, first: number) {
    this.#table = table;
    this.#first = first;
  }

  get(key: string): Field | undefined {
    // Checks ask for many keys, and a list has few columns.
    const columns = this.#table.columns.byKey.get(key);
    if (columns === undefined) return undefined;
    const [only, second] = columns;
    if (only?.innerKey === null && second === undefined) return this.#readField(only);
    const cells = this.#readCells(columns);
    const [first] = cells;
    if (first === undefined) return undefined;
    const inner = new Map<string, Field>();
    for (const { innerKey, field } of cells) {
      if (innerKey === null) return field;
      inner.set(innerKey, field);
    }
    return { key: first.field.key, node: createMap(first.field.node, inner) };
  }

  /** The cells that set a field or its keys. */
  listCells(key: string): { innerKey: string | null; field: Field }[] {
    return this.#readCells(this.#table.columns.byKey.get(key) ?? []);
  }

  #readCells(columns: readonly NumberedColumn[]): { innerKey: string | null; field: Field }[] {
    return columns.flatMap((column) => {
      const field = this.#readField(column);
      return field === undefined ? [] : [{ innerKey: column.innerKey, field }];
    });
  }

  *[Symbol.iterator](): Iterator<[string, Field]> {
    for (const key of this.#table.columns.byKey.keys()) {
      const field = this.get(key);
      if (field !== undefined) yield [key, field];
    }
  }

  /** An empty cell does not set its field. */
  #readField({ index, column }: NumberedColumn): Field | undefined {
    const { file, offsets } = this.#table;
    const start = offsets[this.#first + index] as number;
    const end = (offsets[this.#first + index + 1] as number) - 1;
    const text = readCell(file.text, { start, end });
    if (text === '') return undefined;
    const style = file.text[start] === '"' ? 'quoted' : 'plain';
    const node = readValue({ kind: 'scalar', file, start, end, value: text, text, style }, column);
    return { key: node, node };
  }
}
