/** Compresses text. */

import { gzipSync } from 'node:zlib';

/** Base64 of the text in UTF-8, compressed with gzip (RFC 1952). */
export function compressText(text: string): string {
  return gzipSync(text).toString('base64');
}
