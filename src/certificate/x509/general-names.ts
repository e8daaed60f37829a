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
    return { ...name, parts: readNormalizedName(bytes, expectTag(inner, TAG.sequence, 'a name')) };
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
    .replace(/(?:\\? )+/g, (spaces, at, whole) => (/^[^,+]/.test(whole.charAt(at + spaces.length)) ? spaces : ''))
    .replace(/\s+/g, ' ');
}

/** Reads a name constraints extension (RFC 5280 section 4.2.1.10). */
export function readNameConstraints(bytes: Buffer, value: Element): NameConstraints {
  const constraints: NameConstraints = { permitted: [], excluded: [], bounded: false };
  for (const subtrees of readChildren(bytes, value)) {
    if (subtrees.tag !== 0xa0 && subtrees.tag !== 0xa1) throw new MalformedError('a constraint of an unknown kind');
    const list = subtrees.tag === 0xa0 ? constraints.permitted : constraints.excluded;
    for (const subtree of readChildren(bytes, subtrees)) {
      const [base, ...bounds] = readChildren(bytes, expectTag(subtree, TAG.sequence, 'a subtree'));
      if (base === undefined) throw new MalformedError('the base of a subtree is missing');
      list.push(readGeneralName(bytes, base));
      if (bounds.length > 0) constraints.bounded = true;
    }
  }
  return constraints;
}
