/** Reads the certificates in the PEM blocks of a text. */

import type { Failure } from '../../domain/index.ts';
import { detectBinaryFormat } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { isParsed, type NonCertificate, type SlotContent } from '../format-types.ts';
import { parseCrl } from '../revocation/crl-summary.ts';
import { type ParseCache, type Parsed, parseCached, parseCertificate } from '../x509/parse.ts';
import { readDerCertificates } from './der.ts';
import { classifyLabel, decodePemBlock, findPemBlocks, type PemBlock } from './pem-blocks.ts';
import { findLostBlocks, listGaps, type PemGap } from './pem-gaps.ts';
import { readPkcs7 } from './pkcs7.ts';

/** Reads the blocks in order. For keys and other blocks that do not expire, only the label is read. */
export function readPem(text: string, cache: ParseCache | null = null): SlotContent[] {
  return readPemText(text, cache).contents;
}

/** Like `readPem`, with the text around the blocks, and the number of bytes in blocks after their certificates. */
export function readPemText(
  text: string,
  cache: ParseCache | null,
): { contents: SlotContent[]; gaps: PemGap[]; unread: number } {
  const contents: SlotContent[] = [];
  const blocks = [...findPemBlocks(text)];
  let unread = 0;
  for (const block of blocks) {
    const read = readBlock(block, cache);
    for (const content of read.contents) contents.push(content);
    unread += read.unread;
  }
  const gaps = listGaps(text, blocks);
  for (const { line, label } of findLostBlocks(text, gaps))
    contents.push(createFailure('pem-boundary-damaged', line, label));
  return { contents, gaps, unread };
}

/** The contents of a block. `unread`: the number of bytes after its certificates. */
interface BlockReading {
  contents: SlotContent[];
  unread: number;
}

function readBlock(block: PemBlock, cache: ParseCache | null): BlockReading {
  const read = (contents: SlotContent[]): BlockReading => ({ contents, unread: 0 });
  const where = `PEM block ${block.number} (line ${block.line})`;
  const kind = classifyLabel(block.label);
  if (kind === 'private-key' || kind === 'request' || kind === 'other') return read([kind]);
  if (block.body === null) return read([createTruncatedFailure(kind, where)]);
  const bytes = decodePemBlock(block);
  if (bytes === null) return read([createNotBase64Failure(kind, where)]);
  if (kind === 'crl') return read([parseCrl(bytes, where)]);
  if (kind === 'pkcs7') return read(readPkcs7(bytes, where).contents);
  // The first certificate is mostly a leaf, which few files share; the intermediates after it are shared by many.
  const certificate = block.number === 1 ? parseCertificate(bytes, where) : parseCached(bytes, where, cache);
  if (isParsed(certificate)) return readFollowing(certificate, bytes, block, where);
  // Windows and Java accept a bundle under this label, and some tools write one.
  return read(detectBinaryFormat(bytes) === 'pkcs7' ? readPkcs7(bytes, where).contents : [certificate]);
}

type CertificateKind = Exclude<ReturnType<typeof classifyLabel>, NonCertificate>;

/** Containers of several certificates, as a failure names them. */
const CONTAINERS = { pkcs7: 'a PKCS#7 bundle', crl: 'a revocation list (CRL)' } as const;

function createTruncatedFailure(kind: CertificateKind, where: string): Failure {
  if (kind === 'certificate') return createFailure('certificate-truncated', where);
  return createFailure('container-truncated', where, CONTAINERS[kind]);
}

function createNotBase64Failure(kind: CertificateKind, where: string): Failure {
  const what = 'it is not base64';
  if (kind === 'certificate') return createFailure('certificate-malformed', where, what);
  return createFailure('container-malformed', where, CONTAINERS[kind], what);
}

/** Reads further certificates in the same block, which some tools write. OpenSSL appends its trust settings to a certificate. */
function readFollowing(certificate: Parsed, bytes: Buffer, { label }: PemBlock, where: string): BlockReading {
  if (certificate.der.length === bytes.length) return { contents: [certificate], unread: 0 };
  const further = readDerCertificates(bytes.subarray(certificate.der.length), where);
  const contents = [certificate, ...further];
  if (label === 'TRUSTED CERTIFICATE' || !further.every(isParsed)) return { contents, unread: 0 };
  return {
    contents,
    unread: contents.reduce((left, one) => (isParsed(one) ? left - one.der.length : left), bytes.length),
  };
}
