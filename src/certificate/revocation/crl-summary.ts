/** A certificate revocation list (RFC 5280 section 5.1): it ends as a certificate does, and then nothing can be checked. */

import { hash } from 'node:crypto';
import type { CertificateFacts, Failure } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { computeLifetimeDays, readTime } from '../asn1/time.ts';
import { isTruncated } from '../detect-format.ts';
import { createFailure } from '../failures.ts';
import { SIGNATURES } from '../x509/algorithms.ts';
import { readName } from '../x509/names.ts';
import { type Parsed, readAlgorithm } from '../x509/parse.ts';

/** Reads the list at the head of `bytes`. `where` names it in a failure. */
export function tryParseCrl(bytes: Buffer, where: string): Parsed | Failure {
  if (isTruncated(bytes)) return createFailure('container-truncated', where, 'a revocation list (CRL)');
  try {
    return parseCrl(bytes) ?? createFailure('crl-without-next-update', where);
  } catch (error) {
    if (error instanceof MalformedError) {
      return createFailure('container-malformed', where, 'a revocation list (CRL)', error.message);
    }
    throw error;
  }
}

/** Null for a list that does not say when the next one comes. */
function parseCrl(bytes: Buffer): Parsed | null {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list');
  const [tbs, algorithm, signature] = readChildren(bytes, outer);
  expectTag(signature, TAG.bitString, 'the signature');
  const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  // Version 1 is not written.
  const first = fields[0]?.tag === TAG.integer ? 1 : 0;
  const issuer = readName(bytes, expectTag(fields[first + 1], TAG.sequence, 'the issuer'));
  const from = readTime(bytes, fields[first + 2]);
  const next = fields[first + 3];
  if (next?.tag !== TAG.utcTime && next?.tag !== TAG.generalizedTime) return null;
  const to = readTime(bytes, next);
  const der = bytes.subarray(0, outer.end);
  const fingerprint = hash('sha256', der, 'hex');
  const name = issuer.commonName ?? issuer.text;
  const facts: CertificateFacts = {
    // Another name than that of the issuer's own certificate, which may stand beside it.
    common_name: name === '' ? 'CRL' : `CRL of ${name}`,
    subject: null,
    issuer: issuer.text,
    serial_number: readCrlNumber(bytes, fields),
    fingerprint_sha256: fingerprint,
    sans: [],
    key_algorithm: null,
    key_size: null,
    signature_algorithm: readAlgorithm(bytes, algorithm, 'the signature algorithm', SIGNATURES),
    valid_from: from.iso,
    valid_to: to.iso,
    lifetime_days: computeLifetimeDays(from, to),
  };
  return {
    kind: 'crl',
    der,
    fingerprint,
    facts,
    subject: '',
    issuer: issuer.text,
    subject_key_id: null,
    authority_key_id: null,
  };
}

const CRL_NUMBER = '2.5.29.20';

/** Section 5.2.3; null where it has none, or rubbish. */
function readCrlNumber(bytes: Buffer, fields: readonly Element[]): string | null {
  try {
    const wrapper = fields.find(({ tag }) => tag === 0xa0);
    const [list] = wrapper === undefined ? [] : readChildren(bytes, wrapper);
    for (const extension of list === undefined ? [] : readChildren(bytes, list)) {
      const parts = readChildren(bytes, extension);
      const value = parts.at(-1);
      const isNumber = parts[0]?.tag === TAG.oid && readOid(bytes, parts[0]) === CRL_NUMBER;
      if (isNumber && value?.tag === TAG.octetString) {
        const number = expectTag(readElement(bytes, value.start, value.end), TAG.integer, 'the number');
        return readIntegerHex(bytes, number);
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  return null;
}
