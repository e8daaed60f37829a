/** Reads general names and name constraints for path validation. */

import type { GeneralName, NameConstraints, NameKind } from '../../domain/index.ts';
import { type Element, expectTag, MalformedError, readChildren, readContent, readElement, TAG } from '../asn1/der.ts';
import { readName } from './names.ts';

/** By the context tags of a GeneralName (RFC 5280 section 4.2.1.6). */
const KINDS: Readonly<Record<number, NameKind>> = {
  129: 'email',
  130: 'dns',
  134: 'uri',
  135: 'ip',
  164: 'directory',
};

/** Reads a sequence of general names, as in a subject alternative name extension. */
export function readGeneralNames(bytes: Buffer, value: Element): GeneralName[] {
  return readChildren(bytes, value).map((name) => readGeneralName(bytes, name));
}

function readGeneralName(bytes: Buffer, element: Element): GeneralName {
  const kind = KINDS[element.tag] ?? 'other';
  const name: GeneralName = { kind, text: '', bytes: null, parts: [] };
  if (kind === 'ip') return { ...name, bytes: readContent(bytes, element) };
  if (kind === 'directory') {
    const inner = readElement(bytes, element.start, element.end);
    return { ...name, parts: readNormalizedName(bytes, expectTag(inner, TAG.sequence)) };
  }
  return { ...name, text: bytes.toString('latin1', element.start, element.end) };
}

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
 * name is not empty, an address has 4 or 16 octets, and the host of a URI is valid.
 */
export function isWellFormedName({ kind, text, bytes }: GeneralName): boolean {
  if (kind === 'ip') return bytes?.length === 4 || bytes?.length === 16;
  if (kind === 'uri' && /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !URL.canParse(text)) return false;
  return isAscii(text) && !(kind === 'dns' && text === '');
}

/** Whether the base of a constraint has the form of its kind (section 4.2.1.10). An address is followed by its mask. */
function isWellFormedBase({ kind, text, bytes }: GeneralName): boolean {
  if (kind === 'ip') {
    const mask = bytes?.length === 8 ? bytes.subarray(4) : bytes?.length === 32 ? bytes.subarray(16) : null;
    return mask !== null && /^1*0*$/.test([...mask].map((byte) => byte.toString(2).padStart(8, '0')).join(''));
  }
  return isAscii(text) && !(kind === 'dns' && text.endsWith('.'));
}

/** `text` is Latin-1. */
function isAscii(text: string): boolean {
  return !/[\u0080-\u00ff]/.test(text);
}

/** Reads a name constraints extension (RFC 5280 section 4.2.1.10). */
export function readNameConstraints(bytes: Buffer, value: Element): NameConstraints {
  const constraints: NameConstraints = { permitted: [], excluded: [], bounded: false };
  const lists = readChildren(bytes, value);
  if (lists.length === 0) throw new MalformedError();
  for (const subtrees of lists) {
    if (subtrees.tag !== 0xa0 && subtrees.tag !== 0xa1) throw new MalformedError();
    const list = subtrees.tag === 0xa0 ? constraints.permitted : constraints.excluded;
    for (const subtree of readChildren(bytes, subtrees)) {
      const [base, ...bounds] = readChildren(bytes, expectTag(subtree, TAG.sequence));
      if (base === undefined) throw new MalformedError();
      const name = readGeneralName(bytes, base);
      if (!isWellFormedBase(name)) throw new MalformedError();
      list.push(name);
      if (bounds.length > 0) constraints.bounded = true;
    }
  }
  return constraints;
}
