/** Builds OCSP requests (RFC 6960 section 4.1) for one certificate, without a signature and a nonce. */

import { hash } from 'node:crypto';
import type { PathFields } from '../../domain/index.ts';
import { encodeElement } from '../asn1/ber.ts';
import { TAG } from '../asn1/der.ts';

/** The AlgorithmIdentifier of SHA-1, which RFC 5019 section 2.1.1 requires: responders look up responses by it. */
const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex');

/** Builds the DER of the request. SHA-1 is not a weakness here, because the hashed values are public. */
export function buildOcspRequest({ issuer_der, serial_bytes }: PathFields, { public_key }: PathFields): Buffer {
  const encodeHash = (bytes: Uint8Array) => encodeElement(TAG.octetString, [hash('sha1', bytes, 'buffer')]);
  const encodeSequence = (...parts: Uint8Array[]) => encodeElement(TAG.sequence, parts);
  const serial = encodeElement(TAG.integer, [serial_bytes]);
  const id = encodeSequence(SHA1, encodeHash(issuer_der), encodeHash(public_key), serial);
  return encodeSequence(encodeSequence(encodeSequence(encodeSequence(id))));
}
