/** Renders certificates of the page as CSV. A column that is added to `COLUMNS` is in the file. */

import { type CsvCell, renderRecord } from '../../lib/csv/render-csv.ts';
import type { Store } from './store.ts';

type GetCell = (store: Store, index: number) => CsvCell;

/** The columns, with the same names and order as in the report `csv`. */
const COLUMNS: Readonly<Record<string, GetCell>> = {
  certificate: (store, index) => store.getEntry(index),
  display_name: (store, index) => store.getName(index),
  status: (store, index) => store.getVerdict(index) || store.getStatus(index),
  reasons: (store, index) => store.getReasons(index).join('; '),
  effective_valid_to: (store, index) => formatTime(store.data.columns.until[index]),
  valid_from: (store, index) => formatTime(store.data.columns.from[index]),
  valid_to: (store, index) => formatTime(store.data.columns.to[index]),
  names: (store, index) => store.getNames(index).join(' '),
  issuer: (store, index) => store.getIssuer(index),
  locations: (store, index) => (store.data.columns.locations[index] ?? []).join('; '),
  owner: (store, index) => store.getOwner(index),
  labels: (store, index) =>
    store
      .getLabels(index)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  policy_score: (store, index) => store.data.columns.score[index] ?? null,
  findings: (store, index) => (store.data.tables.codes[store.data.columns.codes[index] ?? -1] ?? []).join(' '),
  renewal_expected_at: (store, index) => formatTime(store.data.columns.renewal[index]),
  renewal_instructions: (store, index) => store.getInstructions(index),
  key_exchange: ({ data }, index) => data.tables.exchanges[data.columns.exchanges[index] ?? -1] ?? null,
  post_quantum: ({ data }, index) => (data.tables.quantum[data.columns.quantum[index] ?? -1] ?? []).join('; '),
};

/** Renders CSV that begins with a record of column names. */
export function renderCsv(store: Store, indexes: readonly number[]): string {
  const cells = Object.values(COLUMNS);
  const rows = indexes.map((index) => renderRecord(cells.map((getCell) => getCell(store, index))));
  return renderRecord(Object.keys(COLUMNS)) + rows.join('');
}

/** Formats a time such as `2027-03-01T12:00:00Z`. */
function formatTime(seconds: number | null | undefined): string | null {
  return seconds == null ? null : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
