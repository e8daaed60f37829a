/** Reads a spreadsheet in CSV: each row is a location. */

import type { CsvSource } from '../../domain/index.ts';
import { detectDelimiter, parseCsv, readCell } from '../../lib/csv/parse-csv.ts';
import { InventoryError, throwInventoryError } from '../inventory/failures.ts';
import {
  createItemFilter,
  createItemTest,
  listAttributes,
  type MappingOptions,
  mapFields,
  mute,
  omitExpired,
  readItemId,
} from '../inventory/map-item.ts';
import { readInventory } from '../inventory/read-inventory.ts';
import { readFiles } from './file.ts';
import type { ReadContext, ReadJob } from './reader.ts';

type Row = ReadonlyMap<string, string>;

/** Lists one job for the whole file. */
export function listCsvJobs(source: CsvSource, context: ReadContext): ReadJob[] {
  const { kind, path, allow_empty, map, where, muted, current } = source;
  const read = (row: unknown, column: string) => (row as Row).get(toColumnKey(column));
  const mapping: MappingOptions = { name: path, map, read };
  const readAll = async () => {
    const { isWanted } = await createItemFilter(where, read);
    const isMuted = await createItemTest(muted, read);
    const mapRow = (row: Row) => (isMuted(row) ? mute(mapFields(row, mapping)) : mapFields(row, mapping));
    const result = await readInventory<Row>(
      {
        kind,
        source: kind,
        name: path,
        allow_empty,
        fetchPage: async () => ({
          items: await context.acquire(() => readRows(source, context)),
          total: null,
          next: null,
        }),
        getId: (row) => readItemId(row, mapping),
        superseded: current.superseded,
        mapItem: (row) => (isWanted(row) ? omitExpired(mapRow(row), current, context.io.now()) : null),
      },
      context,
    );
    return [result];
  };
  return [{ sources: [kind], read: readAll }];
}

/** Normalizes the name of a column, for comparison without case and surrounding spaces. */
function toColumnKey(name: string): string {
  return name.trim().toLowerCase();
}

async function readRows(source: CsvSource, context: ReadContext): Promise<Row[]> {
  const { path } = source;
  const patterns = { patterns: [path], exclude: [], skip_empty: false };
  const [found] = await readFiles(context.entry.name, patterns, context);
  const [raw] = found?.locations ?? [];
  const failure = found?.failure ?? (raw !== undefined && 'failure' in raw ? raw.failure : null);
  if (failure !== null && failure !== undefined) throw new InventoryError(failure);
  return raw !== undefined && 'content' in raw ? parseRows(decodeText(raw.content), source) : [];
}

/** Decodes UTF-8, or UTF-16 with a byte order mark, as spreadsheets export it. */
function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}

function parseRows(text: string, { path, map, where }: CsvSource): Row[] {
  const rows: Row[] = [];
  let columns: string[] | null = null;
  for (const { cells, problem } of parseCsv(text, detectDelimiter(text))) {
    if (problem !== null) throwInventoryError('csv-malformed', path, formatLine(text, problem.at));
    const values = cells.map((cell) => readCell(text, cell));
    if (values.every((value) => value.trim() === '')) continue;
    if (columns === null) {
      columns = values.map(toColumnKey);
      checkColumns(columns, { path, map, where });
    } else {
      rows.push(new Map(columns.map((column, index) => [column, values[index] ?? ''])));
    }
  }
  if (columns === null) throwInventoryError('csv-column-missing', path, 'it is empty');
  return rows;
}

function formatLine(text: string, at: number): string {
  return String(text.slice(0, at).split('\n').length);
}

/**
 * Checks the columns. A field needs one of its columns, unless it has a default: a renamed column must not look like removed certificates.
 * A used column must not exist twice.
 */
function checkColumns(
  columns: readonly string[],
  { path, map, where }: Pick<CsvSource, 'path' | 'map' | 'where'>,
): void {
  const fields = [...Object.values(map.fields), ...Object.values(map.labels)];
  const isColumn = (name: string) => columns.includes(toColumnKey(name));
  const missing = fields.find((field) => field.default === null && !field.paths.some(isColumn));
  if (missing !== undefined)
    throwInventoryError('csv-column-missing', path, `there is no column "${missing.paths.join('" or "')}"`);
  const used = [...fields.flatMap(({ paths }) => paths), ...(where === null ? [] : listAttributes(where))];
  const repeated = used.find((name) => columns.filter((column) => column === toColumnKey(name)).length > 1);
  if (repeated !== undefined)
    throwInventoryError(
      'csv-column-missing',
      path,
      `there are several columns "${repeated}", so it is not clear which one is meant`,
    );
}
