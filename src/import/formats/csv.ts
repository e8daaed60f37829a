/** Reads a CSV file with a header: a column with the host or URL, and optionally its port, name, owner and labels. */

import { type CsvRow, detectDelimiter, parseCsv, readCell } from '../../lib/csv/parse-csv.ts';
import type { ImportFormat } from '../import-format.ts';
import { MalformedError } from '../located.ts';
import { parseServer } from '../servers.ts';
import { createLabels, type Imported, type ImportedFile, joinImported, NOTHING } from '../types.ts';

export const CSV: ImportFormat = {
  name: 'csv',
  title: 'a CSV file',
  recognizes: ({ path, text }) => /\.(?:csv|tsv)$/i.test(path) || findColumns(readHeader(text)).host !== null,
  read: (files) => joinImported(files.map(readTable)),
};

/** The names of the columns, in lower case and without spaces, hyphens and underscores. The first that a file has counts. */
const COLUMNS = {
  host: [
    'endpoint',
    'host',
    'hostname',
    'fqdn',
    'url',
    'server',
    'target',
    'site',
    'domain',
    'dnsname',
    'address',
    'commonname',
    'cn',
  ],
  port: ['port', 'tcpport'],
  name: ['name', 'displayname', 'title', 'service', 'application', 'app'],
  owner: ['owner', 'contact', 'responsible', 'owneremail', 'email', 'mail'],
} as const;

/** Columns that become labels. */
const LABELS: ReadonlySet<string> = new Set([
  ...['team', 'group', 'env', 'environment', 'stage', 'region', 'location', 'site', 'project', 'department', 'tier'],
  ...['service', 'application', 'app', 'customer', 'criticality', 'datacenter', 'product'],
]);

interface Columns extends Record<keyof typeof COLUMNS, number | null> {
  labels: { index: number; label: string }[];
  others: string[];
}

const normalize = (title: string) => title.toLowerCase().replace(/[\s_-]/g, '');

function findColumns(titles: readonly string[]): Columns {
  const keys = titles.map(normalize);
  const used = new Set<number>();
  const find = (names: readonly string[]) => {
    const index = names.map((name) => keys.indexOf(name)).find((one) => one !== -1 && !used.has(one));
    if (index !== undefined) used.add(index);
    return index ?? null;
  };
  const found = {
    host: find(COLUMNS.host),
    port: find(COLUMNS.port),
    name: find(COLUMNS.name),
    owner: find(COLUMNS.owner),
  };
  const labels = keys.flatMap((key, index) => {
    const own = /^labels\.(.+)$/i.exec(titles[index] ?? '')?.[1];
    if (used.has(index) || (own === undefined && !LABELS.has(key))) return [];
    used.add(index);
    return [{ index, label: own ?? key }];
  });
  return { ...found, labels, others: titles.filter((_, index) => !used.has(index)) };
}

function readHeader(text: string): string[] {
  const [header] = parseCsv(text, detectDelimiter(text));
  return header?.cells.map((cell) => readCell(text, cell).trim()) ?? [];
}

function readTable({ path, text: raw }: ImportedFile): Imported {
  const text = raw.replace(/^\uFEFF/, '');
  const [header, ...rows] = [...parseCsv(text, detectDelimiter(text))];
  const titles = header?.cells.map((cell) => readCell(text, cell).trim()) ?? [];
  const columns = findColumns(titles);
  if (columns.host === null)
    throw new MalformedError(`its header has no column with a host; name one ${COLUMNS.host.slice(0, 5).join(', ')}`);
  const lines = createLineCounter(text);
  const others = columns.others.filter((title) => title !== '');
  const leftOut = others.map((title) => ({
    what: `the column ${title}`,
    reason: 'its values have no counterpart; name it labels.NAME to import it as a label',
    origin: { file: path, line: 1 },
  }));
  return joinImported([...rows.map((row) => readRow(row, { path, text, columns, lines })), { ...NOTHING, leftOut }]);
}

/** Counts the lines up to an offset. Offsets must rise, so that all together take linear time. */
function createLineCounter(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return (offset) => {
    for (; at < offset; at += 1) if (text[at] === '\n') line += 1;
    return line;
  };
}

interface RowContext {
  path: string;
  text: string;
  columns: Columns;
  lines: (offset: number) => number;
}

function readRow({ cells, problem }: CsvRow, { path, text, columns, lines }: RowContext): Imported {
  const read = (index: number | null) => {
    const cell = index === null ? undefined : cells[index];
    return cell === undefined ? '' : readCell(text, cell).trim();
  };
  const origin = { file: path, line: lines(cells[0]?.start ?? 0) };
  const host = read(columns.host);
  if (problem !== null)
    return { ...NOTHING, leftOut: [{ what: host, reason: 'a quote of the row is not closed', origin }] };
  if (host === '') return NOTHING;
  const port = read(columns.port);
  const address = parseServer(/^\d+$/.test(port) && !/:\/\/|:\d+$/.test(host) ? `${host}:${port}` : host, {
    isTls: true,
  });
  if ('reason' in address) return { ...NOTHING, leftOut: [{ what: host, reason: address.reason, origin }] };
  const owner = read(columns.owner);
  const entry = {
    ...address,
    ...createLabels(columns.labels.map(({ index, label }) => [label, read(index)])),
    ...(owner !== '' && { owner }),
  };
  return { ...NOTHING, targets: [{ name: read(columns.name) || address.endpoint, entry, origin, receivers: [] }] };
}
