/** Reads distinguished names and alternative names as text. */

import { formatOctets } from '../../lib/host-port.ts';
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

/** The short names of RFC 4514 section 3, and others that OpenSSL uses. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

const utf16 = new TextDecoder('utf-16le');

type ReadString = (bytes: Buffer, element: Element) => string;

const latin1: ReadString = (bytes, { start, end }) => bytes.toString('latin1', start, end);
const utf8: ReadString = (bytes, { start, end }) => bytes.toString('utf8', start, end);

/** The readers of the string types (X.680 section 41). TeletexString is read as Latin-1, which matches its use in practice. */
const STRINGS: Readonly<Record<number, ReadString>> = {
  12: utf8,
  18: latin1,
  19: latin1,
  20: latin1,
  22: latin1,
  26: latin1,
  28: universalString,
  30: bmpString,
};

/** Decodes two bytes per character, big-endian. */
function bmpString(bytes: Buffer, { start, end }: Element): string {
  const even = start + ((end - start) & ~1);
  return utf16.decode(Buffer.from(bytes.subarray(start, even)).swap16());
}

/** Decodes four bytes per character, big-endian. */
function universalString(bytes: Buffer, { start, end }: Element): string {
  const characters: string[] = [];
  for (let at = start; at + 4 <= end; at += 4) {
    const point = bytes.readUInt32BE(at);
    const valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    characters.push(valid ? String.fromCodePoint(point) : '\ufffd');
  }
  return characters.join('');
}

export interface Name {
  /** The name in the format of RFC 4514, the most specific part first, and the last of several values of one part first. */
  text: string;
  /** The most specific common name, unescaped; null if there is none. */
  commonName: string | null;
}

/** Reads a Name: a sequence of sets of (type, value). Like OpenSSL, it skips empty sets. Throws MalformedError. */
export function readName(bytes: Buffer, name: Element): Name {
  const relative: string[] = [];
  let commonName: string | null = null;
  for (const set of readChildren(bytes, name)) {
    const attributes = readChildren(bytes, expectTag(set, TAG.set, 'a part of a name')).map((attribute) => {
      const [type, value] = readChildren(bytes, expectTag(attribute, TAG.sequence, 'an attribute of a name'));
      const oid = readOid(bytes, expectTag(type, TAG.oid, 'the type of a name'));
      if (value === undefined) throw new MalformedError('the value of a name is missing');
      const text = STRINGS[value.tag]?.(bytes, value);
      if (oid === '2.5.4.3' && text) commonName = text;
      return formatAttribute(oid, text, bytes, value);
    });
    if (attributes.length > 0) relative.push(attributes.reverse().join('+'));
  }
  return { text: relative.reverse().join(','), commonName };
}

/** RFC 4514 section 2.4: values without a short name, and values that are not strings, are the hex of their encoding. */
function formatAttribute(oid: string, text: string | undefined, bytes: Buffer, value: Element): string {
  const short = ATTRIBUTES[oid];
  if (short === undefined || text === undefined) {
    return `${short ?? oid}=#${bytes.toString('hex', value.at, value.end)}`;
  }
  return `${short}=${escapeValue(text)}`;
}

/** Most values need no escaping. */
const PLAIN = /^[A-Za-z0-9.*-]+$/;
const NEEDS_ESCAPE = /["+,;<>\\]|^[ #]| $/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters.
const CONTROLS = /[\u0000-\u001f\u007f]/g;

/** Escapes a value (RFC 4514 section 2.4). All control characters are escaped too, so that a name stays on one line. */
function escapeValue(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(NEEDS_ESCAPE, '\\$&')
    .replace(CONTROLS, (control) => `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/**
 * Reads the DNS names, addresses, mail addresses and URIs of a subject alternative name extension, in its order. A malformed name does not
 * hide the others: later names are read too, if its length is known.
 */
export function readAlternativeNames(bytes: Buffer, value: Element): string[] {
  const names = expectTag(readElement(bytes, value.start, value.end), TAG.sequence);
  const found: string[] = [];
  ignoreMalformed(() => {
    for (let at = names.start, name: Element; at < names.end; at = name.end) {
      name = readElement(bytes, at, names.end);
      const text = ALTERNATIVES[name.tag]?.(bytes, name);
      if (text) found.push(text);
    }
  });
  return found;
}

/** The readers by the context tags of a GeneralName (RFC 5280 section 4.2.1.6). The other kinds do not name hosts. */
const ALTERNATIVES: Readonly<Record<number, (bytes: Buffer, element: Element) => string | null>> = {
  129: utf8,
  130: utf8,
  134: utf8,
  135: (bytes, element) => formatOctets(readContent(bytes, element)),
};
