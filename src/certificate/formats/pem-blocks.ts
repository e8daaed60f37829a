/** Finds PEM blocks in a text, as leniently as RFC 7468 allows: anything around the blocks is ignored. */

import { decodeBase64Strict } from '../encoding/base64.ts';
import type { NonCertificate } from '../format-types.ts';

export interface PemBlock {
  label: string;
  /** The number of the block, counted from 1. */
  number: number;
  line: number;
  /** The offsets of the block in the text: of its first line, and of what follows it. */
  start: number;
  end: number;
  /** The text between the two boundaries; null if the closing one is missing. */
  body: string | null;
  /** The text before the block in its line, such as the `# ` of a comment. */
  before: string;
}

const BOUNDARY = '-----';
const BEGIN = '-----BEGIN ';
/** Words with single spaces between them (RFC 7468 section 3). */
const LABEL = /^(?=.{1,64}$)[A-Z0-9#.]+(?: [A-Z0-9#.]+)*$/;

type Kind = 'certificate' | 'pkcs7' | 'crl' | Exclude<NonCertificate, 'unknown'>;

/** The labels of RFC 7468, and those that OpenSSL and other tools write. */
const LABELS: Readonly<Record<string, Kind>> = {
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
  'TRUSTED CERTIFICATE': 'certificate',
  'CERTIFICATE REQUEST': 'request',
  'NEW CERTIFICATE REQUEST': 'request',
  PKCS7: 'pkcs7',
  'PKCS #7 SIGNED DATA': 'pkcs7',
  CMS: 'pkcs7',
  'X509 CRL': 'crl',
};

export function classifyLabel(label: string): Kind {
  return LABELS[label] ?? (label.endsWith('PRIVATE KEY') ? 'private-key' : 'other');
}

/** The first lines of blocks that expire. */
const STARTS = Object.entries(LABELS).flatMap(([label, kind]) =>
  kind === 'request' ? [] : [{ label, text: `${BEGIN}${label}${BOUNDARY}` }],
);

/** A last line of only dashes underlines text. */
const MIN_CUT_LENGTH = BOUNDARY.length + 1;

/** Finds the blocks of a text in one pass: each search continues where the last one stopped. */
export function* findPemBlocks(text: string): Generator<PemBlock> {
  const lines = createLineCounter(text);
  let number = 0;
  let last = 0;
  for (let begin = text.indexOf(BEGIN); begin !== -1; ) {
    const labelEnd = text.indexOf(BOUNDARY, begin + BEGIN.length);
    if (labelEnd === -1) break;
    const label = text.slice(begin + BEGIN.length, labelEnd);
    let next = begin + BEGIN.length;
    if (LABEL.test(label)) {
      const start = labelEnd + BOUNDARY.length;
      const end = text.indexOf(BOUNDARY, start);
      const closed = end !== -1 && text.startsWith(`${BOUNDARY}END ${label}${BOUNDARY}`, end);
      const { line, start: lineStart } = lines(begin);
      const body = closed ? text.slice(start, end) : null;
      number += 1;
      // The hyphens at the end of a block may also begin the next one.
      next = closed ? end : start;
      const after = closed ? end + `${BOUNDARY}END ${label}${BOUNDARY}`.length : start;
      last = after;
      yield { label, number, line, start: begin, end: after, body, before: text.slice(lineStart, begin) };
    }
    begin = text.indexOf(BEGIN, next);
  }
  const cut = findCutBlock(text, last);
  if (cut === null) return;
  const { label, at } = cut;
  yield { label, number: number + 1, line: lines(at).line, start: at, end: text.length, body: null, before: '' };
}

/**
 * Finds the block of a text that ends within the first line of the block, as a truncated bundle may. Files without a last line break make it
 * begin in the line in which the last block ends, and the hyphens of that may also be those of the next one.
 */
function findCutBlock(text: string, lastEnd: number): { label: string; at: number } | null {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = lineStart + (PREFIX.exec(text.slice(lineStart, lineStart + MAX_PREFIX_LENGTH))?.[0].length ?? 0);
  for (const at of lastEnd > line ? [lastEnd, lastEnd - BOUNDARY.length] : [line]) {
    const rest = text.slice(at);
    const start = STARTS.find((one) => one.text.startsWith(rest) && one.text !== rest);
    if (rest.length >= MIN_CUT_LENGTH && start !== undefined) return { label: start.label, at };
  }
  return null;
}

/** Creates a function that returns the line of ascending offsets, and its start. It searches each line end once. */
export function createLineCounter(text: string): (location: number) => { line: number; start: number } {
  let line = 1;
  let start = 0;
  let end = text.indexOf('\n');
  return (location) => {
    while (end !== -1 && end < location) {
      line += 1;
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    return { line, start };
  };
}

/** Decodes the bytes of a block; returns null if it is truncated, or contains other text than base64, white space and headers. */
export function decodePemBlock({ body, before }: PemBlock): Buffer | null {
  if (body === null) return null;
  const isComment = before.length <= MAX_PREFIX_LENGTH && COMMENT.test(before);
  const bare = isComment ? removePrefix(body, before.trim()) : body;
  return decodeBase64Strict(bare) ?? decodeBase64Strict(removeHeaders(unescapeBody(bare)));
}

/** A prefix that makes a line a comment, a list item or a quotation. Each line of the block then has this prefix. */
const COMMENT = /^[ \t]*[#>*;%|/]{1,8}[ \t]*$/;
const MAX_PREFIX_LENGTH = 40;
const PREFIX = /^[ \t#>*;%|/]*/;

function removePrefix(body: string, mark: string): string {
  return body.replace(/^[ \t]*(\S*)/gm, (start, word: string) =>
    word.startsWith(mark) ? word.slice(mark.length) : start,
  );
}

/**
 * Resolves the escapes of JSON, .properties, .env files and programming languages, also nested ones, and of XML. It also
 * removes line continuations, and the quotes between lines if each line is a string.
 */
function unescapeBody(body: string): string {
  return body
    .replace(/\\{1,8}(?:u([0-9a-fA-F]{4})|([rnt/=+"']|\r?\n))/g, (_, code: string | undefined, letter: string) =>
      code === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/&#(?:x0?[ad]|1[03]);/gi, '\n')
    .replace(/(["'])[^A-Za-z0-9"']{0,100}\1/g, '\n');
}

/** Line ends separate headers from base64, in which other white space is ignored. */
const ESCAPED: Readonly<Record<string, string>> = { r: '', n: '\n', t: '' };

const HEADER = /^\s*[A-Za-z][A-Za-z0-9-]*:/;
const EMPTY_LINE = /\n[ \t]*\r?\n/g;

/** An empty line ends the headers (RFC 1421). */
function removeHeaders(body: string): string {
  if (!HEADER.test(body)) return body;
  // The text may also begin with an empty line.
  EMPTY_LINE.lastIndex = body.search(/\S/);
  return EMPTY_LINE.test(body) ? body.slice(EMPTY_LINE.lastIndex) : body;
}
