/** What is written of those who are asked when certificates are to be renewed. */
import { ACME_DIRECTORIES, directoryProblem } from '../../domain/acme-directories.ts';
import type { Diagnostic } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { EntryPart, Parts } from '../sections.ts';
import { childOf, fieldOf, isText, type Node, textOf } from '../yaml/node.ts';

export function checkAcme({ defaults, entries }: Parts): Diagnostic[] {
  return [...checkDirectories([defaults, ...entries.map(({ own }) => own)]), ...entries.flatMap(checkIssuer)];
}

function checkDirectories(owners: readonly (Node | undefined)[]): Diagnostic[] {
  return owners.flatMap((owner) => {
    const node = childOf(childOf(owner, 'acme'), 'directory');
    if (!isText(node) || node.value === '') return [];
    const problem = directoryProblem(node.value);
    if (problem === null) return [];
    // A line that holds a password is not shown.
    const { source, ...where } = whereIs(node);
    const at = problem === 'credentials' ? where : { ...where, source };
    return [diagnostic('bad-acme-directory', at, node.value, problem, Object.keys(ACME_DIRECTORIES))];
  });
}

/** An issuer's name is believed where Mozilla's anchors trust the certificate: where others are, nobody is asked by it. */
function checkIssuer({ own, node }: EntryPart): Diagnostic[] {
  const acme = fieldOf(own, 'acme');
  const isWritten = acme?.node.kind === 'scalar' && acme.node.value === true;
  if (!isWritten || isByMozilla(node)) return [];
  return [diagnostic('acme-asks-nobody', whereIs(acme.key))];
}

function isByMozilla(entry: EntryPart['node']): boolean {
  const trust = textOf(childOf(entry, 'trust')) ?? (childOf(entry, 'file') === undefined ? 'mozilla' : 'none');
  return trust === 'mozilla' && childOf(entry, 'ca_file') === undefined;
}
