/** Reads the fields of a certificate that policies need in addition to the facts that every scan needs. */

import { hash } from 'node:crypto';
import type { PolicyFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readContent,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { findKeyWeaknesses } from '../weak-keys/find-weaknesses.ts';
import { readPssParameters } from './algorithms.ts';
import { BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, KEY_USAGE } from './extensions.ts';
import { toBuffer } from './parse.ts';
import { readRsaKey, toDebianKeyId } from './public-key.ts';
import { type ExtensionReader, indexExtensions, readStructure } from './structure.ts';

/** The fields about the key, which only some checks need. */
export type KeyField = keyof PolicyFields & `key_${'sha256' | 'ids' | 'weaknesses'}`;

/** Reads the fields of a certificate in DER; null if it is malformed. Malformed extensions are ignored. */
export function readPolicyFields(bytes: Uint8Array, needs: readonly KeyField[] = []): PolicyFields | null {
  const structure = ignoreMalformed(() => readStructure(toBuffer(bytes)));
  if (structure === null) return null;
  const { der, extensions, signatureAlgorithm, publicKey } = structure;
  const readExtension = indexExtensions(der, extensions);
  const read = <Value>(reader: ExtensionReader<Value>) => ignoreMalformed(() => readExtension(reader) ?? null);
  const pss = ignoreMalformed(() => readPssParameters(der, signatureAlgorithm))?.hash ?? null;
  return {
    key_usages: read(KEY_USAGE),
    extended_key_usages: read(EXTENDED_KEY_USAGE),
    must_staple: read(TLS_FEATURES) ?? false,
    timestamps: read(SIGNED_TIMESTAMPS) ?? 0,
    is_ca: read(BASIC_CONSTRAINTS)?.ca ?? false,
    // An unknown hash is dotted.
    pss_hash: pss?.includes('.') ? null : pss,
    ...(needs.includes('key_sha256') && { key_sha256: hashKey(der, publicKey) }),
    ...(needs.includes('key_ids') && { key_ids: listKeyIds(der, publicKey) }),
    ...(needs.includes('key_weaknesses') && { key_weaknesses: findKeyWeaknesses(der, publicKey) }),
  };
}

function hashKey(der: Buffer, { at, end }: Element): string {
  return hash('sha256', der.subarray(at, end), 'hex');
}

function listKeyIds(der: Buffer, publicKey: Element): string[] {
  const rsa = ignoreMalformed(() => readRsaKey(der, publicKey));
  const isReadable = rsa !== null && rsa !== 'too-large';
  return [hashKey(der, publicKey), ...(isReadable ? [toDebianKeyId(rsa.modulus)] : [])];
}

/** The TLS extension `status_request` among the features (RFC 7633 section 4). */
const STATUS_REQUEST = '05';

/** Whether the certificate requires stapling. */
const TLS_FEATURES: ExtensionReader<boolean> = {
  oid: '1.3.6.1.5.5.7.1.24',
  read: (bytes, value) =>
    readChildren(bytes, expectTag(value, TAG.sequence)).some(
      (feature) => feature.tag === TAG.integer && readIntegerHex(bytes, feature) === STATUS_REQUEST,
    ),
};

/** The number of signed certificate timestamps. */
const SIGNED_TIMESTAMPS: ExtensionReader<number> = { oid: '1.3.6.1.4.1.11129.2.4.2', read: countTimestamps };

/**
 * The minimum length: version, log, time, the length of an empty list of extensions, and the beginning of a signature (RFC 6962 section
 * 3.2).
 */
const MIN_TIMESTAMP_BYTES = 1 + 32 + 8 + 2 + 4;

/**
 * Counts the items of the list (RFC 6962 section 3.3) in the encoding of TLS: two bytes of length before the list, and before each item.
 */
function countTimestamps(bytes: Buffer, value: Element): number {
  const list = readContent(bytes, expectTag(value, TAG.octetString));
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2) {
    throw new MalformedError();
  }
  let count = 0;
  let at = 2;
  for (; at + 2 <= list.length; count += 1) {
    const length = list.readUInt16BE(at);
    if (length < MIN_TIMESTAMP_BYTES) throw new MalformedError();
    at += 2 + length;
  }
  if (at !== list.length) throw new MalformedError();
  return count;
}
