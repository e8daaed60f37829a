/** Reads DER certificates that are concatenated. */

import { detectBinaryFormat } from '../detect-format.ts';
import { isParsed, type SlotContent } from '../format-types.ts';
import { parseCertificate } from '../x509/parse.ts';

/** Reads one certificate after another, and ignores anything else after them. `where` names a malformed one. */
export function readDerCertificates(bytes: Buffer, where: string): SlotContent[] {
  const contents: SlotContent[] = [];
  for (let rest = bytes; detectBinaryFormat(rest) === 'certificate'; ) {
    const content = parseCertificate(rest, where);
    contents.push(content);
    if (!isParsed(content)) break;
    rest = rest.subarray(content.der.length);
  }
  return contents;
}
