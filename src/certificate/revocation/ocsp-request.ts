/** What a responder is asked (RFC 6960 section 4.1): for one certificate, without a signature and without a nonce. */

import { hash } from 'node:crypto';
import type { RevocationFields } from '../../domain/index.ts';
import { TAG } from '../asn1/der.ts';

/** `sha1` with its NULL: responders look answers up by it, and RFC 5019 section 2.1.1 wants no other. */
const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex');

/** The request for a certificate in DER. Nothing secret is hashed, so that SHA-1 is no weakness here. */
export function buildOcspRequest({ issuer, serial_bytes }: RevocationFields, { key }: RevocationFields): Buffer {
  const octets = (bytes: Uint8Array) => element(TAG.octetString, hash('sha1', bytes, 'buffer'));
  const id = element(TAG.sequence, SHA1, octets(issuer), octets(key), element(TAG.integer, serial_bytes));
  const request = element(TAG.sequence, id);
  return element(TAG.sequence, element(TAG.sequence, element(TAG.sequence, request)));
}

/** One element around its parts. */
function element(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
