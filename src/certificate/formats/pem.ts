/** What the PEM blocks of a text hold. */

import type { Failure } from '../../domain/index.ts';
import { formatOfBinary } from '../detect-format.ts';
import { failure } from '../failures.ts';
import { type Finding, isParsed, type Other } from '../format-types.ts';
import { tryParseCrl } from '../revocation/crl-summary.ts';
import { tryParse } from '../x509/parse.ts';
import { parseOnce } from '../x509/parse-cache.ts';
import { readDerCertificates } from './der.ts';
import { decodePemBlock, findPemBlocks, type PemBlock } from './pem-blocks.ts';
import { readPkcs7 } from './pkcs7.ts';

type Kind = 'certificate' | 'pkcs7' | 'crl' | Other;

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

function kindOf(label: string): Kind {
  return LABELS[label] ?? (label.endsWith('PRIVATE KEY') ? 'private-key' : 'other');
}

/** Block by block; of keys and what else has no end only the label is read. */
export function readPem(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const block of findPemBlocks(text)) for (const finding of readBlock(block)) findings.push(finding);
  return findings;
}

function readBlock(block: PemBlock): Finding[] {
  const where = `PEM block ${block.number} (line ${block.line})`;
  const kind = kindOf(block.label);
  if (kind === 'private-key' || kind === 'request' || kind === 'other') return [kind];
  if (block.body === null) return [cutShort(kind, where)];
  const bytes = decodePemBlock(block);
  return bytes === null ? [notBase64(kind, where)] : readBody(kind, bytes, where, block.number);
}

type Read = Exclude<Kind, Other>;

/** How those that may hold several are called in a failure. */
const CONTAINERS = { pkcs7: 'a PKCS#7 bundle', crl: 'a revocation list (CRL)' } as const;

function cutShort(kind: Read, where: string): Failure {
  if (kind === 'certificate') return failure('certificate-truncated', where);
  return failure('container-truncated', where, CONTAINERS[kind]);
}

function notBase64(kind: Read, where: string): Failure {
  const what = 'it is not base64';
  if (kind === 'certificate') return failure('certificate-malformed', where, what);
  return failure('container-malformed', where, CONTAINERS[kind], what);
}

function readBody(kind: Read, bytes: Buffer, where: string, number: number): Finding[] {
  if (kind === 'crl') return [tryParseCrl(bytes, where)];
  if (kind === 'pkcs7') return readPkcs7(bytes, where).findings;
  // The first is mostly a leaf, which is in few files; above it stand the intermediates of many.
  const certificate = number === 1 ? tryParse(bytes, where) : parseOnce(bytes, where);
  if (isParsed(certificate)) {
    if (certificate.der.length === bytes.length) return [certificate];
    // What openssl says of its trust is no certificate; some put several into one block.
    return [certificate, ...readDerCertificates(bytes.subarray(certificate.der.length), where)];
  }
  // Windows and Java take a bundle under this label, and some tools write one.
  return formatOfBinary(bytes) === 'pkcs7' ? readPkcs7(bytes, where).findings : [certificate];
}
