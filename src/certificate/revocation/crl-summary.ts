/** A certificate revocation list as a document that expires at its nextUpdate, after which it cannot be used. */

import { hash } from 'node:crypto';
import { EMPTY_FACTS } from '../../domain/event-data.ts';
import type { CertificateFacts, Failure } from '../../domain/index.ts';
import { limitFacts } from '../../domain/limit-facts.ts';
import {
  type Element,
  expectTag,
  handleMalformed,
  ignoreMalformed,
  readChildren,
  readElement,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { computeLifetimeDays, readTime } from '../asn1/time.ts';
import { isTruncated } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { readSignatureAlgorithm } from '../x509/algorithms.ts';
import { readName } from '../x509/names.ts';
import type { ParsedDocument } from '../x509/parse.ts';
import { type ExtensionReader, indexExtensions, readExtensions } from '../x509/structure.ts';
import { readCrlStructure } from './crl-structure.ts';

/** Parses the list at the beginning of `bytes`. `where` names it in a failure. */
export function parseCrl(bytes: Buffer, where: string): ParsedDocument | Failure {
  if (isTruncated(bytes)) return createFailure('container-truncated', where, 'a revocation list (CRL)');
  return handleMalformed(
    () => readCrl(bytes) ?? createFailure('crl-without-next-update', where),
    ({ message }) => createFailure('container-malformed', where, 'a revocation list (CRL)', message),
  );
}

/** Returns null for a list without nextUpdate. */
function readCrl(bytes: Buffer): ParsedDocument | null {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list');
  const [tbs, algorithm, signature] = readChildren(bytes, outer);
  expectTag(signature, TAG.bitString, 'the signature');
  const list = readCrlStructure(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  const issuer = readName(bytes, list.issuer);
  const from = readTime(bytes, list.thisUpdate);
  if (list.nextUpdate === undefined) return null;
  const to = readTime(bytes, list.nextUpdate);
  const der = bytes.subarray(0, outer.end);
  const fingerprint = hash('sha256', der, 'hex');
  const name = issuer.commonName ?? issuer.text;
  const facts: CertificateFacts = limitFacts({
    ...EMPTY_FACTS,
    // The name differs from the plain name of the issuer, whose certificate may be in the same file.
    common_name: name === '' ? 'CRL' : `CRL of ${name}`,
    issuer: issuer.text,
    serial_number: readCrlNumber(bytes, list.extensions),
    fingerprint_sha256: fingerprint,
    sans: [],
    signature_algorithm: readSignatureAlgorithm(bytes, algorithm),
    valid_from: from.iso,
    valid_to: to.iso,
    lifetime_days: computeLifetimeDays(from, to),
  });
  return { kind: 'crl', der, fingerprint, facts };
}

/** The CRL number (RFC 5280 section 5.2.3). */
const CRL_NUMBER: ExtensionReader<string> = {
  oid: '2.5.29.20',
  read: (bytes, value) => readIntegerHex(bytes, expectTag(value, TAG.integer)),
};

/** Returns null if the number is absent or malformed. */
function readCrlNumber(bytes: Buffer, extensions: Element | undefined): string | null {
  return ignoreMalformed(() => indexExtensions(bytes, readExtensions(bytes, extensions))(CRL_NUMBER) ?? null);
}
