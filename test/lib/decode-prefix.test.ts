import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePrefix } from '../../src/lib/http/decode-prefix.ts';

const TEXT = 'the body of a response '.repeat(100);

const ENCODINGS: [encoding: string, compress: (text: string | Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  [' GZIP ', gzipSync],
];

describe.each(ENCODINGS)('a body with the encoding "%s"', (encoding, compress) => {
  it('is decompressed', async () => {
    expect(String(await decodePrefix(compress(TEXT), encoding))).toBe(TEXT);
  });

  it('is decompressed as far as it was received', async () => {
    const bytes = compress(Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * index) % 251)));
    const start = await decodePrefix(bytes.subarray(0, bytes.length - 20), encoding);
    expect(start.subarray(0, 5)).toEqual(Buffer.from([0, 1, 4, 9, 16]));
  });

  it('stays as it is if it expands to more than 1 MiB', async () => {
    const bytes = compress(Buffer.alloc(1024 * 1024 + 1));
    expect(await decodePrefix(bytes, encoding)).toBe(bytes);
    expect(await decodePrefix(compress(Buffer.alloc(1024 * 1024)), encoding)).toHaveLength(1024 * 1024);
  });

  it('stays as it is if it is not compressed', async () => {
    const bytes = Buffer.from(TEXT);
    expect(await decodePrefix(bytes, encoding)).toBe(bytes);
  });
});

it.each([null, '', 'identity', 'zstd'])('leaves a body with the encoding %j as it is', async (encoding) => {
  const bytes = gzipSync(TEXT);
  expect(await decodePrefix(bytes, encoding)).toBe(bytes);
});
