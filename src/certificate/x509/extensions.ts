/** Readers of the extensions that certificates, revocation lists and OCSP responses have (RFC 5280 sections 4.2 and 5.2). */

import {
  type AuthorityKeyId,
  type DistributionPoint,
  type EXTENDED_KEY_USAGE_NAMES,
  type GeneralName,
  KEY_USAGE_NAMES,
} from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readBits,
  readChildren,
  readContent,
  readIntegerHex,
  readOid,
  readOnlyChild,
  readOptionalFields,
  readStrictOid,
  TAG,
} from '../asn1/der.ts';
import { readGeneralNames, readNameConstraints } from './general-names.ts';
import type { ExtensionReader } from './structure.ts';

export const KEY_USAGE: ExtensionReader<string[]> = { oid: '2.5.29.15', read: readKeyUsages };

/**
 * The subject alternative names as general names. The reader throws for any name that cannot be read; the readers of the facts skip such a
 * name.
 */
export const GENERAL_NAMES = {
  oid: '2.5.29.17',
  read: (bytes: Buffer, value: Element) => readGeneralNames(bytes, expectTag(value, TAG.sequence)),
} satisfies ExtensionReader<unknown>;

export const BASIC_CONSTRAINTS = createBasicConstraintsReader([0, 0xff]);

/** Like OpenSSL, this reads every octet but zero as TRUE, which BER allows and DER does not (X.690 section 11.1). */
export const LOOSE_BASIC_CONSTRAINTS = createBasicConstraintsReader(null);

/** `flags` are the octets that a flag may have; null: any. */
function createBasicConstraintsReader(flags: readonly number[] | null) {
  return {
    oid: '2.5.29.19',
    read: (bytes: Buffer, value: Element) => {
      const [ca, pathLength] = readOptionalFields(bytes, value, [TAG.boolean, TAG.integer]);
      return {
        ca: ca !== undefined && readFlag(bytes, ca, flags),
        path_length: pathLength === undefined ? null : readPathLength(bytes, pathLength),
      };
    },
  } satisfies ExtensionReader<unknown>;
}

function readFlag(bytes: Buffer, { start, end }: Element, flags: readonly number[] | null): boolean {
  const flag = bytes[start] ?? 0;
  if (end - start !== 1 || flags?.includes(flag) === false) throw new MalformedError();
  return flag !== 0;
}

/** Reads a length that is not negative, and has no unnecessary leading zeros (X.690 section 8.3.2). */
function readPathLength(bytes: Buffer, length: Element): number {
  const [first = 0x80, second = 0x80] = readContent(bytes, length);
  if (first >= 0x80 || (first === 0 && second < 0x80)) throw new MalformedError();
  return Number.parseInt(readIntegerHex(bytes, length), 16);
}

export const NAME_CONSTRAINTS = {
  oid: '2.5.29.30',
  read: (bytes: Buffer, value: Element) => readNameConstraints(bytes, expectTag(value, TAG.sequence)),
} satisfies ExtensionReader<unknown>;

export const DISTRIBUTION_POINTS: ExtensionReader<DistributionPoint[]> = {
  oid: '2.5.29.31',
  read: (bytes, value) =>
    readChildren(bytes, expectTag(value, TAG.sequence)).map((point) => {
      const [name, reasons, issuer] = readOptionalFields(bytes, point, [0xa0, 0x81, 0xa2]);
      const issuers = issuer === undefined ? null : readGeneralNames(bytes, issuer).map(({ parts }) => parts);
      if (name === undefined && (issuers === null || issuers.length === 0)) throw new MalformedError();
      if (reasons !== undefined) readBits(bytes, reasons);
      const names = name === undefined ? [] : readPointNames(bytes, name);
      const urls = names?.flatMap(({ kind, text }) => (kind === 'uri' ? [text] : [])) ?? [];
      return { urls, some_reasons: reasons !== undefined, issuers, relative: names === null };
    }),
};

/** Reads the names of a distribution point; null if it has a name relative to that of its issuer (RFC 5280 section 4.2.1.13). */
function readPointNames(bytes: Buffer, name: Element): GeneralName[] | null {
  const choice = readOnlyChild(bytes, name);
  if (choice.tag === 0xa0) return readGeneralNames(bytes, choice);
  for (const attribute of readChildren(bytes, expectTag(choice, 0xa1))) expectTag(attribute, TAG.sequence);
  return null;
}

/** The issuer of a certificate, by its key, or by its own issuer and serial number, in hex (RFC 5280 section 4.2.1.1). */
export const AUTHORITY_KEY_ID: ExtensionReader<AuthorityKeyId> = {
  oid: '2.5.29.35',
  read: (bytes, value) => {
    const [key, pieces, issuer, serial] = readOptionalFields(bytes, value, [0x80, 0xa0, 0xa1, 0x82]);
    const names = issuer === undefined ? [] : readGeneralNames(bytes, issuer);
    return {
      key: readKeyId(bytes, key, pieces),
      issuer: names.find(({ kind }) => kind === 'directory')?.parts ?? null,
      serial: serial === undefined ? null : readSerial(bytes, serial),
    };
  },
};

/** Reads an INTEGER in the fewest octets: the first nine bits are not all equal (X.690 section 8.3.2). */
function readSerial(bytes: Buffer, serial: Element): string {
  const [first, second] = readContent(bytes, serial);
  if (second !== undefined && (first === 0 || first === 0xff) && (first ^ second) < 0x80) throw new MalformedError();
  return readIntegerHex(bytes, serial);
}

/** Reads a key identifier. Like OpenSSL, this accepts a string in pieces, which BER allows and DER does not. */
function readKeyId(bytes: Buffer, key: Element | undefined, pieces: Element | undefined): string | null {
  if (key !== undefined) return readContent(bytes, key).toString('hex');
  if (pieces === undefined) return null;
  const parts = readChildren(bytes, pieces).map((part) => readContent(bytes, expectTag(part, TAG.octetString)));
  return Buffer.concat(parts).toString('hex');
}

export const EXTENDED_KEY_USAGE: ExtensionReader<string[]> = {
  oid: '2.5.29.37',
  read: (bytes, value) =>
    readChildren(bytes, expectTag(value, TAG.sequence)).map((element) => {
      const oid = readStrictOid(bytes, expectTag(element, TAG.oid));
      return EXTENDED_KEY_USAGES[oid] ?? oid;
    }),
};

/** The URLs of the issuer's own certificate and its OCSP service (RFC 5280 section 4.2.2.1). */
export const AUTHORITY_INFO_ACCESS = {
  oid: '1.3.6.1.5.5.7.1.1',
  read: (bytes: Buffer, value: Element) => {
    const locations = readChildren(bytes, expectTag(value, TAG.sequence)).flatMap((description) => {
      const [method, location] = readChildren(bytes, expectTag(description, TAG.sequence));
      if (location?.tag !== URI) return [];
      return [{ method: readOid(bytes, expectTag(method, TAG.oid)), url: readUrl(bytes, location) }];
    });
    const listUrls = (oid: string) => locations.filter(({ method }) => method === oid).map(({ url }) => url);
    return { issuer_urls: listUrls('1.3.6.1.5.5.7.48.2'), ocsp_urls: listUrls('1.3.6.1.5.5.7.48.1') };
  },
} satisfies ExtensionReader<unknown>;

/** Whether a certificate type of Netscape, the predecessor of the key usages, is for TLS servers. OpenSSL still requires it. */
export const NETSCAPE_TYPE: ExtensionReader<boolean> = {
  oid: '2.16.840.1.113730.1.1',
  read: (bytes, value) => ((readBits(bytes, expectTag(value, TAG.bitString))[0] ?? 0) & NETSCAPE_SERVER) !== 0,
};

const NETSCAPE_SERVER = 0x40;

/** The first usage is the highest bit. */
function readKeyUsages(bytes: Buffer, value: Element): string[] {
  const bits = readBits(bytes, expectTag(value, TAG.bitString));
  return KEY_USAGE_NAMES.filter((_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
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

/** Reads the URLs among the full names in the distribution point of a revocation list (RFC 5280 section 5.2.5). */
export function readPointUrls(bytes: Buffer, point: Element): string[] {
  const listInside = (element: Element, tag: number) =>
    readChildren(bytes, element).filter((child) => child.tag === tag);
  return listInside(point, 0xa0)
    .flatMap((name) => listInside(name, 0xa0))
    .flatMap((full) => listInside(full, URI))
    .map((uri) => readUrl(bytes, uri));
}
