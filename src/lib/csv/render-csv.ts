/** Renders records of comma-separated values (RFC 4180) that a spreadsheet can open safely. */

export type CsvCell = string | number | null;

/** Renders a record, terminated by CRLF. `null` is an empty cell. */
export function renderRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(renderCell).join(',')}\r\n`;
}

/** The characters that spreadsheets interpret as the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA_START = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;

/** Names of certificates are untrusted: the apostrophe makes a spreadsheet show the text instead of evaluating it. */
function renderCell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n\0]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll('\0', '\uFFFD')}"` : text;
}
