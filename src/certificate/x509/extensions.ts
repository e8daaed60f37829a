/** Readers of the extensions that certificates, revocation lists and OCSP responses have (RFC 5280 sections 4.2 and 5.2). */

import { type DistributionPoint, type EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../domain/index.ts';
import { type Element, expectTag, readChildren, readContent, readIntegerHex, readOid, TAG } from '../asn1/der.ts';
import { readGeneralNames, readNameConstraints } from './general-names.ts';
import type { ExtensionReader } from './structure.ts';

export const KEY_USAGE: ExtensionReader<string[]> = { oid: '2.5.29.15', read: readKeyUsages };

/** The subject alternative names as general names. Throws for any malformed name; the facts only skip it. */
export const GENERAL_NAMES = {
  oid: '2.5.29.17',
  read: (bytes: Buffer, value: Element) => readGeneralNames(bytes, expectTag(value, TAG.sequence, 'the names')),
} satisfies ExtensionReader<unknown>;

export const BASIC_CONSTRAINTS = {
  oid: '2.5.29.19',
  read: (bytes: Buffer, value: Element) => {
    const parts = readChildren(bytes, expectTag(value, TAG.sequence, 'the constraints'));
    const ca = parts.find(({ tag }) => tag === TAG.boolean);
    const pathLength = parts.find(({ tag }) => tag === TAG.integer);
    return {
      ca: ca !== undefined && bytes[ca.start] !== 0,
      path_length: pathLength === undefined ? null : Number.parseInt(readIntegerHex(bytes, pathLength), 16),
    };
  },
} satisfies ExtensionReader<unknown>;

export const NAME_CONSTRAINTS = {
  oid: '2.5.29.30',
  read: (bytes: Buffer, value: Element) =>
    readNameConstraints(bytes, expectTag(value, TAG.sequence, 'the constraints')),
} satisfies ExtensionReader<unknown>;

export const DISTRIBUTION_POINTS: ExtensionReader<DistributionPoint[]> = {
  oid: '2.5.29.31',
  read: (bytes, value) =>
    readChildren(bytes, value).map((point) => {
      const parts = readChildren(bytes, point);
      const has = (tag: number) => parts.some((part) => part.tag === tag);
      return { urls: readPointUrls(bytes, point), some_reasons: has(0x81), indirect: has(0xa2) };
    }),
};

export const EXTENDED_KEY_USAGE: ExtensionReader<string[]> = {
  oid: '2.5.29.37',
  read: (bytes, value) =>
    readChildren(bytes, expectTag(value, TAG.sequence, 'the usages')).map((element) => {
      const oid = readOid(bytes, expectTag(element, TAG.oid, 'a usage'));
      return EXTENDED_KEY_USAGES[oid] ?? oid;
    }),
};

/** Where an issuer offers its own certificate and its OCSP service (RFC 5280 section 4.2.2.1). */
export const AUTHORITY_INFO_ACCESS = {
  oid: '1.3.6.1.5.5.7.1.1',
  read: (bytes: Buffer, value: Element) => {
    const locations = readChildren(bytes, value).flatMap((description) => {
      const [method, location] = readChildren(bytes, description);
      if (location?.tag !== URI) return [];
      return [{ method: readOid(bytes, expectTag(method, TAG.oid, 'a method')), url: readUrl(bytes, location) }];
    });
    const listUrls = (oid: string) => locations.filter(({ method }) => method === oid).map(({ url }) => url);
    return { issuer_urls: listUrls('1.3.6.1.5.5.7.48.2'), ocsp_urls: listUrls('1.3.6.1.5.5.7.48.1') };
  },
} satisfies ExtensionReader<unknown>;

/** In a BIT STRING, the first byte counts the unused bits; the first usage is the highest bit of the next byte. */
function readKeyUsages(bytes: Buffer, value: Element): string[] {
  const bits = readContent(bytes, expectTag(value, TAG.bitString, 'the usages'));
  return KEY_USAGE_NAMES.filter((_, index) => ((bits[1 + (index >> 3)] ?? 0) & (0x80 >> (index & 7))) !== 0);
}

const EXTENDED_KEY_USAGES: Readonly<Record<string, (typeof EXTENDED_KEY_USAGE_NAMES)[number]>> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/** The tag of a URI among general names (RFC 5280 section 4.2.1.6). */
const URI = 0x86;

function readUrl(bytes: Buffer, { start, end }: Element): string {
  return bytes.toString('latin1', start, end);
}

/** The URLs among the full names of a distribution point, also of one in a revocation list (RFC 5280 section 5.2.5). */
export function readPointUrls(bytes: Buffer, point: Element): string[] {
  const listInside = (element: Element, tag: number) =>
    readChildren(bytes, element).filter((child) => child.tag === tag);
  return listInside(point, 0xa0)
    .flatMap((name) => listInside(name, 0xa0))
    .flatMap((full) => listInside(full, URI))
    .map((uri) => readUrl(bytes, uri));
}
