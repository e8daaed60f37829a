/**
 * Parses a list of forbidden keys: one a line, in any column of a CSV file, by the SHA-256 of the SubjectPublicKeyInfo in hex or base64, or as
 * Debian's openssl-blacklist names RSA keys (the last 20 hex digits of a SHA-1).
 */

import { parseKeyPin } from '../normalize/expectations.ts';

export interface ParsedBlocklist {
  /** The digests in lower-case hex. */
  digests: ReadonlySet<string>;
  /** The numbers (from 1) of the lines without one, apart from empty lines, comments and the header of a CSV file. */
  ignored: readonly number[];
}

const SEPARATORS = /[\s,;|"]+/;
/** Lines that begin with `#` are comments. A line may have several columns, and the first line may be a header. */
export function parseKeyBlocklist(text: string): ParsedBlocklist {
  const digests = new Set<string>();
  const ignored: number[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  for (const [index, line] of lines.entries()) {
    const [content = ''] = line.split('#');
    const found = content.split(SEPARATORS).flatMap((field) => readDigest(field) ?? []);
    for (const digest of found) digests.add(digest);
    if (found.length > 0 || content.trim() === '' || (index === 0 && /[,;]/.test(content))) continue;
    ignored.push(index + 1);
  }
  return { digests, ignored };
}

function readDigest(field: string): string | null {
  const pin = parseKeyPin(field);
  if (pin !== null) return Buffer.from(pin, 'base64').toString('hex');
  return /^[0-9a-f]{20}$/i.test(field) ? field.toLowerCase() : null;
}
