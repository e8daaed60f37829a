/** Reads general names and name constraints for path validation. */

import type { GeneralName, NameConstraints, NameKind } from '../../domain/index.ts';
import { isGoUri, isStandardUri } from '../../lib/uri-syntax.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readContent,
  readOnlyChild,
  readStrictOid,
  TAG,
} from '../asn1/der.ts';
import { readName } from './names.ts';

/** Reads a sequence of general names, as in a subject alternative name extension. Throws MalformedError. */
export function readGeneralNames(bytes: Buffer, value: Element): GeneralName[] {
  return readChildren(bytes, value).map((name) => readGeneralName(bytes, name));
}

/** Like OpenSSL, this rejects any other tag, and an object identifier or a directory name that is malformed. */
function readGeneralName(bytes: Buffer, element: Element): GeneralName {
  const read = READERS[element.tag];
  if (read === undefined) throw new MalformedError();
  const { kind, text = '', bytes: octets = null, parts = [] } = read(bytes, element);
  return { kind, text, bytes: octets, parts };
}

type ReadName = (bytes: Buffer, element: Element) => Pick<GeneralName, 'kind'> & Partial<GeneralName>;

const readText =
  (kind: NameKind): ReadName =>
  (bytes, { start, end }) => ({ kind, text: bytes.toString('latin1', start, end) });

/** The readers by the context tags of a GeneralName (RFC 5280 section 4.2.1.6). */
const READERS: Readonly<Record<number, ReadName>> = {
  160: readOtherName,
  129: readText('email'),
  130: readText('dns'),
  163: () => ({ kind: 'x400' }),
  164: (bytes, element) => ({
    kind: 'directory',
    parts: readNormalizedName(bytes, expectTag(readOnlyChild(bytes, element), TAG.sequence)),
  }),
  165: (bytes, element) => {
    const [party] = readChildren(bytes, element).slice(-1);
    readOnlyChild(bytes, expectTag(party, 0xa1));
    return { kind: 'edi-party' };
  },
  134: readText('uri'),
  135: (bytes, element) => ({ kind: 'ip', bytes: readContent(bytes, element) }),
  136: (bytes, element) => ({ kind: 'registered', text: readStrictOid(bytes, element) }),
};

/** RFC 9598 section 3. */
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9';
const UTF8_STRING = 0x0c;

/** Reads a type and its value, such as the user principal name of Windows. The value is only read if constraints apply to it. */
function readOtherName(bytes: Buffer, element: Element): ReturnType<ReadName> {
  const [type, wrapper, ...more] = readChildren(bytes, element);
  const text = readStrictOid(bytes, expectTag(type, TAG.oid));
  const value = readOnlyChild(bytes, expectTag(wrapper, 0xa0));
  if (more.length > 0) throw new MalformedError();
  if (text !== SMTP_UTF8_MAILBOX || value.tag !== UTF8_STRING) return { kind: 'other', text };
  return { kind: 'smtp-utf8', text: normalizeMailbox(bytes.toString('utf8', value.start, value.end)) };
}

/** Converts the domain to ASCII, in which constraints are written (RFC 9598 section 6). */
function normalizeMailbox(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const url = `http://${address.slice(at)}`;
  return INTERNATIONAL_DOMAIN.test(url) && URL.canParse(url)
    ? `${address.slice(0, at)}${new URL(url).hostname}`
    : address;
}

const INTERNATIONAL_DOMAIN = /^http:\/\/[\p{L}\p{M}\p{N}.-]+$/u;

/** Reads a Name as normalized parts that can be compared (RFC 5280 section 7.1), the least specific first. */
export function readNormalizedName(bytes: Buffer, name: Element): string[] {
  return readChildren(bytes, name).flatMap((set) => {
    const part = readName(bytes, { ...set, tag: TAG.sequence, start: set.at, end: set.end });
    return part.text === '' ? [] : [normalizePart(part.text)];
  });
}

/** Leading and trailing spaces, which RFC 4514 escapes, are not significant. */
function normalizePart(text: string): string {
  return text
    .toLowerCase()
    .replace(/=(?:\\? )+/g, '=')
    .replace(/(?:\\? )+/g, (spaces, at, whole) => (/[^,+]/.test(whole.charAt(at + spaces.length)) ? spaces : ''))
    .replace(/\s+/g, ' ');
}

/**
 * Whether a name has the form of its kind (RFC 5280 section 4.2.1.6): DNS names, mail addresses and URIs are ASCII, a DNS
 * name is not empty, an address has 4 or 16 octets, and a URI has the syntax of RFC 3986, or one that clients accept.
 */
export function isWellFormedName({ kind, text, bytes }: GeneralName): boolean {
  if (kind === 'ip') return bytes?.length === 4 || bytes?.length === 16;
  if (kind === 'smtp-utf8') return true;
  if (kind === 'uri' && !isStandardUri(text) && !isGoUri(text)) return false;
  return isAscii(text) && !(kind === 'dns' && text === '');
}

/** Whether there are constraints (RFC 5280 section 4.2.1.10), all of the form of their kinds. OpenSSL also reads others. */
export function areWellFormedConstraints({ permitted, excluded }: NameConstraints): boolean {
  const bases = [...permitted, ...excluded];
  return bases.length > 0 && bases.every(isWellFormedBase);
}

/** Whether the base of a constraint has the form of its kind. An address is followed by its mask. */
function isWellFormedBase({ kind, text, bytes }: GeneralName): boolean {
  if (kind === 'ip') {
    const mask = bytes?.length === 8 ? bytes.subarray(4) : bytes?.length === 32 ? bytes.subarray(16) : null;
    return mask !== null && /^1*0*$/.test([...mask].map((byte) => byte.toString(2).padStart(8, '0')).join(''));
  }
  return isAscii(text) && !(kind === 'dns' && text.endsWith('.'));
}

/** Whether a text, which is Latin-1, is ASCII. */
function isAscii(text: string): boolean {
  return !/[\u0080-\u00ff]/.test(text);
}

/** Reads a name constraints extension (RFC 5280 section 4.2.1.10). */
export function readNameConstraints(bytes: Buffer, value: Element): NameConstraints {
  const constraints: NameConstraints = { permitted: [], excluded: [], bounded: false };
  for (const subtrees of readChildren(bytes, value)) {
    if (subtrees.tag !== 0xa0 && subtrees.tag !== 0xa1) throw new MalformedError();
    const list = subtrees.tag === 0xa0 ? constraints.permitted : constraints.excluded;
    for (const subtree of readChildren(bytes, subtrees)) {
      const [base, ...bounds] = readChildren(bytes, expectTag(subtree, TAG.sequence));
      if (base === undefined) throw new MalformedError();
      list.push(readGeneralName(bytes, base));
      if (bounds.length > 0) constraints.bounded = true;
    }
  }
  return constraints;
}
