/** Decompresses the start of a response body, if the server compressed it although the request did not ask for that. */

import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate } from 'node:zlib';

/** A body that expands to more is not decompressed. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
// With a flush at the end, a truncated body is not an error.
const ZLIB = { finishFlush: Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT_BYTES };
const BROTLI = { finishFlush: BROTLI_OPERATION_FLUSH, maxOutputLength: MAX_OUTPUT_BYTES };

const decodeGzip = (bytes: Buffer) => promisify(gunzip)(bytes, ZLIB);
const DECODERS = new Map<string, (bytes: Buffer) => Promise<Buffer>>([
  ['gzip', decodeGzip],
  ['x-gzip', decodeGzip],
  ['deflate', (bytes) => promisify(inflate)(bytes, ZLIB)],
  ['br', (bytes) => promisify(brotliDecompress)(bytes, BROTLI)],
]);

/** `encoding`: the Content-Encoding (RFC 9110 section 8.4). Returns the bytes as they are if they cannot be decompressed. */
export async function decodePrefix(bytes: Buffer, encoding: string | null): Promise<Buffer> {
  const decode = DECODERS.get(encoding?.trim().toLowerCase() ?? '');
  if (decode === undefined) return bytes;
  return decode(bytes).catch(() => bytes);
}
