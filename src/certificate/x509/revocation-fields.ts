/** What is needed of a certificate to find it in what its issuer says; read only where that is asked for. */

import type { DistributionPoint, PathFields, RevocationFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { readExtensions, readOcspUrls, readUris } from './details.ts';

const DISTRIBUTION_POINTS = '2.5.29.31';
const ACCESS = '1.3.6.1.5.5.7.1.1';

/** Null for what a certificate that was read cannot be. */
export function readRevocationFields(certificate: PathFields): RevocationFields | null {
  const { buffer, byteOffset, byteLength } = certificate.der;
  try {
    return read(certificate, Buffer.from(buffer, byteOffset, byteLength));
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

function read(certificate: PathFields, bytes: Buffer): RevocationFields {
  const fields = fieldsOf(bytes);
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const serial = expectTag(fields[first], TAG.integer, 'the serial number');
  const part = (offset: number) => expectTag(fields[first + offset], TAG.sequence, 'a part of the certificate');
  const whole = ({ at, end }: Element) => bytes.subarray(at, end);
  const [, key] = readChildren(bytes, part(5));
  const extensions = readExtensions(bytes, fields);
  const list = <T>(oid: string, read: (bytes: Buffer, value: Element) => T[]): T[] => {
    const value = extensions.get(oid)?.value;
    return value === undefined ? [] : orNone(() => read(value, readElement(value, 0, value.length)));
  };
  return {
    certificate,
    serial: readIntegerHex(bytes, serial),
    serial_bytes: readContent(bytes, serial),
    subject: whole(part(4)),
    issuer: whole(part(2)),
    spki: whole(part(5)),
    // The first byte counts unused bits.
    key: readContent(bytes, expectTag(key, TAG.bitString, 'the public key')).subarray(1),
    distributionPoints: list(DISTRIBUTION_POINTS, readPoints),
    ocsp_urls: list(ACCESS, readOcspUrls),
  };
}

function fieldsOf(bytes: Buffer): Element[] {
  const [tbs] = readChildren(bytes, readElement(bytes, 0, bytes.length));
  return readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
}

/** Rubbish names nobody who could be asked. */
function orNone<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function readPoints(bytes: Buffer, value: Element): DistributionPoint[] {
  return readChildren(bytes, value).map((point) => {
    const parts = readChildren(bytes, point);
    const has = (tag: number) => parts.some((part) => part.tag === tag);
    return { urls: readUris(bytes, point), some_reasons: has(0x81), indirect: has(0xa2) };
  });
}
