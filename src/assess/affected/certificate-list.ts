/**
 * Parses the lists of certificates in incident reports: serial numbers and SHA-256 fingerprints as text or CSV, in the spellings of CAs, OpenSSL,
 * Windows and crt.sh.
 */

import type { ListLine } from '../../generated/affected.ts';
import { detectDelimiter, parseCsv, readCell } from '../../lib/csv/parse-csv.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { type ListedValue, normalizeSerial, parseListedValue } from './listed-value.ts';

/** A certificate that the text contains as PEM. */
export interface DecodedCertificate {
  line: number;
  /** In lower-case hex. */
  fingerprint: string;
  /** In hex; null: malformed. */
  serial: string | null;
}

interface ListedSerial {
  line: number;
  /** Whether its digits were read as a decimal number. */
  isDecimal: boolean;
}

export interface CertificateList {
  /** By serial number, as `normalizeSerial` returns it. Digits without letters have both readings. */
  serials: Map<string, ListedSerial>;
  /** The lines by SHA-256 fingerprint, in lower-case hex. */
  fingerprints: Map<string, number>;
  /** Whether lines have only the one: certificates without it cannot be found on them. */
  hasOnly: { serials: boolean; fingerprints: boolean };
  /** The lines without any of these. Empty lines, comments and the header are not among them. */
  notUnderstood: ListLine[];
}

/** The minimum number of hex digits of a value in a table whose columns have no names: shorter ones may be anything, such as a day. */
const MIN_DIGITS = 16;

/**
 * Parses a text without its PEM blocks, which are in `decoded`, line by line, so that a quote that is never closed hides nothing below it. Lines that
 * begin with `#` are comments.
 */
export function parseCertificateList(text: string, decoded: readonly DecodedCertificate[] = []): CertificateList {
  const list: CertificateList = {
    serials: new Map(),
    fingerprints: new Map(),
    hasOnly: { serials: false, fingerprints: false },
    notUnderstood: [],
  };
  for (const { line, fingerprint, serial } of decoded) {
    list.fingerprints.set(fingerprint, line);
    // A report may contain the precertificate, which has another fingerprint.
    if (serial !== null) list.serials.set(normalizeSerial(serial), { line, isDecimal: false });
    else list.hasOnly.fingerprints = true;
  }
  const lines = [...text.split(/\r\n|\n|\r/).entries()];
  const filled = lines.filter(([, content]) => content.trim() !== '' && !content.trimStart().startsWith('#'));
  const delimiter = detectDelimiter(filled[0]?.[1] ?? '');
  const columns = findNamedColumns(readCells(filled[0]?.[1] ?? '', delimiter));
  for (const [index, content] of columns === null ? filled : filled.slice(1))
    addRow(list, index + 1, readCells(content, delimiter), columns);
  return list;
}

function readCells(line: string, delimiter: string): string[] {
  const [row] = parseCsv(line, delimiter);
  return row === undefined || row.problem !== null ? [line] : row.cells.map((cell) => readCell(line, cell));
}

/** The maximum length of a line that is quoted. */
const MAX_TEXT = 80;

const WANTED = /serial|fingerprint|sha-?_? ?256/i;
/** The digests of other things, and serial numbers of other certificates. */
const UNWANTED = /issuer|ca serial|sha-?_? ?1\b|thumbprint|spki|key|tbs/i;

const SHA1 = /sha-?1\b|thumbprint/i;

/** Finds the columns to read in a header: none, if it names only SHA-1 fingerprints. Null: the row is not a header. */
function findNamedColumns(cells: readonly string[]): ReadonlySet<number> | null {
  if (cells.some((cell) => parseListedValue(cell) !== null && /\d/.test(cell))) return null;
  // `serial=FACE` is a value, though no digit says so.
  const isName = (cell: string) => WANTED.test(cell) && !UNWANTED.test(cell) && parseListedValue(cell) === null;
  const found = cells.flatMap((cell, index) => (isName(cell) ? [index] : []));
  return found.length > 0 || cells.some((cell) => SHA1.test(cell)) ? new Set(found) : null;
}

/** Adds the values of one line. `columns`: those that the header names; null: there is no header. */
function addRow(
  list: CertificateList,
  line: number,
  cells: readonly string[],
  columns: ReadonlySet<number> | null,
): void {
  const isClear = ({ text }: ListedValue) => columns !== null || cells.length === 1 || text.length >= MIN_DIGITS;
  const read = cells.flatMap((cell, index) => {
    const value = columns === null || columns.has(index) ? parseListedValue(cell) : null;
    return value !== null && isClear(value) ? [value] : [];
  });
  for (const value of read) addValue(list, line, value);
  const fingerprints = read.filter(({ fingerprint }) => fingerprint !== null).length;
  if (fingerprints === 0 && read.length > 0) list.hasOnly.serials = true;
  if (fingerprints > 0 && fingerprints === read.length) list.hasOnly.fingerprints = true;
  if (read.length === 0)
    list.notUnderstood.push({
      line,
      text: truncateTo(cells.join(' ').trim(), MAX_TEXT),
      problem: columns?.size === 0 ? 'sha1' : findProblem(cells),
    });
}

/** The first line with a value counts. A number that is certainly hex takes precedence over a decimal reading. */
function addValue(
  { serials, fingerprints }: CertificateList,
  line: number,
  { fingerprint, hex, decimal }: ListedValue,
) {
  if (fingerprint !== null && !fingerprints.has(fingerprint)) fingerprints.set(fingerprint, line);
  if (hex !== null && serials.get(hex)?.isDecimal !== false) serials.set(hex, { line, isDecimal: false });
  if (decimal !== null && !serials.has(decimal)) serials.set(decimal, { line, isDecimal: true });
}

const ROUNDED = /^\d(?:[.,]\d+)?e\+?\d+$/i;

function findProblem(cells: readonly string[]): ListLine['problem'] {
  if (cells.some((cell) => ROUNDED.test(cell.trim()))) return 'rounded';
  return cells.some((cell) => SHA1.test(cell)) ? 'sha1' : 'other';
}
