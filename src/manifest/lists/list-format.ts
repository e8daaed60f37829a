/** Finds the format of an entry list. */

export type ListFormat = 'csv' | 'json-lines';

const FORMATS: Readonly<Record<string, ListFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'json-lines',
  ndjson: 'json-lines',
};

/** The format by the extension of the file's name; null for a file that is not an entry list. */
export function findListFormat(name: string): ListFormat | null {
  const [, extension = ''] = /\.(csv|tsv|jsonl|ndjson)$/i.exec(name) ?? [];
  return FORMATS[extension.toLowerCase()] ?? null;
}

export function isEntryList(name: string): boolean {
  return findListFormat(name) !== null;
}
