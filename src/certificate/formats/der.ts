import { detectBinaryFormat } from '../detect-format.ts';
import { isParsed, type SlotContent } from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';

/** One DER certificate after another; what follows the last one and is none is left alone. `where` names a broken one. */
export function readDerCertificates(bytes: Buffer, where: string): SlotContent[] {
  const findings: SlotContent[] = [];
  for (let rest = bytes; detectBinaryFormat(rest) === 'certificate'; ) {
    const finding = tryParse(rest, where);
    findings.push(finding);
    if (!isParsed(finding)) break;
    rest = rest.subarray(finding.der.length);
  }
  return findings;
}
