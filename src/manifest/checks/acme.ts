/** What is written of those who are asked when certificates are to be renewed. */
import { ACME_DIRECTORIES, checkDirectory } from '../../domain/acme-directories.ts';
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getField, isText, type Node } from '../yaml/node.ts';
import { readTrustStore } from './certificates.ts';

export function checkAcme({ defaults, entries }: ManifestSections): Diagnostic[] {
  return [...checkDirectories([defaults, ...entries.map(({ own }) => own)]), ...entries.flatMap(checkIssuer)];
}

function checkDirectories(owners: readonly (Node | undefined)[]): Diagnostic[] {
  return owners.flatMap((owner) => {
    const node = getChild(getChild(owner, 'acme'), 'directory');
    if (!isText(node) || node.value === '') return [];
    const problem = checkDirectory(node.value);
    if (problem === null) return [];
    // A line that holds a password is not shown.
    const { source, ...where } = toLocation(node);
    const at = problem === 'credentials' ? where : { ...where, source };
    return [createDiagnostic('bad-acme-directory', at, node.value, problem, Object.keys(ACME_DIRECTORIES))];
  });
}

/** An issuer's name is believed where Mozilla's anchors trust the certificate: where others are, nobody is asked by it. */
function checkIssuer({ own, node }: EntrySection): Diagnostic[] {
  const acme = getField(own, 'acme');
  const isWritten = acme?.node.kind === 'scalar' && acme.node.value === true;
  const isPublic = readTrustStore(node) === 'mozilla' && getChild(node, 'ca_file') === undefined;
  if (!isWritten || isPublic) return [];
  return [createDiagnostic('acme-without-directory', toLocation(acme.key))];
}
