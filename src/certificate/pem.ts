/** The text forms of RFC 7468, read as leniently as it allows: whatever stands around the blocks is left alone. */

export interface PemBlock {
  label: string;
  /** Counts from 1. */
  number: number;
  line: number;
  /** What stands between the two boundaries; null where the closing one is missing. */
  body: string | null;
}

const BOUNDARY = '-----';
const BEGIN = '-----BEGIN ';
const LABEL = /^[A-Z0-9 #.]{1,64}$/;

/** Finds the blocks of a text in one pass: each search goes on where the last one ended. */
export function findPemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let line = 1;
  let counted = 0;
  for (let begin = text.indexOf(BEGIN); begin !== -1; ) {
    const labelEnd = text.indexOf(BOUNDARY, begin + BEGIN.length);
    if (labelEnd === -1) break;
    const label = text.slice(begin + BEGIN.length, labelEnd);
    let next = begin + BEGIN.length;
    if (LABEL.test(label)) {
      const start = labelEnd + BOUNDARY.length;
      const end = text.indexOf(BOUNDARY, start);
      const closed = end !== -1 && text.startsWith(`${BOUNDARY}END ${label}${BOUNDARY}`, end);
      line += count(text, '\n', counted, begin);
      counted = begin;
      blocks.push({ label, number: blocks.length + 1, line, body: closed ? text.slice(start, end) : null });
      next = closed ? end + BOUNDARY.length : start;
    }
    begin = text.indexOf(BEGIN, next);
  }
  return blocks;
}

function count(text: string, character: string, from: number, to: number): number {
  let found = 0;
  for (let at = text.indexOf(character, from); at !== -1 && at < to; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}

/** Line ends and slashes as the strings of JSON, .env files and many a language write them, one in the other too. */
function unescaped(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\{1,8}([rn/])/g, (_, escaped) => ESCAPED[escaped] ?? '');
}

const ESCAPED: Readonly<Record<string, string>> = { r: '\r', n: '\n', '/': '/' };

/** What stands between the boundaries without escapes and the headers of RFC 1421, which end at an empty line. */
function encoded(written: string): string {
  const body = unescaped(written);
  return body.includes(':') ? body.replace(/^[\s\S]*?\r?\n[ \t]*\r?\n/, '') : body;
}

/** The bytes of a block. Characters that are not base64 are passed over: what comes out is judged by itself. */
export function decodePemBody(body: string): Buffer {
  return Buffer.from(encoded(body), 'base64');
}

/** Whether a block is base64 throughout. */
export function isBase64(body: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded(body).replace(/\s+/g, ''));
}
