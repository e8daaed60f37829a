/** Checks `acme`: the directory must be valid, and `acme: true` needs an issuer that can be trusted. */
import { ACME_DIRECTORIES, checkDirectory } from '../../domain/acme-directories.ts';
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getField, isBoolean, isNonEmptyText, type Node } from '../yaml/node.ts';
import { readTrustStore } from './certificates.ts';

export function checkAcme({ defaults, entries }: ManifestSections): Diagnostic[] {
  return [...checkDirectories([defaults, ...entries.map(({ own }) => own)]), ...entries.flatMap(checkIssuer)];
}

function checkDirectories(owners: readonly (Node | undefined)[]): Diagnostic[] {
  return owners.flatMap((owner) => {
    const node = getChild(owner, 'acme', 'directory');
    if (!isNonEmptyText(node)) return [];
    const problem = checkDirectory(node.value);
    if (problem === null) return [];
    // The line may contain a password, so it is not shown.
    const { source: _, ...where } = toLocation(node);
    const at = problem === 'credentials' ? where : node;
    return [createDiagnostic('bad-acme-directory', at, node.value, problem, Object.keys(ACME_DIRECTORIES))];
  });
}

/** Anyone can put an issuer's name into a certificate, so it selects a directory only if Mozilla's root store trusts it. */
function checkIssuer({ own, node }: EntrySection): Diagnostic[] {
  const acme = getField(own, 'acme');
  if (acme === undefined || !isBoolean(acme.node, true)) return [];
  const isPublic = readTrustStore(node) === 'mozilla' && getChild(node, 'ca_file') === undefined;
  return isPublic ? [] : [createDiagnostic('acme-without-directory', acme.key)];
}
