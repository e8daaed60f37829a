import { formatOfBinary } from '../detect-format.ts';
import { type Finding, isParsed } from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';

/** One DER certificate after another; what follows the last one and is none is left alone. `where` names a broken one. */
export function readDerCertificates(bytes: Buffer, where: string): Finding[] {
  const findings: Finding[] = [];
  for (let rest = bytes; formatOfBinary(rest) === 'certificate'; ) {
    const finding = tryParse(rest, where);
    findings.push(finding);
    if (!isParsed(finding)) break;
    rest = rest.subarray(finding.der.length);
  }
  return findings;
}
