/** What `inspect` shows of a certificate beyond the facts that every scan needs; read only where it is asked for. */

import { hash } from 'node:crypto';
import { type EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../domain/index.ts';
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

/** Null, or empty, for what a certificate does not have or has as rubbish. Hex is in lower case. */
export interface CertificateDetails {
  /** 1 to 3. */
  version: number;
  /** The INTEGER as it is written, with its leading zero byte. */
  serial_bytes: string;
  fingerprint_sha1: string;
  /** SHA-256 of the SubjectPublicKeyInfo in base64: the pin of RFC 7469 section 2.4. */
  spki_sha256: string;
  basic_constraints: { ca: boolean; path_length: number | null } | null;
  /** By the names of RFC 5280 section 4.2.1.3: `digitalSignature`, ... */
  key_usages: string[];
  /** By the names of RFC 5280 section 4.2.1.12 (`serverAuth`, ...), or dotted. */
  extended_key_usages: string[];
  subject_key_id: string | null;
  authority_key_id: string | null;
  /** Where its issuer says that the issuer's certificate, OCSP and revocation lists are. */
  issuer_urls: string[];
  ocsp_urls: string[];
  crl_urls: string[];
}

/** Reads a certificate's DER; null where it is none, such as a revocation list. */
export function readDetails(der: Uint8Array): CertificateDetails | null {
  const bytes = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  return orNull(() => read(bytes));
}

function read(bytes: Buffer): CertificateDetails {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the certificate');
  const [tbs] = readChildren(bytes, outer);
  const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  const isVersioned = fields[0]?.tag === 0xa0;
  const first = isVersioned ? 1 : 0;
  const serial = expectTag(fields[first], TAG.integer, 'the serial number');
  expectTag(fields[first + 3], TAG.sequence, 'the validity');
  const key = expectTag(fields[first + 5], TAG.sequence, 'the public key');
  const extensions = readExtensions(bytes, fields);
  const extension = <T>(oid: string, read: (bytes: Buffer, value: Element) => T): T | null => {
    const value = extensions.get(oid)?.value;
    return value === undefined ? null : orNull(() => read(value, readElement(value, 0, value.length)));
  };
  const access = extension('1.3.6.1.5.5.7.1.1', readAccess) ?? [];
  const urlsOf = (method: string) => access.filter((one) => one.method === method).map(({ url }) => url);
  return {
    version: isVersioned
      ? Number.parseInt(hexOf(bytes, readChildren(bytes, fields[0] as Element)[0]) || '0', 16) + 1
      : 1,
    serial_bytes: bytes.toString('hex', serial.start, serial.end),
    fingerprint_sha1: hash('sha1', bytes.subarray(0, outer.end), 'hex'),
    spki_sha256: hash('sha256', bytes.subarray(key.at, key.end), 'base64'),
    basic_constraints: extension('2.5.29.19', readBasicConstraints),
    key_usages: extension('2.5.29.15', readKeyUsages) ?? [],
    extended_key_usages: extension('2.5.29.37', readExtendedKeyUsages) ?? [],
    subject_key_id: extension('2.5.29.14', hexOf),
    authority_key_id: extension('2.5.29.35', readAuthorityKeyId),
    issuer_urls: urlsOf(CA_ISSUERS),
    ocsp_urls: urlsOf(OCSP),
    crl_urls: extension('2.5.29.31', readDistributionPoints) ?? [],
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

/** The contents of the extensions among the fields of the signed part, by their dotted names. */
export function readExtensions(
  bytes: Buffer,
  fields: readonly Element[],
): Map<string, { value: Buffer; critical: boolean }> {
  const wrapper = fields.find(({ tag }) => tag === 0xa3);
  return readExtensionList(bytes, wrapper === undefined ? undefined : readChildren(bytes, wrapper)[0]);
}

/** The contents of a list of extensions, by their dotted names. */
export function readExtensionList(
  bytes: Buffer,
  list: Element | undefined,
): Map<string, { value: Buffer; critical: boolean }> {
  const found = new Map<string, { value: Buffer; critical: boolean }>();
  for (const extension of list === undefined ? [] : readChildren(bytes, list)) {
    const parts = readChildren(bytes, extension);
    const name = expectTag(parts[0], TAG.oid, 'the name of an extension');
    const value = readContent(bytes, expectTag(parts.at(-1), TAG.octetString, 'an extension'));
    const flag = parts[1]?.tag === TAG.boolean ? parts[1] : undefined;
    found.set(readOid(bytes, name), { value, critical: flag !== undefined && bytes[flag.start] !== 0 });
  }
  return found;
}

function hexOf(bytes: Buffer, element: Element | undefined): string {
  return element === undefined ? '' : bytes.toString('hex', element.start, element.end);
}

export function readBasicConstraints(bytes: Buffer, value: Element): CertificateDetails['basic_constraints'] {
  const parts = readChildren(bytes, value);
  const flag = parts.find(({ tag }) => tag === TAG.boolean);
  const length = parts.find(({ tag }) => tag === TAG.integer);
  return {
    ca: flag !== undefined && bytes[flag.start] !== 0,
    path_length: length === undefined ? null : Number.parseInt(readIntegerHex(bytes, length), 16),
  };
}

/** The first byte of a BIT STRING counts its unused bits; the first usage is the highest bit of the next. */
export function readKeyUsages(bytes: Buffer, value: Element): string[] {
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

export function readExtendedKeyUsages(bytes: Buffer, value: Element): string[] {
  return readChildren(bytes, value).map((oid) => {
    const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'a usage'));
    return EXTENDED_KEY_USAGES[dotted] ?? dotted;
  });
}

export function readAuthorityKeyId(bytes: Buffer, value: Element): string | null {
  const id = readChildren(bytes, value).find(({ tag }) => tag === 0x80);
  return id === undefined ? null : hexOf(bytes, id);
}

/** The tag of a URI among general names (RFC 5280 section 4.2.1.6). */
const URI = 0x86;

function urlOf(bytes: Buffer, { start, end }: Element): string {
  return bytes.toString('latin1', start, end);
}

const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/** Authority information access (RFC 5280 section 4.2.2.1). */
function readAccess(bytes: Buffer, value: Element): { method: string; url: string }[] {
  return readChildren(bytes, value).flatMap((description) => {
    const [method, location] = readChildren(bytes, description);
    if (location?.tag !== URI) return [];
    return [{ method: readOid(bytes, expectTag(method, TAG.oid, 'a method')), url: urlOf(bytes, location) }];
  });
}

/** Where the issuer's certificate is, in the value of an authority information access extension. */
export function readIssuerUrls(bytes: Buffer, value: Element): string[] {
  return readAccessUrls(bytes, value, CA_ISSUERS);
}

/** Where the responders are, in the same. */
export function readOcspUrls(bytes: Buffer, value: Element): string[] {
  return readAccessUrls(bytes, value, OCSP);
}

function readAccessUrls(bytes: Buffer, value: Element, wanted: string): string[] {
  return readAccess(bytes, value)
    .filter(({ method }) => method === wanted)
    .map(({ url }) => url);
}

/** Of all distribution points (RFC 5280 section 4.2.1.13). */
function readDistributionPoints(bytes: Buffer, value: Element): string[] {
  return readChildren(bytes, value).flatMap((point) => readUris(bytes, point));
}

/** The URIs among the full names of a distribution point; of that in a revocation list (section 5.2.5) too. */
export function readUris(bytes: Buffer, point: Element): string[] {
  const inside = (elements: readonly Element[], tag: number) => elements.filter((element) => element.tag === tag);
  return inside(readChildren(bytes, point), 0xa0)
    .flatMap((name) => inside(readChildren(bytes, name), 0xa0))
    .flatMap((full) => inside(readChildren(bytes, full), URI))
    .map((uri) => urlOf(bytes, uri));
}
