/** What the PEM blocks of a text hold. */

import type { Failure } from '../../domain/index.ts';
import { detectBinaryFormat } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { isParsed, type NonCertificate, type SlotContent } from '../format-types.ts';
import { tryParseCrl } from '../revocation/crl-summary.ts';
import { tryParse } from '../x509/parse.ts';
import { parseCached } from '../x509/parse-cache.ts';
import { readDerCertificates } from './der.ts';
import { decodePemBlock, findPemBlocks, type PemBlock } from './pem-blocks.ts';
import { readPkcs7 } from './pkcs7.ts';

type Kind = 'certificate' | 'pkcs7' | 'crl' | NonCertificate;

/** The labels of RFC 7468 and those that openssl and others write. A private key is known by the end of its label. */
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

function classifyLabel(label: string): Kind {
  return LABELS[label] ?? (label.endsWith('PRIVATE KEY') ? 'private-key' : 'other');
}

/** Block by block; of keys and what else has no end only the label is read. */
export function readPem(text: string): SlotContent[] {
  const findings: SlotContent[] = [];
  for (const block of findPemBlocks(text)) for (const finding of readBlock(block)) findings.push(finding);
  return findings;
}

function readBlock(block: PemBlock): SlotContent[] {
  const where = `PEM block ${block.number} (line ${block.line})`;
  const kind = classifyLabel(block.label);
  if (kind === 'private-key' || kind === 'request' || kind === 'other') return [kind];
  if (block.body === null) return [createTruncatedFailure(kind, where)];
  const bytes = decodePemBlock(block);
  return bytes === null ? [createNotBase64Failure(kind, where)] : readBody(kind, bytes, where, block.number);
}

type Read = Exclude<Kind, NonCertificate>;

/** How those that may hold several are called in a failure. */
const CONTAINERS = { pkcs7: 'a PKCS#7 bundle', crl: 'a revocation list (CRL)' } as const;

function createTruncatedFailure(kind: Read, where: string): Failure {
  if (kind === 'certificate') return createFailure('certificate-truncated', where);
  return createFailure('container-truncated', where, CONTAINERS[kind]);
}

function createNotBase64Failure(kind: Read, where: string): Failure {
  const what = 'it is not base64';
  if (kind === 'certificate') return createFailure('certificate-malformed', where, what);
  return createFailure('container-malformed', where, CONTAINERS[kind], what);
}

function readBody(kind: Read, bytes: Buffer, where: string, number: number): SlotContent[] {
  if (kind === 'crl') return [tryParseCrl(bytes, where)];
  if (kind === 'pkcs7') return readPkcs7(bytes, where).findings;
  // The first is mostly a leaf, which is in few files; above it stand the intermediates of many.
  const certificate = number === 1 ? tryParse(bytes, where) : parseCached(bytes, where);
  if (isParsed(certificate)) {
    if (certificate.der.length === bytes.length) return [certificate];
    // What openssl says of its trust is no certificate; some put several into one block.
    return [certificate, ...readDerCertificates(bytes.subarray(certificate.der.length), where)];
  }
  // Windows and Java take a bundle under this label, and some tools write one.
  return detectBinaryFormat(bytes) === 'pkcs7' ? readPkcs7(bytes, where).findings : [certificate];
}
