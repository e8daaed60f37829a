/** Reads DER certificates that are concatenated. */

import { detectBinaryFormat } from '../detect-format.ts';
import { isParsed, type SlotContent } from '../format-types.ts';
import { parseCertificate } from '../x509/parse.ts';

/** Reads one certificate after another. `where` names a malformed one. What follows them is unread. */
export function readDerCertificates(bytes: Buffer, where: string): SlotContent[] {
  const contents: SlotContent[] = [];
  let rest = bytes;
  while (detectBinaryFormat(rest) === 'certificate') {
    const content = parseCertificate(rest, where);
    contents.push(content);
    if (!isParsed(content)) return contents;
    rest = rest.subarray(content.der.length);
  }
  return rest.length === 0 ? contents : [...contents, { unread: rest.length }];
}
