/** Compresses text. */

import { gzipSync } from 'node:zlib';

/** Compresses a text in UTF-8 with gzip (RFC 1952), and returns base64. */
export function compressText(text: string): string {
  return gzipSync(text).toString('base64');
}
