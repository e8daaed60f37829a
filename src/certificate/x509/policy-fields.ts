/** What policies ask of a certificate beyond the facts that every scan needs; read only where there are policies. */

import type { PolicyFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readIntegerHex,
  readOid,
  TAG,
} from '../asn1/der.ts';
import { readExtendedKeyUsages, readExtensions, readKeyUsages } from './details.ts';

/** Reads a certificate's DER; null where it is none. What is rubbish inside says nothing. */
export function readPolicyFields(der: Uint8Array): PolicyFields | null {
  const bytes = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  return orNull(() => {
    const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the certificate');
    const [tbs, algorithm] = readChildren(bytes, outer);
    const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
    const extensions = readExtensions(bytes, fields);
    const extension = <T>(oid: string, read: (bytes: Buffer, value: Element) => T): T | null => {
      const value = extensions.get(oid)?.value;
      return value === undefined ? null : orNull(() => read(value, readElement(value, 0, value.length)));
    };
    return {
      key_usages: extension('2.5.29.15', readKeyUsages),
      extended_key_usages: extension('2.5.29.37', readExtendedKeyUsages),
      must_staple: extension('1.3.6.1.5.5.7.1.24', demandsStaple) ?? false,
      timestamps: extension('1.3.6.1.4.1.11129.2.4.2', countTimestamps) ?? 0,
      pss_hash: orNull(() => pssHash(bytes, expectTag(algorithm, TAG.sequence, 'the signature algorithm'))),
    };
  });
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

/** The TLS extension `status_request` among the features (RFC 7633 section 4). */
const STATUS_REQUEST = '05';

function demandsStaple(bytes: Buffer, value: Element): boolean {
  return readChildren(bytes, expectTag(value, TAG.sequence, 'the features')).some(
    (feature) => feature.tag === TAG.integer && readIntegerHex(bytes, feature) === STATUS_REQUEST,
  );
}

/** Version, log, time, the length of no extensions, and the head of a signature (RFC 6962 section 3.2). */
const SHORTEST_TIMESTAMP = 1 + 32 + 8 + 2 + 4;

/** The list of RFC 6962 section 3.3, as TLS writes it: two bytes of length before the whole, and before each. */
function countTimestamps(bytes: Buffer, value: Element): number {
  const list = readContent(bytes, expectTag(value, TAG.octetString, 'the timestamps'));
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2)
    throw new MalformedError('the timestamps are cut short');
  let count = 0;
  for (let at = 2; at < list.length; ) {
    const length = at + 2 <= list.length ? list.readUInt16BE(at) : 0;
    at += 2 + length;
    if (length < SHORTEST_TIMESTAMP || at > list.length) throw new MalformedError('a timestamp is cut short');
    count += 1;
  }
  return count;
}

const RSA_PSS = '1.2.840.113549.1.1.10';
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
};

/** RFC 4055 section 3.1: the hash is the field [0] of the parameters, and SHA-1 where that is left out. */
function pssHash(bytes: Buffer, algorithm: Element): string | null {
  const [name, parameters] = readChildren(bytes, algorithm);
  if (readOid(bytes, expectTag(name, TAG.oid, 'the signature algorithm')) !== RSA_PSS) return null;
  const [field] =
    parameters === undefined ? [] : readChildren(bytes, expectTag(parameters, TAG.sequence, 'the parameters'));
  if (field?.tag !== 0xa0) return 'sha1';
  const [hash] = readChildren(bytes, expectTag(readChildren(bytes, field)[0], TAG.sequence, 'the hash'));
  return HASHES[readOid(bytes, expectTag(hash, TAG.oid, 'the hash'))] ?? null;
}
