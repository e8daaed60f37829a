/** Reads the certificates in the PEM blocks of a text. */

import type { Failure } from '../../domain/index.ts';
import { detectBinaryFormat } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { isParsed, isUnread, type NonCertificate, type SlotContent } from '../format-types.ts';
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

/** Like `readPem`, with the text around the blocks. */
export function readPemText(text: string, cache: ParseCache | null): { contents: SlotContent[]; gaps: PemGap[] } {
  const blocks = [...findPemBlocks(text)];
  const contents = blocks.flatMap((block) => readBlock(block, cache));
  const gaps = listGaps(text, blocks);
  for (const { line, label } of findLostBlocks(text, gaps))
    contents.push(createFailure('pem-boundary-damaged', line, label));
  return { contents, gaps };
}

function readBlock(block: PemBlock, cache: ParseCache | null): SlotContent[] {
  const where = `PEM block ${block.number} (line ${block.line})`;
  const kind = classifyLabel(block.label);
  if (kind === 'private-key' || kind === 'request' || kind === 'other') return [kind];
  if (block.body === null) return [createTruncatedFailure(kind, where)];
  const bytes = decodePemBlock(block);
  if (bytes === null) return [createNotBase64Failure(kind, where)];
  if (kind === 'crl') return [parseCrl(bytes, where)];
  if (kind === 'pkcs7') return readPkcs7(bytes, where).contents;
  // The first certificate is mostly a leaf, which few files share; the intermediates after it are shared by many.
  const certificate = block.number === 1 ? parseCertificate(bytes, where) : parseCached(bytes, where, cache);
  if (isParsed(certificate)) return readFollowing(certificate, bytes, block, where);
  // Windows and Java accept a bundle under this label, and some tools write one.
  return detectBinaryFormat(bytes) === 'pkcs7' ? readPkcs7(bytes, where).contents : [certificate];
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
function readFollowing(certificate: Parsed, bytes: Buffer, { label }: PemBlock, where: string): SlotContent[] {
  if (certificate.der.length === bytes.length) return [certificate];
  const further = readDerCertificates(bytes.subarray(certificate.der.length), where);
  return [certificate, ...(label === 'TRUSTED CERTIFICATE' ? further.filter((one) => !isUnread(one)) : further)];
}
