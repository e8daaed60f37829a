/** Reads the certificates in the PEM blocks of a text. */

import type { Failure } from '../../domain/index.ts';
import { detectBinaryFormat } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { isParsed, type NonCertificate, type SlotContent } from '../format-types.ts';
import { parseCrl } from '../revocation/crl-summary.ts';
import { type ParseCache, parseCached, parseCertificate } from '../x509/parse.ts';
import { readDerCertificates } from './der.ts';
import { decodePemBlock, findPemBlocks, type PemBlock } from './pem-blocks.ts';
import { readPkcs7 } from './pkcs7.ts';

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

function classifyLabel(label: string): Kind {
  return LABELS[label] ?? (label.endsWith('PRIVATE KEY') ? 'private-key' : 'other');
}

/** Reads the blocks in order. For keys and other blocks that do not expire, only the label is read. */
export function readPem(text: string, cache: ParseCache | null = null): SlotContent[] {
  const contents: SlotContent[] = [];
  for (const block of findPemBlocks(text)) for (const content of readBlock(block, cache)) contents.push(content);
  return contents;
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
  return readFollowing(certificate, bytes, where);
}

type CertificateKind = Exclude<Kind, NonCertificate>;

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

/** Reads the certificate of a block, and further certificates in the same block. */
function readFollowing(certificate: SlotContent, bytes: Buffer, where: string): SlotContent[] {
  if (isParsed(certificate)) {
    if (certificate.der.length === bytes.length) return [certificate];
    // OpenSSL appends trust settings, which are not a certificate. Some tools put several certificates into one block.
    return [certificate, ...readDerCertificates(bytes.subarray(certificate.der.length), where)];
  }
  // Windows and Java accept a bundle under this label, and some tools write one.
  return detectBinaryFormat(bytes) === 'pkcs7' ? readPkcs7(bytes, where).contents : [certificate];
}
