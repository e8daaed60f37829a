/** The structure of a certificate (RFC 5280 section 4.1): the positions of its fields, found in one pass over the DER. */

import {
  type Element,
  expectTag,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readOid,
  TAG,
} from '../asn1/der.ts';

export interface Extension {
  id: Element;
  critical: boolean;
  /** Whether the flag has one of the two octets of DER (X.690 section 11.1). Go rejects other values. */
  hasStrictFlag: boolean;
  /** The OCTET STRING with the value. */
  value: Element;
}

/** The fields of one certificate. The readers decode their values on demand. */
export interface CertificateStructure {
  /** The bytes of the certificate without the rest of the input. The elements are offsets in them. */
  der: Buffer;
  /** The version; undefined for version 1, which is the default. */
  version: Element | undefined;
  serialNumber: Element;
  issuer: Element;
  /** The elements of the validity: notBefore and notAfter. */
  validity: readonly Element[];
  subject: Element;
  publicKey: Element;
  signatureAlgorithm: Element;
  extensions: readonly Extension[];
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** Reads the certificate at the beginning of `bytes`. Throws MalformedError. */
export function readStructure(bytes: Buffer): CertificateStructure {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the certificate');
  const [tbs, algorithm, signature] = readChildren(bytes, outer);
  expectTag(signature, TAG.bitString, 'the signature');
  const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  const version = fields[0]?.tag === VERSION ? readChildren(bytes, fields[0])[0] : undefined;
  const first = fields[0]?.tag === VERSION ? 1 : 0;
  const wrapper = fields.find(({ tag }) => tag === EXTENSIONS);
  return {
    der: outer.end === bytes.length ? bytes : bytes.subarray(0, outer.end),
    version,
    serialNumber: expectTag(fields[first], TAG.integer, 'the serial number'),
    issuer: expectTag(fields[first + 2], TAG.sequence, 'the issuer'),
    validity: readChildren(bytes, expectTag(fields[first + 3], TAG.sequence, 'the validity')),
    subject: expectTag(fields[first + 4], TAG.sequence, 'the subject'),
    publicKey: expectTag(fields[first + 5], TAG.sequence, 'the public key'),
    signatureAlgorithm: expectTag(algorithm, TAG.sequence, 'the signature algorithm'),
    extensions: wrapper === undefined ? [] : readExtensions(bytes, readFirst(bytes, wrapper)),
  };
}

function readFirst(bytes: Buffer, wrapper: Element): Element {
  return expectTag(readChildren(bytes, wrapper)[0], TAG.sequence, 'the extensions');
}

/** Reads a list of extensions, also those of a revocation list or an OCSP response. Throws MalformedError. */
export function readExtensions(bytes: Buffer, list: Element | undefined): Extension[] {
  if (list === undefined) return [];
  const { start, end } = expectTag(list, TAG.sequence);
  const extensions: Extension[] = [];
  for (let at = start, extension: Element; at < end; at = extension.end) {
    extension = expectTag(readElement(bytes, at, end), TAG.sequence, 'an extension');
    extensions.push(readExtension(bytes, extension));
  }
  return extensions;
}

function readExtension(bytes: Buffer, extension: Element): Extension {
  if (extension.start === extension.end) throw new MalformedError('the name of an extension is missing');
  const id = expectTag(readElement(bytes, extension.start, extension.end), TAG.oid, 'the name of an extension');
  let flag = 0;
  let value: Element | undefined;
  for (let at = id.end; at < extension.end; at = value.end) {
    value = readElement(bytes, at, extension.end);
    if (value.tag === TAG.boolean) flag = bytes[value.start] ?? 0;
  }
  const octets = expectTag(value, TAG.octetString, 'the value of an extension');
  return { id, critical: flag !== 0, hasStrictFlag: flag === 0 || flag === DER_TRUE, value: octets };
}

const DER_TRUE = 0xff;

/** Reads the dotted identifier of an extension, or `#` and its hex if it is malformed. */
export function readExtensionName(bytes: Buffer, { id }: Extension): string {
  return ignoreMalformed(() => readOid(bytes, id)) ?? `#${readContent(bytes, id).toString('hex')}`;
}

/** Whether a name from `readExtensionName` stands for a malformed identifier. */
export function isMalformedName(name: string): boolean {
  return name.startsWith('#');
}

/** Lists the identifiers of the critical extensions, and malformed ones, which may stand for any extension. */
export function listCriticalExtensions(bytes: Buffer, extensions: readonly Extension[]): string[] {
  const named = extensions.map((extension) => ({ name: readExtensionName(bytes, extension), ...extension }));
  return named.filter(({ name, critical }) => critical || isMalformedName(name)).map(({ name }) => name);
}

/** Lists the identifiers of extensions that occur more than once, which RFC 5280 section 4.2 forbids. */
export function listRepeatedExtensions(bytes: Buffer, extensions: readonly Extension[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const extension of extensions) {
    const name = readExtensionName(bytes, extension);
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}

/** A reader of the value of one kind of extension. `read` gets the element inside the OCTET STRING. */
export interface ExtensionReader<Value> {
  oid: string;
  read: (bytes: Buffer, value: Element) => Value;
}

/** Reads the value of one kind of extension; undefined if it is absent. Throws MalformedError. */
export type ReadExtension = <Value>(reader: ExtensionReader<Value>) => Value | undefined;

/** Whether an extension has data after its value, which most clients ignore. */
export function hasTrailingData(bytes: Buffer, extensions: readonly Extension[], oid: string): boolean {
  const value = extensions.findLast((extension) => readExtensionName(bytes, extension) === oid)?.value;
  const inner = value && ignoreMalformed(() => readElement(bytes, value.start, value.end));
  return !!inner && inner.end !== value?.end;
}

/** Indexes extensions by their identifiers, to read the values of several of them. */
export function indexExtensions(bytes: Buffer, extensions: readonly Extension[]): ReadExtension {
  const values = new Map(extensions.map((extension) => [readExtensionName(bytes, extension), extension.value]));
  return ({ oid, read }) => {
    const value = values.get(oid);
    return value === undefined ? undefined : read(bytes, readElement(bytes, value.start, value.end));
  };
}
